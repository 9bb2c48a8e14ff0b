using Budstikke.Callbacks;
using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Connect;

/// <summary>What a preview says beside the published texts of a refusal.</summary>
public sealed class HintTests
{
    [Theory]
    [InlineData("customerDetails.type = \"person\"", "customerDetails.type", "Allowed: private, corporate.")]
    [InlineData(
        "customerDetails.preferredLanguage = \"nb\"",
        "customerDetails.preferredLanguage",
        "Allowed: en, no, sv, da, de."
    )]
    [InlineData("invoiceInterval = 3", "invoiceInterval", "Allowed: 0, 1, 2.")]
    [InlineData("invoiceMaturity = 14", "invoiceMaturity", "Allowed: 10.")]
    [InlineData("invoiceFeeApplicable = \"yes\"", "invoiceFeeApplicable", "Allowed: true, false, 1, 0.")]
    [InlineData("invoiceFeeApplicable absent", "invoiceFeeApplicable", "Allowed: true, false, 1, 0.")]
    [InlineData("products.1.tax = 7", "products.1.tax", "Allowed: 0, 12, 15, 25.")]
    [InlineData(
        "customerDetails.address.country = \"Norge\"",
        "customerDetails.address.country",
        "A code of ISO 3166-1 in two capital letters, like NO."
    )]
    [InlineData(
        "orderDate = \"today\"",
        "orderDate",
        "Whole seconds since 1970, from 946684800 to 1805457600; now is 1773921600."
    )]
    [InlineData(
        "orderSummary.grandTotal = 99",
        "orderSummary.grandTotal",
        "Expected 250.00, the sum of the products' amounts."
    )]
    [InlineData(
        "products.0.amount = 191",
        "products.0.amount",
        "Expected 190.00 where the rate includes the tax, 240.00 where it does not: rate × quantity − discount."
    )]
    [InlineData(
        "products.1.tax = 0 & products.1.amount = 61",
        "products.1.amount",
        "Expected 60.00: rate × quantity − discount."
    )]
    [InlineData(
        "customerDetails.name = 5 & callback.callbackURL = 1",
        "callback.callbackURL",
        "The field callback.callbackURL is not known and was ignored. Did you mean callback.callbackUrl?"
    )]
    public void It_says_what_would_have_been_right(string edits, string field, string text) =>
        Bodies.Read(Bodies.Edited(edits)).Hints.ShouldContain(new Hint(field, text));

    [Fact]
    public void What_its_text_says_already_needs_no_hint()
    {
        Bodies.Read(Bodies.Edited("customerDetails.name absent & products.0.quantity = 0")).Hints.ShouldBeEmpty();
        Bodies.Read("{").Hints.ShouldBeEmpty();
        Bodies.Read(Bodies.Valid).Hints.ShouldBeEmpty();
    }

    /// <summary>A client that heard which of them it was could ask about our network, port by port.</summary>
    [Fact]
    public void Of_a_callback_that_is_refused_it_says_all_that_it_must_be_and_not_what_it_is_not()
    {
        string[] urls =
        [
            "https://a.example:22/",
            "https://kari@a.example/",
            "http://10.0.0.1/",
            "https://a.example/?a=1&a=2",
            "https://a.example/?x[]=1",
        ];

        var told = urls.Select(url => Bodies.Read(Bodies.Edited($"callback.callbackUrl = \"{url}\""))).ToList();

        told.ShouldAllBe(request => request.Errors.Single() == "The callback.callback url format is invalid.");
        told.Select(request => request.Hints.Single())
            .Distinct()
            .ShouldHaveSingleItem()
            .Text.ShouldContain("By http or https, on port 80,443,8000-9999, without a user name");
    }

    [Fact]
    public void A_callback_is_judged_by_what_is_set_here()
    {
        var inside = new CallbackSettings
        {
            AllowPrivateAddresses = true,
            AllowHttp = false,
            Ports = [new(8000, 8001)],
        };

        IsTaken("https://127.0.0.1:8001/cb", inside).ShouldBeTrue();
        IsTaken("http://127.0.0.1:8001/cb", inside).ShouldBeFalse();
        IsTaken("https://127.0.0.1/cb", inside).ShouldBeFalse();
        IsTaken("http://127.0.0.1:41234/cb", new() { AlsoAllowed = ["127.0.0.1:41234"] }).ShouldBeTrue();

        static bool IsTaken(string url, CallbackSettings settings) =>
            SendInvoiceRequest
                .Read(
                    System.Text.Encoding.UTF8.GetBytes(Bodies.Edited($"callback.callbackUrl = \"{url}\"")),
                    new(Bodies.VatRates, Bodies.Now) { Callbacks = settings },
                    FieldTable.Invoice
                )
                .Order
                is not null;
    }
}
