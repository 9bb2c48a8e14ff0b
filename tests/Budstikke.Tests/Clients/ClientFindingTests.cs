using System.Reflection;
using Budstikke.Clients;
using Budstikke.Commands;
using Budstikke.Documents.Vat;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Clients;

/// <summary>What is wrong with a client is found by field; how the field is called is the edge's.</summary>
public sealed class ClientFindingTests
{
    private static readonly NewClient s_client = BudstikkeApp.SampleClient;

    [Fact]
    public void Everything_that_is_wrong_is_found_at_once_each_with_its_field()
    {
        var wrong = AddClient.Check(
            s_client with
            {
                Seller = SellerDetails.Unsaid with { Country = "XX", Bic = "DNB" },
                DeliveryPlace = "",
                VatRates = [],
                ZeroRateCategory = VatCategory.E,
                ZeroRateReason = null,
                FirstNumber = 0,
                Runs = new()
                {
                    Hour = 24,
                    MonthlyClosingDay = 0,
                    TwiceMonthlyClosingDays = [1],
                },
                Callbacks = new() { Events = ["order.lost"] },
                ContactLanguage = "fr",
            }
        );

        // Fees and the method of a callback have no wrong value once they are read.
        wrong
            .Select(finding => finding.Field)
            .ShouldBe(
                Enum.GetValues<ClientField>()
                    .Except([ClientField.InvoiceFees, ClientField.Callback])
                    .Cast<ClientField?>(),
                ignoreOrder: true
            );
        wrong.ShouldAllBe(finding => !finding.Text.Contains("--"));
    }

    [Fact]
    public void A_new_client_of_which_all_is_said_has_no_finding()
    {
        AddClient.Check(s_client).ShouldBeEmpty();
        AddClient.Warnings(s_client).ShouldBeEmpty();
    }

    [Fact]
    public void What_should_still_be_decided_is_found_by_field_too() =>
        AddClient
            .Warnings(
                s_client with
                {
                    DeliveryPlace = null,
                    ZeroRateCategory = null,
                    Seller = s_client.Seller with { Bic = null, Street = "漢字 1" },
                    InvoiceFees = [new(FeePayer.Private, "email", 6.5m)],
                }
            )
            .Select(finding => finding.Field)
            .ShouldBe([
                ClientField.ZeroRateCategory,
                ClientField.DeliveryPlace,
                ClientField.Bic,
                ClientField.Street,
                ClientField.InvoiceFees,
            ]);

    [Fact]
    public void A_text_that_cannot_be_printed_is_not_shown_again() =>
        AddClient
            .Check(s_client with { Seller = s_client.Seller with { Email = "post@frisor.example\r\nBcc: x@y.no" } })
            .ShouldHaveSingleItem()
            .Given.ShouldBeNull();

    [Fact]
    public void Every_text_of_a_seller_is_described_once()
    {
        var texts = typeof(SellerDetails)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(string));

        foreach (var property in texts)
            SellerField
                .All.Where(field => field.Of(field.With(s_client.Seller, "said")) == "said" && Is(field, property))
                .ShouldHaveSingleItem(property.Name);
        SellerField.All.Select(field => field.Field).ShouldBeUnique();

        static bool Is(SellerField field, PropertyInfo property) =>
            (string)property.GetValue(field.With(s_client.Seller, "said"))! == "said";
    }

    [Fact]
    public void A_seller_is_kept_without_blanks_and_with_its_account_as_digits()
    {
        var said = s_client.Seller with
        {
            Street = " Luramyrveien 65 ",
            Account = "NO93 8601 1117 947",
            Email = " a@b.no ",
        };

        SellerField
            .Kept(said)
            .ShouldBe(
                said with
                {
                    Street = "Luramyrveien 65",
                    Account = "86011117947",
                    ShowsIban = true,
                    Email = "a@b.no",
                }
            );
        var digits = SellerField.Kept(said with { Account = "8601.11.17947", Bic = "dnba no kk" });
        (digits.Account, digits.ShowsIban, digits.Bic).ShouldBe(("86011117947", false, "DNBANOKK"));
    }

    [Fact]
    public void Every_field_has_one_option()
    {
        Enum.GetValues<ClientField>().Select(ClientWords.OptionOf).ShouldBeUnique();
        SellerField.All.ShouldAllBe(field => ClientWords.DescriptionOf(field.Field).EndsWith('.'));
    }
}
