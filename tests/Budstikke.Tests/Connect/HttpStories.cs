using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Connect;

/// <summary>What HTTP itself promises, whatever the call.</summary>
public sealed class HttpStories
{
    private const string Statuses = "/api/v1/connect/orders/status";
    private const string SendInvoice = "/api/v1/connect/orders/invoice/create";

    /// <summary>The answers to nobody in particular stand in it too.</summary>
    private static readonly Dictionary<string, string?> s_wholeLog = new()
    {
        ["Logging:LogLevel:Budstikke.Connect.RequestLog"] = "Debug",
    };

    [Theory]
    [InlineData("GET", Statuses + "?type=PAID", true, 404)]
    [InlineData("GET", Statuses, false, 401)]
    [InlineData("DELETE", Statuses, true, 405)]
    [InlineData("GET", "/nowhere", true, 404)]
    [InlineData("OPTIONS", Statuses, false, 204)]
    [InlineData("GET", "/health/live", false, 200)]
    [InlineData("GET", "/docs/index.html", false, 200)]
    public async Task Every_answer_has_an_id_of_its_own_which_stands_in_the_log(
        string method,
        string path,
        bool withToken,
        int status
    )
    {
        await using var app = await BudstikkeApp.Start(settings: s_wholeLog);
        var log = HeardLog.Of(app);
        using var http = await app.Http(withToken);
        var ids = new List<string>();

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(new(method), path);
            // The caller's own does not count: it may be another's.
            request.Headers.Add("x-request-id", "mine");
            using var answer = await http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(status);
            ids.AddRange(answer.Headers.GetValues("x-request-id"));
        }

        ids.Count.ShouldBe(2);
        ids.ShouldBeUnique();
        foreach (var id in ids)
        {
            Regex.IsMatch(id, "^[0-9a-f]{32}$").ShouldBeTrue(id);
            log.Lines.ShouldContain(line => line.Text.Contains($"{method} ") && line.Text.Contains($"request {id}"));
        }
    }

    [Fact]
    public async Task A_clients_calls_stand_in_the_log_with_their_order_and_never_with_what_was_in_the_path()
    {
        await using var app = await BudstikkeApp.Start(settings: s_wholeLog);
        var log = HeardLog.Of(app);
        using var http = await app.Http();
        var order = await app.Submit(Samples.ToPerson);

        await http.GetAsync($"{Statuses}/{order}");
        await http.GetAsync($"{Statuses}/{Samples.PersonalNumber}");
        await http.GetAsync($"/nowhere/{Samples.PersonalNumber}");

        var lines = log.Lines.Where(line => line.Text.Contains("request ")).ToList();
        lines[0].OrderId.ShouldBe(order);
        lines[0].Level.ShouldBe(LogLevel.Information);
        lines[0].Text.ShouldStartWith($"GET {Statuses}/{{uuid}} 200 in ");
        lines[0].Text.ShouldContain($"client {app.Added.ClientId}");
        lines.Count.ShouldBe(3);
        lines.ShouldAllBe(line => !line.Text.Contains(Samples.PersonalNumber));
    }

    [Fact]
    public async Task An_answer_of_ours_that_failed_has_the_id_that_the_log_has()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        using var http = await app.Http();
        app.Database.Fault = _ => throw new InvalidOperationException("a defect");

        using var answer = await http.PostAsync(SendInvoice, Sample());

        var id = answer.Headers.GetValues("x-request-id").Single();
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"trace {id}");
        log.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains($"trace {id}"));
    }

    /// <summary>Whatever calls there are: the routes are read from the service.</summary>
    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones_and_a_browser_too()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        routes.Count.ShouldBeGreaterThan(20);

        foreach (var route in routes)
        {
            var path = route.RoutePattern.RawText!.Replace("{uuid}", "x").Replace("{number}", "1");
            var isRead = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET");
            var methods = isRead ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";

            using var wrong = await Ask(http, "PATCH", path);
            ((int)wrong.StatusCode).ShouldBe(405, path);
            string.Join(", ", wrong.Content.Headers.Allow).ShouldBe(methods, path);
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("\"message\":\"methodNotAllowed\"");

            using var preflight = await Ask(http, "OPTIONS", path, ("Access-Control-Request-Method", "POST"));
            ((int)preflight.StatusCode).ShouldBe(204, path);
            string.Join(", ", preflight.Content.Headers.Allow).ShouldBe(methods, path);
            preflight.Headers.GetValues("access-control-allow-methods").ShouldBe([methods]);
            preflight.Headers.GetValues("access-control-allow-origin").ShouldBe(["*"]);
            preflight
                .Headers.GetValues("access-control-allow-headers")
                .ShouldBe(["authorization, content-type, idempotency-key"]);
        }
        (await Ask(http, "OPTIONS", "/nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Head_is_answered_as_get_is_without_the_body()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        using var http = await app.Http();

        foreach (
            var path in new[]
            {
                $"{Statuses}/{order}",
                $"{Statuses}/ODR0000000000",
                $"/api/v1/orders/{order}/timeline",
                $"/api/v1/orders/{order}/invoice.pdf",
                "/openapi/v1.json",
                "/health/live",
                "/health/ready",
                "/nowhere",
            }
        )
        {
            using var get = await Ask(http, "GET", path);
            using var head = await Ask(http, "HEAD", path);

            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            if (head.Content.Headers.ContentLength is { } length)
                length.ShouldBe((await get.Content.ReadAsByteArrayAsync()).Length, path);
            // Byte by byte, since a client library would hide a body.
            using var connection = await app.Connect();
            var (_, bytes) = await connection.Ask(
                $"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + $"Authorization: Bearer {app.Added.Token}\r\n\r\n"
            );
            bytes.ShouldEndWith("\r\n\r\n");
        }
    }

    [Fact]
    public async Task A_page_from_elsewhere_may_read_the_headers_of_its_answer()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        using var answer = await Ask(http, "GET", Statuses, ("Origin", "https://shop.example"));

        answer.Headers.GetValues("access-control-expose-headers").Single().ShouldContain("x-request-id");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t")]
    public async Task A_blank_idempotency_key_is_refused(string key)
    {
        await using var app = await BudstikkeApp.Start();
        using var connection = await app.Connect();
        var body = await Sample().ReadAsStringAsync();

        var (status, answer) = await connection.Ask(
            $"POST {SendInvoice} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + $"Authorization: Bearer {app.Added.Token}\r\n"
                + $"Content-Type: application/json\r\nIdempotency-Key: {key}\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

        status.ShouldBe(417);
        answer.ShouldEndWith("\"errors\":[\"The Idempotency-Key header must not be blank.\"]}");
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(0);
    }

    private static StringContent Sample() => new(PublishedOrder.Json, Encoding.UTF8, "application/json");

    private static async Task<HttpResponseMessage> Ask(
        HttpClient http,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await http.SendAsync(request);
    }
}
