using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Tests.Ubl;

/// <summary>Documents to write, each showing one thing.</summary>
internal static class Samples
{
    public static VatTreatment Standard { get; } = new(VatCategory.S, 25);

    public static Seller Seller { get; } =
        new()
        {
            Name = "Frisør AS",
            OrganizationNumber = OrganizationNumber.Parse("988077917").Value,
            IsVatRegistered = true,
            IsInForetaksregisteret = true,
            Address = new("Luramyrveien 65", "4313", "Sandnes", "NO"),
            Email = "post@frisor.example",
            Phone = "+4751000000",
        };

    public static Buyer Company { get; } =
        new()
        {
            Name = "Kunde & Sønn AS",
            CustomerNumber = "1007",
            LegalRegistrationId = "987654325",
            Endpoint = EndpointId.Of(OrganizationNumber.Parse("987654325").Value),
            Address = new("Gata 1", "0150", "Oslo", "NO"),
            Email = "faktura@kunde.example",
        };

    public static InvoiceLine Line { get; } =
        new()
        {
            Id = "1",
            ItemName = "Hårvask",
            SellersItemId = "VFDDF",
            InvoicedQuantity = 1,
            NetPrice = 51,
            LineNetAmount = 51,
            Vat = Standard,
        };

    public static Invoice Simple { get; } =
        new()
        {
            Number = "10001",
            IssueDate = new(2026, 11, 22),
            DueDate = new(2026, 12, 2),
            BuyerReference = "Kari Nordmann",
            Delivery = new(new(2026, 11, 22), "Sandnes", "NO"),
            Seller = Seller,
            Buyer = Company,
            Payment = new("86011117947", null, Kid.WithMod10("100001")),
            Lines = [Line],
            VatBreakdowns = [new(Standard, 51, 12.75m)],
            Totals = new()
            {
                SumOfLineNetAmounts = 51,
                SumOfCharges = 0,
                TotalWithoutVat = 51,
                TotalVat = 12.75m,
                TotalWithVat = 63.75m,
                AmountDue = 63.75m,
            },
        };
}
