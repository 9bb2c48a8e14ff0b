using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Documents.Invoices;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Stories;

/// <summary>Lines that take back or off, and totals that a shop rounds, from the door to the document.</summary>
public sealed class CouponStories
{
    private const string Orders = "/api/v1/connect/orders/";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_coupon_is_a_negative_quantity_on_the_document_whichever_way_the_shop_sends_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();

        var order = await Sent(
            http,
            """
            [{"name":"Sofa","quantity":1,"rate":500,"tax":25,"amount":500},
             {"name":"Kupong","quantity":-1,"rate":100,"tax":25,"amount":-100},
             {"name":"Retur","quantity":2,"rate":-25,"tax":15,"amount":-50}]
            """,
            350
        );
        await app.RunJobs();

        var invoice = (await Refunds.DocumentsOf(app, order)).ShouldHaveSingleItem();
        invoice
            .Lines.Select(line => (line.ItemName, line.InvoicedQuantity, line.NetPrice, line.LineNetAmount))
            .ShouldBe([("Sofa", 1, 400, 400), ("Kupong", -1, 80, -80), ("Retur", -2, 21.74m, -43.48m)]);
        invoice
            .VatBreakdowns.Select(b => (b.Vat.Rate, b.TaxableAmount, b.TaxAmount))
            .ShouldBe([(25, 320, 80), (15, -43.48m, -6.52m)]);
        invoice.Totals.AmountDue.ShouldBe(350);
        var lines = JsonNode.Parse(await http.GetStringAsync($"{Orders}details/{order}"))!["data"]!["productList"]!;
        lines[1]!["quantity"]!.GetValue<decimal>().ShouldBe(-1);
        lines[2]!["rate"]!.GetValue<decimal>().ShouldBe(-25);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_total_in_whole_kroner_is_due_and_its_rounding_is_given_back_with_the_last_refund(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();

        var order = await Sent(
            http,
            """
            [{"name":"Klipp","quantity":1,"rate":349.60,"tax":25,"amount":349.60},{"name":"Kupong",
            "quantity":1,"rate":-50,"tax":25,"amount":-50}]
            """.ReplaceLineEndings(""),
            300
        );
        await app.RunJobs();
        (
            await Status(
                http,
                order,
                """{"type":"regular","grandTotal":300,"products":[{"id":1,"amount":349.60},{"id":2,"amount":50}]}"""
            )
        ).ShouldBe(417);
        (
            await Status(
                http,
                order,
                """{"type":"regular","grandTotal":300,"products":[{"id":1,"amount":349.60},{"id":2,"amount":-50}]}"""
            )
        ).ShouldBe(202);
        await app.RunJobs();

        var (invoice, note) = await Refunds.PairOf(app, order);
        (invoice.Totals.RoundingAmount, invoice.Totals.AmountDue).ShouldBe((0.40m, 300));
        note.Type.ShouldBe(InvoiceType.CreditNote);
        note.Totals.ShouldBe(invoice.Totals);
        note.Lines.Select(line => line.LineNetAmount).ShouldBe(invoice.Lines.Select(line => line.LineNetAmount));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static async Task<string> Sent(HttpClient http, string products, decimal grandTotal)
    {
        var order = JsonNode.Parse(PublishedOrder.Json)!;
        order["products"] = JsonNode.Parse(products);
        order["orderSummary"]!["grandTotal"] = grandTotal;
        using var answer = await http.PostAsync($"{Orders}invoice/create", Json(order.ToJsonString()));
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(201, text);
        return JsonNode.Parse(text)!["data"]!["uuid"]!.GetValue<string>();
    }

    private static async Task<int> Status(HttpClient http, string order, string refund)
    {
        using var answer = await http.PostAsync($"{Orders}refund/{order}", Json(refund));
        return (int)answer.StatusCode;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
