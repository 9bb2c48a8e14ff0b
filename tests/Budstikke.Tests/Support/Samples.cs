using Budstikke.Orders;

namespace Budstikke.Tests.Support;

/// <summary>Orders that stories begin with.</summary>
internal static class Samples
{
    /// <summary>Valid by its check digits, and nobody's: a synthetic number (month + 80).</summary>
    public const string PersonalNumber = "15838532192";

    public static Order ToPerson { get; } =
        new()
        {
            Lines =
            [
                new()
                {
                    ItemName = "Hair Wash",
                    SellersItemId = "VFDDF",
                    Quantity = 1,
                    Price = 51,
                    VatRate = 0,
                    Amount = 51,
                },
            ],
            Claimed = new(51, 0, 0, 51),
            OrderedAt = BudstikkeApp.Monday,
            MaturityDays = 10,
            Customer = new()
            {
                Type = CustomerType.Private,
                Name = "Kari Nordmann",
                CountryCode = "+47",
                Msisdn = "46567468",
                Email = "kari@customer.example",
                Language = "en",
                Address = new("Luramyrveien 65", "4313", "Sandnes", "NO"),
            },
        };

    public static Order ToCompany { get; } =
        ToPerson with
        {
            Lines =
            [
                new()
                {
                    ItemName = "Klipp",
                    Quantity = 2,
                    Price = 625,
                    VatRate = 25,
                    Discount = 50,
                    Amount = 1200,
                },
                new()
                {
                    ItemName = "Kaffe",
                    Quantity = 3,
                    Price = 33.33m,
                    VatRate = 15,
                    Amount = 99.99m,
                },
            ],
            Claimed = new(1086.95m, 263.04m, 50, 1299.99m),
            MaturityDays = 30,
            BuyerReference = "Prosjekt 7",
            Customer = ToPerson.Customer with
            {
                Type = CustomerType.Corporate,
                Name = "Bedrift AS",
                Language = "no",
                Email = "faktura@bedrift.example",
                OrganizationNumber = "987654325",
            },
        };

    public static Order ToCompanyWith(string organizationNumber) =>
        ToCompany with
        {
            Customer = ToCompany.Customer with { OrganizationNumber = organizationNumber },
        };

    /// <summary>Its number would pass the Norwegian check by chance.</summary>
    public static Order ToForeignCompany { get; } =
        ToCompany with
        {
            Customer = ToCompany.Customer with { Address = new("Storgatan 1", "111 22", "Stockholm", "SE") },
        };
}
