using System.Diagnostics.Metrics;
using System.Net;
using Budstikke.Clients;
using Budstikke.Tests.Operations;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Connect;

/// <summary>Who tries tokens is seen and slowed down; who has one is not.</summary>
public sealed class RefusedTokenStories
{
    private const string Statuses = "/api/v1/connect/orders/status?type=EXPIRED";
    private const string Unknown = "bst_0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task After_thirty_refusals_in_a_minute_an_address_is_told_to_wait_and_a_token_that_works_still_does()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);

        for (var i = 0; i < 30; i++)
            (await Ask(http, Unknown)).Status.ShouldBe(401);
        var (status, answer) = await Ask(http, Unknown);

        status.ShouldBe(429);
        answer.ShouldContain("\"message\":\"tooManyRequests\"");
        (await Ask(http, "x")).Status.ShouldBe(429);
        (await Ask(http, null)).Status.ShouldBe(429);
        (await Ask(http, app.Added.Token)).Status.ShouldBe(404);
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(2));
        (await Ask(http, Unknown)).Status.ShouldBe(401);
        (await Ask(http, Unknown)).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?> { ["Connect:RefusedTokensPerMinute"] = "0" }
        );
        using var http = await app.Http(withToken: false);

        for (var i = 0; i < 40; i++)
            (await Ask(http, Unknown)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.1,127.0.0.0/8", true)]
    public async Task An_address_that_a_header_names_is_believed_from_a_trusted_proxy_alone(
        string trusted,
        bool isBelieved
    )
    {
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?>
            {
                ["Proxy:Trusted"] = trusted,
                ["Connect:RefusedTokensPerMinute"] = "1",
                // The framework's own switch, which would believe everybody.
                ["ForwardedHeaders_Enabled"] = "true",
            }
        );
        using var http = await app.Http(withToken: false);

        (await Ask(http, Unknown, "192.0.2.1")).Status.ShouldBe(401);
        (await Ask(http, Unknown, "192.0.2.2")).Status.ShouldBe(isBelieved ? 401 : 429);
        // Of several the last that no trusted proxy wrote counts; what stands before it anybody may have made up.
        (await Ask(http, Unknown, "192.0.2.99, 192.0.2.3")).Status.ShouldBe(isBelieved ? 401 : 429);
        (await Ask(http, Unknown, "192.0.2.98, 192.0.2.3")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Refusals_are_counted_by_their_reason_and_a_sample_stands_in_the_log()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        using var heard = new Listening(app.Services.GetRequiredService<Meter>());
        using var http = await app.Http(withToken: false);
        var tokens = new Tokens(app.Acting);
        var (ended, _) = await tokens.Add(
            app.Added.ClientId,
            new("ended", Scopes.Read, app.Clock.GetUtcNow().AddSeconds(1))
        );
        var (revoked, _) = await tokens.Add(app.Added.ClientId, new("revoked", Scopes.Read, null));
        await tokens.Revoke(app.Added.ClientId, "revoked");
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(1));

        foreach (var token in new[] { Unknown, Unknown, "x", null, ended!.Token, revoked!.Token })
            await Ask(http, token);
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(10));
        await Ask(http, "y");

        foreach (
            var (reason, count) in new[]
            {
                ("unknown", 2),
                ("malformed", 2),
                ("missing", 1),
                ("expired", 1),
                ("revoked", 1),
            }
        )
            heard[$"budstikke.tokens.refused reason={reason}"].ShouldBe(count, reason);
        log.Lines.Where(line => line.Level == LogLevel.Warning)
            .Select(line => line.Text.Split(", request")[0])
            .ShouldBe([
                "1 calls were refused for their token, the last from 127.0.0.1: The token is unknown.",
                "6 calls were refused for their token, the last from 127.0.0.1: The token is malformed.",
            ]);
        log.Lines.ShouldAllBe(line => !line.Text.Contains(Unknown) && !line.Text.Contains(ended.Token));
    }

    [Theory]
    [InlineData("ended", "expired")]
    [InlineData("revoked", "revoked")]
    public async Task A_token_that_worked_once_is_told_why_it_does_not(string name, string reason)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);
        var tokens = new Tokens(app.Acting);
        var (issued, _) = await tokens.Add(
            app.Added.ClientId,
            new(name, Scopes.Read, app.Clock.GetUtcNow().AddSeconds(1))
        );
        if (name == "revoked")
            await tokens.Revoke(app.Added.ClientId, name);
        else
            app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(1));

        http.DefaultRequestHeaders.Authorization = new("Bearer", issued!.Token);
        using var answer = await http.GetAsync(Statuses);

        answer
            .Headers.WwwAuthenticate.Single()
            .ToString()
            .ShouldBe($"Bearer error=\"invalid_token\", error_description=\"The token is {reason}.\"");
    }

    private static async Task<(int Status, string Answer)> Ask(HttpClient http, string? token, string? forwarded = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Statuses);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (forwarded is not null)
            request.Headers.Add("X-Forwarded-For", forwarded);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
