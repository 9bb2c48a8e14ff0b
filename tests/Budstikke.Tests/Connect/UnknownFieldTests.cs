using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Connect;

/// <summary>What a body has and no version of the API knows: taken, ignored, and warned of by its name.</summary>
public sealed class UnknownFieldTests
{
    [Theory]
    [InlineData("callback.callbackURL", "callback.callbackUrl")]
    [InlineData("callback.callback_url", "callback.callbackUrl")]
    [InlineData("callbackUrl", "callback.callbackUrl")]
    [InlineData("calback", "callback")]
    [InlineData("invoiceMaturty", "invoiceMaturity")]
    [InlineData("seperateInvoices", "separateInvoices")]
    [InlineData("email", "customerDetails.email")]
    [InlineData("customerDetails.personalnumber", "customerDetails.personalNumber")]
    [InlineData("customerDetails.orgnizationId", "customerDetails.organizationId")]
    [InlineData("customerDetails.address.contry", "customerDetails.address.country")]
    [InlineData("orderSummary.totaltax", "orderSummary.totalTax")]
    [InlineData("products.0.product_id", "products.*.productId")]
    [InlineData("products.1.dicsount", "products.*.discount")]
    [InlineData("heardOfByNobody", null)]
    [InlineData("customerDetails.vat", null)]
    [InlineData("x", null)]
    public void It_is_warned_of_with_the_field_that_was_probably_meant(string path, string? likely)
    {
        var request = Bodies.Read(Bodies.Edited($"{path} = \"secret\""));

        var guess = likely is null ? "" : $" Did you mean {likely}?";
        request.Order.ShouldNotBeNull();
        request.Warnings.ShouldBe([$"The field {path} is not known and was ignored.{guess}"]);
    }

    /// <summary>Those of the recorded requests, and of the published page of another year.</summary>
    [Theory]
    [InlineData("dueDateForPaymentLink = \"1703040812\"")]
    [InlineData("sendOrderBy = {\"sms\":false,\"e-mail\":true}")]
    [InlineData("isCreditCheckAvailable = false")]
    [InlineData("invoiceAsPaymentOption = false")]
    [InlineData("customerDetails.customerUuid = \"CSRT3672053467\"")]
    [InlineData("invoiceReferences = {\"referenceNo\":\"A\",\"receiptNo\":\"B\"}")]
    [InlineData("internalReferences = null")]
    [InlineData("settings = {\"isChargePartiallyRefundable\":false}")]
    public void A_field_of_an_older_version_is_not(string edit) =>
        Bodies.Read(Bodies.Edited(edit)).Warnings.ShouldBeEmpty();

    [Fact]
    public void The_type_is_known_to_the_calls_whose_path_says_it()
    {
        var body = Bodies.Edited("customerDetails.organizationId = \"987654325\" & invoiceMaturity absent");

        Bodies.Read(body, FieldTable.Faktura).Warnings.ShouldBeEmpty();
        Bodies.Read(body, FieldTable.Ehf).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Ten_are_told_at_most_and_one_for_all_lines_that_have_it()
    {
        var body = JsonNode.Parse(Bodies.Valid)!;
        foreach (var line in body["products"]!.AsArray())
            line!["unit"] = "h";
        Bodies.Read(body.ToJsonString()).Warnings.ShouldBe(["The field products.0.unit is not known and was ignored."]);

        for (var i = 0; i < 100; i++)
            body[$"unknown{i}"] = i;
        Bodies.Read(body.ToJsonString()).Warnings.Count.ShouldBe(10);
    }

    [Fact]
    public void A_name_is_cut_between_characters_and_no_number_of_a_person_is_kept_in_it()
    {
        var body = JsonNode.Parse(Bodies.Valid)!;
        body[new string('x', 59) + "😀" + "y"] = 1;
        body["n15838532192n"] = 1;

        Bodies
            .Read(body.ToJsonString())
            .Warnings.ShouldBe([
                $"The field {new string('x', 59)}… is not known and was ignored.",
                "The field n…n is not known and was ignored.",
            ]);
    }

    [Fact]
    public void Where_an_object_is_expected_and_something_else_stands_there_is_nothing_to_tell()
    {
        foreach (var odd in new[] { "[{\"a\":1}]", "\"x\"", "5", "null" })
            Bodies.Read(Bodies.Edited($"customerDetails = {odd}")).Hints.ShouldNotContain(hint => hint.Field == "a");
    }

    [Fact]
    public void Sixty_thousand_of_them_are_told_as_ten_are()
    {
        var many = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"unknown{i}\":1"));

        SendInvoiceRequest
            .Read(Encoding.UTF8.GetBytes($"{{{many}}}"), new(Bodies.VatRates, Bodies.Now), FieldTable.Invoice)
            .Hints.Count(hint => hint.Field.StartsWith("unknown", StringComparison.Ordinal))
            .ShouldBe(10);
    }
}
