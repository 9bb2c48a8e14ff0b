using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>A refund as the client sees it, over HTTP.</summary>
public sealed class RefundCallTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_given_back_shows_in_the_status_and_among_the_documents(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        (await Refund(http, order, """{"type":"regular","grandTotal":299.99}""")).Status.ShouldBe(202);
        await app.RunJobs();

        var status = await Data(http, $"connect/orders/status/{order}");
        status["status"]!.GetValue<string>().ShouldBe("PARTIAL REFUNDED");
        status["orderAmount"]!.GetValue<decimal>().ShouldBe(1299.99m);
        status["refundedAmount"]!.GetValue<decimal>().ShouldBe(299.99m);
        (await Data(http, $"connect/orders/invoice-number/{order}"))["invoiceNumber"]!
            .GetValue<string>()
            .ShouldBe("10001");
        (await Data(http, $"orders/{order}/documents"))
            .AsArray()
            .Select(document => $"{document!["kind"]} {document["number"]}")
            .ShouldBe(["invoice 10001", "creditNote 10002"]);
        var note = UblReader.Read(await http.GetByteArrayAsync($"/api/v1/orders/{order}/documents/10002.xml"));
        note.Type.ShouldBe(InvoiceType.CreditNote);
        note.Totals.AmountDue.ShouldBe(299.99m);
        var pdf = await http.GetByteArrayAsync($"/api/v1/orders/{order}/documents/10002.pdf");
        Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
        UblReader.Read(await http.GetByteArrayAsync($"/api/v1/orders/{order}/invoice.xml")).Number.ShouldBe("10001");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeat_under_its_key_is_one_refund(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        http.DefaultRequestHeaders.Add("Idempotency-Key", "k");

        var first = await Refund(http, order, """{"type":"regular","grandTotal":1000}""");
        var again = await Refund(http, order, """{"type":"regular","grandTotal":1000}""");
        var other = await Refund(http, order, """{"type":"regular","grandTotal":1}""");

        (first.Status, first.IsReplay).ShouldBe((202, false));
        (again.Status, again.IsReplay).ShouldBe((202, true));
        other.Status.ShouldBe(417);
        await app.RunJobs();
        (await Data(http, $"connect/orders/status/{order}"))["refundedAmount"]!.GetValue<decimal>().ShouldBe(1000);
    }

    private static async Task<(int Status, bool IsReplay)> Refund(HttpClient http, string order, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"/api/v1/connect/orders/refund/{order}", content);
        return ((int)answer.StatusCode, answer.Headers.Contains("idempotency-replayed"));
    }

    private static async Task<JsonNode> Data(HttpClient http, string path) =>
        JsonNode.Parse(await http.GetStringAsync($"/api/v1/{path}"))!["data"]!;
}
