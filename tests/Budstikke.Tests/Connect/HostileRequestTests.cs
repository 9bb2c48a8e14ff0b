using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Connect;

/// <summary>Requests that nobody sends by mistake: each is refused by what it is, and leaves nothing behind.</summary>
public sealed class HostileRequestTests
{
    private const string SendInvoice = "/api/v1/connect/orders/invoice/create";
    private static readonly Dictionary<string, string?> s_noRateLimit = new() { ["Connect:RateLimitPerMinute"] = "0" };

    private static string Sample => PublishedOrder.Json;

    /// <summary>Whatever calls there are: the routes are read from the service.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task No_call_shows_or_changes_what_is_another_clients(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, settings: s_noRateLimit);
        using var owner = await app.Http();
        using var stranger = await app.Http(withToken: false);
        stranger.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            (await app.AddClient(BudstikkeApp.SampleClient)).Token
        );
        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();
        var before = (await app.Facts(order)).Count;
        var calls = await CallsAbout(app, order);
        calls.Count.ShouldBeGreaterThan(8);

        foreach (var (method, path) in calls)
            (await Status(stranger, method, path)).ShouldBe(404, $"{method} {path}");

        (await app.Facts(order)).Count.ShouldBe(before);
        // The owner is heard on each of them, so that the 404 was not the path's.
        foreach (var (method, path) in calls)
            (await Status(owner, method, path)).ShouldNotBe(404, $"{method} {path}");
    }

    [Theory]
    [InlineData("Idempotency-Key: a\rX-Injected: 1", 400)]
    [InlineData("Idempotency-Key: a\nX-Injected: 1", 201)]
    [InlineData("Idempotency-Key: a\0b", 400)]
    [InlineData("Idempotency-Key: a\r\n X-Folded: 1", 400)]
    [InlineData("Idempotency-Key: a\r\nIdempotency-Key: b", 417)]
    [InlineData("Idempotency-Key: \u00e6\u00f8\u00e5", 400)]
    [InlineData("Idempotency-Key: %0d%0aX-Injected: 1", 201)]
    [InlineData("Transfer-Encoding: chunked", 417)]
    [InlineData("Content-Length: 3", 400)]
    public async Task A_header_cannot_bring_another_one_into_the_answer(string header, int status)
    {
        await using var app = await BudstikkeApp.Start();

        var (said, answer) = await Post(app, Sample, header);

        answer.ShouldNotContain("X-Injected", Case.Insensitive);
        said.ShouldBe(status, answer);
        (await Orders(app)).ShouldBe(status == 201 ? 1 : 0);
    }

    [Theory]
    [InlineData("customerDetails.email", "a@b.no\r\nBcc: c@d.no", 417)]
    [InlineData("customerDetails.email", "a@b.no, c@d.no", 417)]
    [InlineData("callback.callbackUrl", "https://example.com/cb\r\nX-Injected: 1", 417)]
    [InlineData("callback.callbackUrl", "https://example.com/ HTTP/1.1\r\nHost: x", 417)]
    [InlineData("customerDetails.msisdn", "46567468\r\nX: 1", 201)]
    [InlineData("customerDetails.name", "Ola\r\nBcc: c@d.no", 201)]
    [InlineData("customerDetails.name", "Ola\0Nordmann", 417)]
    [InlineData("customerDetails.name", "<script>alert(1)</script>&amp;]]>", 201)]
    public async Task A_value_cannot_begin_a_line_of_what_is_sent(string field, string value, int status)
    {
        await using var app = await BudstikkeApp.Start();
        var body = JsonNode.Parse(Sample)!;
        var parts = field.Split('.');
        body[parts[0]]![parts[1]] = value;

        var (said, answer) = await Post(app, body.ToJsonString());

        said.ShouldBe(status, answer);
        answer.ShouldNotContain("\r\nX-Injected");
        await app.RunJobs();
        (await Invoices(app)).ShouldBe(status == 201 ? 1 : 0);
    }

    [Theory]
    [InlineData("/api/v1/connect/orders/status/ORDER", 200)]
    [InlineData("/api/v1/connect/orders/./status/ORDER", 200)]
    [InlineData("/api/v1/connect/orders/x/../status/ORDER", 200)]
    [InlineData("/api/v1/connect/orders/x/%2e%2e/status/ORDER", 200)]
    [InlineData("/api/v1/connect/orders/status%2FORDER", 404)]
    [InlineData("/api/v1/connect/orders/status/..%2F..%2Fetc%2Fpasswd", 404)]
    [InlineData("/api/v1/connect/orders/status/../../../../../../etc/passwd", 404)]
    [InlineData("/../../../../etc/passwd", 404)]
    [InlineData("//api/v1/connect/orders/status/ORDER", 404)]
    [InlineData("/api/v1/connect/orders//status/ORDER", 404)]
    [InlineData("/api/v1/connect/orders/status/ORDER%00", 404)]
    [InlineData("/%00", 404)]
    [InlineData("/api/v1/connect/orders/status/ORDER\0", 400)]
    [InlineData("/api/v1/connect/orders/status/ORDER%0d%0aX-Injected:%201", 404)]
    [InlineData("/api/v1/connect/orders/status/ORDER'%20OR%20'1'='1", 404)]
    [InlineData("/api/v1/connect/orders/status/%c0%ae%c0%ae/ORDER", 404)]
    [InlineData("/api/v1/connect/orders/status/%zz", 404)]
    [InlineData("/api/v1\\connect\\orders\\status\\ORDER", 404)]
    [InlineData("/api/v1/orders/ORDER/documents/..%2f10001.pdf", 404)]
    [InlineData("/api/v1/orders/ORDER/documents/-1.pdf", 404)]
    [InlineData("/api/v1/orders/ORDER/documents/99999999999999999999999.pdf", 404)]
    [InlineData("http://127.0.0.1:1/api/v1/connect/orders/status/ORDER", 400)]
    [InlineData("ORDER", 405)]
    [InlineData("", 400)]
    public async Task A_path_leads_to_a_call_or_nowhere(string target, int status)
    {
        await using var app = await BudstikkeApp.Start();
        using var connection = await app.Connect();
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var (said, answer) = await connection.Ask(
            Request(app, "GET", target.Replace("ORDER", order, StringComparison.Ordinal))
        );

        said.ShouldBe(status, answer);
        answer.ShouldNotContain("\r\nX-Injected");
        answer.ShouldNotContain("root:");
        answer.ShouldContain($"\r\n\r\n{{\"status_code\":{status},");
        answer.ShouldContain("x-request-id: ", Case.Insensitive);
        if (status == 404)
            answer.ShouldEndWith("\"is_data\":false,\"data\":null}");
    }

    [Theory]
    [InlineData(7_000, 404)]
    [InlineData(9_000, 414)]
    public async Task A_very_long_path_is_nowhere_or_too_long(int characters, int status)
    {
        await using var app = await BudstikkeApp.Start();
        using var connection = await app.Connect();

        var target = $"/api/v1/connect/orders/status/{new string('A', characters)}";

        var (said, answer) = await connection.Ask(Request(app, "GET", target));

        said.ShouldBe(status);
        answer.ShouldContain($"\r\n\r\n{{\"status_code\":{status},");
    }

    [Theory]
    [InlineData("arrays in arrays")]
    [InlineData("arrays in arrays, closed")]
    [InlineData("objects in objects")]
    [InlineData("deep in a field")]
    [InlineData("many keys")]
    [InlineData("many lines")]
    [InlineData("many lines as an object")]
    [InlineData("a long number")]
    [InlineData("a huge exponent")]
    [InlineData("a long text")]
    [InlineData("a long key")]
    [InlineData("escapes")]
    [InlineData("half surrogates")]
    [InlineData("too much")]
    public async Task A_body_made_to_burst_is_refused(string bomb)
    {
        await using var app = await BudstikkeApp.Start();

        var (status, answer) = await Post(app, Bombs()[bomb]);

        status.ShouldBe(417);
        answer.Length.ShouldBeLessThan(64 * 1024);
        (await Orders(app)).ShouldBe(0);
        (await Post(app, Sample)).Status.ShouldBe(201);
    }

    private static Dictionary<string, string> Bombs()
    {
        var many = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"key{i}\":1"));
        var lines = string.Join(',', Enumerable.Repeat("{}", 200_000));
        var products = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"{i}\":{{}}"));
        return new()
        {
            ["arrays in arrays"] = new string('[', 500_000),
            ["arrays in arrays, closed"] = new string('[', 500_000) + new string(']', 500_000),
            ["objects in objects"] = string.Concat(Enumerable.Repeat("{\"a\":", 150_000)),
            ["deep in a field"] = "{\"products\":" + new string('[', 400_000),
            ["many keys"] = $"{{{many}}}",
            ["many lines"] = "{\"products\":[" + lines + "]}",
            ["many lines as an object"] = "{\"products\":{" + products + "}}",
            ["a long number"] = "{\"orderDate\":" + new string('9', 900_000) + "}",
            ["a huge exponent"] = """{"orderDate":1e999999999,"products":[{"rate":1e-999999999,"quantity":1e400}]}""",
            ["a long text"] = Named(new string('x', 1_000_000)),
            ["a long key"] = $$"""{"{{new string('x', 1_000_000)}}":1}""",
            ["escapes"] = Named(string.Concat(Enumerable.Repeat("\\u0041", 170_000))),
            ["half surrogates"] = Named("\\ud800\\ud800"),
            ["too much"] = $$"""{"a":"{{new string('x', 2_000_000)}}"}""",
        };
    }

    private static string Named(string name) => "{\"customerDetails\":{\"name\":\"" + name + "\"}}";

    [Fact]
    public async Task Of_a_doubled_key_the_last_one_counts()
    {
        await using var app = await BudstikkeApp.Start();

        var (status, _) = await Post(app, Sample.Trim().Insert(1, "\"customerDetails\":{\"name\":5},"));

        status.ShouldBe(201);
    }

    [Fact]
    public async Task Headers_that_come_too_slowly_end_with_their_connection()
    {
        await using var app = await BudstikkeApp.Start(settings: Impatient);
        using var connection = await app.Connect();

        var (status, answer) = await connection.Ask("GET /api/v1/connect/orders/status HTTP/1.1\r\nHost: loc");

        status.ShouldBe(408);
        answer.ShouldEndWith("\"message\":\"badRequest\",\"is_error\":true,\"errors\":null}");
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_ends_with_its_connection_and_stores_nothing()
    {
        await using var app = await BudstikkeApp.Start(settings: Impatient);
        using var connection = await app.Connect();

        var (status, answer) = await connection.Ask(
            $"{Head(app, "POST", SendInvoice)}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
                + $"{{\"products\":"
        );

        status.ShouldBe(417);
        answer.ShouldContain("The request body could not be read: it came too slowly.");
        answer.ShouldContain("Connection: close");
        (await Orders(app)).ShouldBe(0);
    }

    [Fact]
    public async Task A_slow_body_without_a_token_ends_with_its_connection_too()
    {
        await using var app = await BudstikkeApp.Start(settings: Impatient);
        using var connection = await app.Connect();

        var (status, _) = await connection.Ask(
            $"POST {SendInvoice} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{{"
        );

        status.ShouldBe(401);
    }

    private static Dictionary<string, string?> Impatient =>
        new() { ["Connect:HeaderSeconds"] = "1", ["Connect:SlowBodySeconds"] = "2" };

    private static async Task<IReadOnlyList<(string Method, string Path)>> CallsAbout(BudstikkeApp app, string order)
    {
        var invoice = await app.InvoiceOf(order);
        var customer = await app.Database.Read(session =>
            session.QuerySingle<string>("SELECT customer_id FROM orders WHERE order_id = @order", new { order })
        );
        return
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(call => call.RoutePattern.GetParameter("uuid") is not null)
                .Select(call =>
                    (
                        call.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single(),
                        call.RoutePattern.RawText!.Replace(
                                "{uuid}",
                                call.RoutePattern.RawText.Contains("customers") ? customer : order,
                                StringComparison.Ordinal
                            )
                            .Replace("{number}", $"{invoice.Number}", StringComparison.Ordinal)
                    )
                ),
        ];
    }

    private static async Task<int> Status(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method == "POST")
            request.Content = new StringContent(
                """{"cancellationNote":"x","type":"regular","grandTotal":1,"products":[{"id":1,"amount":1}]}""",
                Encoding.UTF8,
                "application/json"
            );
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task<(int Status, string Answer)> Post(BudstikkeApp app, string body, string header = "X-A: b")
    {
        using var connection = await app.Connect();
        var bytes = Encoding.UTF8.GetBytes(body);
        return await connection.Ask(
            $"{Head(app, "POST", SendInvoice)}Content-Type: application/json\r\n{header}\r\n"
                + $"Content-Length: {bytes.Length}\r\n\r\n{Encoding.Latin1.GetString(bytes)}"
        );
    }

    private static string Request(BudstikkeApp app, string method, string target) => Head(app, method, target) + "\r\n";

    private static string Head(BudstikkeApp app, string method, string target) =>
        $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + $"Authorization: Bearer {app.Added.Token}\r\n";

    private static Task<long> Orders(BudstikkeApp app) =>
        app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"));

    private static Task<long> Invoices(BudstikkeApp app) =>
        app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM invoices"));
}
