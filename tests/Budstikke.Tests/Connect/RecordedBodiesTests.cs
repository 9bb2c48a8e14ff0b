using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>Bodies of the wild: the published sample and what a published client sent.</summary>
public sealed class RecordedBodiesTests
{
    private static readonly string[] s_today =
    [
        "The order date must be a valid unix timestamp.",
        "The invoice fee applicable field is required.",
    ];

    [Fact]
    public void The_published_order_is_taken()
    {
        var request = Bodies.Read(PublishedOrder.Json);
        request.Errors.ShouldBeEmpty();
        request.Warnings.ShouldBeEmpty();
        request.PersonalDigits!.Reveal().ShouldBe("12345678901");
    }

    /// <summary>Its missing quote mended, the page's own text.</summary>
    [NeedsShared("send-invoice-api.txt")]
    public void The_published_sample_is_taken_when_its_quote_is_mended()
    {
        var page = File.ReadAllText(RepositoryFolder.Shared("send-invoice-api.txt")!);
        var start = page.IndexOf('{', StringComparison.Ordinal);
        var sample = page[start..page.IndexOf("Validation Rules", StringComparison.Ordinal)];
        Bodies
            .Read(sample)
            .Errors.ShouldHaveSingleItem()
            .ShouldStartWith("The request body is not valid JSON at line ");
        var mended = sample.Replace("\"12345678901,", "\"12345678901\",", StringComparison.Ordinal);
        Bodies.Read(mended).Errors.ShouldBeEmpty();
    }

    [NeedsShared("recorded/send_invoice.yml")]
    public void The_recorded_order_is_told_of_its_date_and_of_the_fee()
    {
        var lines = File.ReadLines(RepositoryFolder.Shared("recorded/send_invoice.yml")!)
            .SkipWhile(line => !line.Contains("string: '{", StringComparison.Ordinal))
            .TakeWhile(line => !line.Contains("headers:", StringComparison.Ordinal));
        // A quoted text of YAML goes on in the next line, and the break is a space.
        var body = string.Join(' ', lines.Select(line => line.Trim()))["string: '".Length..^1];
        Bodies.Read(body).Errors.ShouldBe(s_today);
    }

    [Fact]
    public void An_order_of_the_old_kind_is_told_of_its_date_and_of_the_fee()
    {
        var body = Bodies.Edited(
            """
            orderDate = "5 Dec, 2023" & invoiceFeeApplicable absent & invoiceMaturity absent & callback absent
              & customerDetails.personalNumber = null & sendOrderBy = {"sms": false}
              & products = {"0": {"name": "x", "quantity": "1", "rate": 250, "discount": 0, "tax": "0", "amount": 250}}
            """
        );
        Bodies.Read(body).Errors.ShouldBe(s_today);
    }
}
