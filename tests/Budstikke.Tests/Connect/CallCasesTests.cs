using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>Every call around an invoice over HTTP, each answer to the letter.</summary>
public sealed class CallCasesTests
{
    private const string Connect = "/api/v1/connect/";
    private static string Sample => PublishedOrder.Json;

    [Theory, OnSqlite, OnPostgres]
    public Task A_read_is_answered_to_the_letter(Store store) => Judge(store, CallCases.Reads);

    [Theory, OnSqlite, OnPostgres]
    public Task A_change_is_answered_to_the_letter(Store store) => Judge(store, CallCases.Changes);

    [Theory, OnSqlite, OnPostgres]
    public Task A_refund_is_answered_to_the_letter(Store store) => Judge(store, CallCases.Refunds);

    [Theory]
    [InlineData("orders/invoice/create", "private", 201)]
    [InlineData("orders/faktura/create", null, 201)]
    [InlineData("orders/invoice/create/faktura", null, 201)]
    [InlineData("orders/ehf/create", null, 417)]
    [InlineData("orders/invoice/create/ehf", null, 417)]
    [InlineData("orders/ehf/create", "123456785", 201)]
    [InlineData("orders/invoice/create/ehf", "123456785", 201)]
    public async Task Each_way_to_send_and_its_older_path_takes_its_customers(string path, string? who, int status)
    {
        await using var app = await BudstikkeApp.Start(settings: NoRateLimit);
        using var http = await app.Http();
        var body = JsonNode.Parse(Sample)!;
        var customer = body["customerDetails"]!.AsObject();
        if (who != "private")
        {
            customer.Remove("type");
            customer["organizationId"] = who;
        }
        if (path.Contains("ehf", StringComparison.Ordinal))
            body.AsObject().Remove("invoiceMaturity");

        using var answer = await http.PostAsync(Connect + path, Json(body.ToJsonString()));

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(
            status == 201 ? "orderAddedSuccessfully" : "[\"The customer details.organization id field is required.\"]"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_orders_each_page_says_where_the_next_one_is(Store store)
    {
        const int Orders = 2100;
        await using var app = await BudstikkeApp.Start(store, settings: NoRateLimit);
        using var http = await app.Http();
        // Some at the same moment, so that only their ids tell them apart.
        for (var i = 0; i < Orders / 100; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => app.Submit(Samples.ToPerson)));
            app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(i % 2));
        }
        var pages = new List<int>();
        var seen = new List<string>();

        for (string? next = $"{Connect}orders/status?type=sent"; next is not null; )
        {
            using var answer = await http.GetAsync(next);
            var data = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!.AsArray();
            pages.Add(data.Count);
            seen.AddRange(data.Select(one => one!["uuid"]!.GetValue<string>()));
            next = answer.Headers.TryGetValues("link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        pages.ShouldBe([1000, 1000, 100]);
        var newestFirst = await app.Database.Read(session =>
            session.Query<string>("SELECT order_id FROM orders ORDER BY accepted_at DESC, order_id DESC")
        );
        seen.ShouldBe(newestFirst);
    }

    [Theory]
    [InlineData("GET", "orders/status/ORDER")]
    [InlineData("GET", "orders/status?after=ORDER")]
    [InlineData("GET", "orders/details/ORDER")]
    [InlineData("GET", "orders/invoice-number/ORDER")]
    [InlineData("GET", "customers/details/CUSTOMER")]
    [InlineData("POST", "orders/cancel/ORDER")]
    [InlineData("POST", "orders/resend/ORDER")]
    [InlineData("POST", "orders/refund/ORDER")]
    public async Task Another_clients_order_is_not_found(string method, string path)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var order = await Order(http);
        var stranger = await app.AddClient(BudstikkeApp.SampleClient);
        http.DefaultRequestHeaders.Authorization = new("Bearer", stranger.Token);

        var (status, _) = await Call(http, method, Named(path, order), """{"cancellationNote":"x"}""");

        status.ShouldBe(404);
        (await app.StateOf(order.OrderId)).ShouldBe(OrderState.Sent);
    }

    private static Dictionary<string, string?> NoRateLimit => new() { ["Connect:RateLimitPerMinute"] = "0" };

    /// <summary>A client for each case: it sees its own order and no other.</summary>
    private static async Task Judge(Store store, string table)
    {
        await using var app = await BudstikkeApp.Start(store, settings: NoRateLimit);
        foreach (var row in CaseLines.Of(table))
        {
            using var http = await app.Http();
            http.DefaultRequestHeaders.Authorization = new(
                "Bearer",
                (await app.AddClient(BudstikkeApp.SampleClient)).Token
            );
            var order = await Order(http);
            var (asked, said) = (row.Split(" => ")[0].Split(" | "), row.Split(" => ")[1]);
            if (asked[0] is not OrderState.Sent and not OrderState.Cancelled and not OrderState.Expired)
                await app.RunJobs();
            await app.Execute(
                "UPDATE orders SET state = @state WHERE order_id = @OrderId",
                new { state = asked[0], order.OrderId }
            );
            var call = asked[1].Split(' ', 2);

            var (status, body) = await Call(http, call[0], Named(call[1], order), asked.Length > 2 ? asked[2] : "");

            body.ShouldBe(Named(Envelope(said), order), row);
            status.ShouldBe(int.Parse(said[..3]), row);
        }
    }

    /// <summary>The parts that the status decides.</summary>
    private static string Envelope(string said)
    {
        var (status, rest) = (said[..3], said[4..]);
        var head = $$"""{"status_code":{{status}},"status_message":""";
        if (status == "400")
            return $$"""{{head}}"Conflict of Business Logic","message":"{{rest}}","is_error":false,"errors":null}""";
        if (status == "404")
            return $$"""{{head}}"Not Found","message":"{{rest}}","is_data":false,"data":null}""";
        if (status == "417")
            return $$"""
                {{head}}"Client Error","message":"payloadValidationErrors","is_error":true,
                "errors":{{rest}}}
                """.ReplaceLineEndings("");
        var isData = rest.Contains(" true ", StringComparison.Ordinal) ? " true " : " false ";
        var parts = rest.Split(isData, 2);
        return $$"""{{head}}"OK","message":"{{parts[0]}}","is_data":{{isData.Trim()}},"data":{{parts[1]}}}""";
    }

    private static string Named(string text, OrderStored order) =>
        text.Replace("ORDER", order.OrderId, StringComparison.Ordinal)
            .Replace("CUSTOMER", order.CustomerId, StringComparison.Ordinal)
            .Replace("ADDRESS", $"ADRS{order.CustomerId[4..]}", StringComparison.Ordinal);

    private static async Task<OrderStored> Order(HttpClient http)
    {
        using var answer = await http.PostAsync($"{Connect}orders/invoice/create", Json(Sample));
        var data = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!;
        return new(data["uuid"]!.GetValue<string>(), data["customerUuid"]!.GetValue<string>(), IsReplay: false);
    }

    private static async Task<(int Status, string Body)> Call(HttpClient http, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new(method), Connect + path);
        if (method == "POST")
            request.Content = Json(body);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
