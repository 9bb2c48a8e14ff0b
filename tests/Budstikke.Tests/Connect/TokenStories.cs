using System.Net;
using System.Text;
using Budstikke.Clients;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Connect;

/// <summary>A client's tokens as its calls meet them.</summary>
public sealed class TokenStories
{
    private const string Statuses = "/api/v1/connect/orders/status";
    private const string SendInvoice = "/api/v1/connect/orders/invoice/create";
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_revoked_token_is_refused_by_the_next_request_on_every_node(Store store)
    {
        await using var here = await BudstikkeApp.Start(store);
        await using var there = await BudstikkeApp.Start(store, here.Folder);
        var token = await Add(here, "shop");
        (await Read(here, token)).ShouldBe(HttpStatusCode.NotFound);
        (await Read(there, token)).ShouldBe(HttpStatusCode.NotFound);

        (await TokensOf(here).Revoke(here.Caller.Client.ClientId, "shop")).ShouldBeNull();

        (await Read(here, token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(there, token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(there, here.Added.Token)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rotated_token_and_its_successor_work_side_by_side_until_the_overlap_ends(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await Add(app, "shop", Scopes.Read);

        var (after, _) = await TokensOf(app).Rotate(app.Caller.Client.ClientId, "shop", s_day, null);

        after!.Scopes.ShouldBe(["read"]);
        (await Read(app, before)).ShouldBe(HttpStatusCode.NotFound);
        (await Read(app, after.Token)).ShouldBe(HttpStatusCode.NotFound);
        app.Clock.Set(app.Clock.GetUtcNow() + s_day);
        (await Read(app, before)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(app, after.Token)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rotated_without_overlap_the_old_token_ends_at_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await Add(app, "shop");

        var (after, _) = await TokensOf(app).Rotate(app.Caller.Client.ClientId, "shop", TimeSpan.Zero, null);

        (await Read(app, before)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(app, after!.Token)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Revoking_a_name_ends_its_predecessors_too(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await Add(app, "shop");
        var (after, _) = await TokensOf(app).Rotate(app.Caller.Client.ClientId, "shop", s_day, null);

        await TokensOf(app).Revoke(app.Caller.Client.ClientId, "shop");

        (await Read(app, before)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(app, after!.Token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_works_until_the_moment_that_it_expires(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var token = await Add(app, "shop", expiresAt: app.Clock.GetUtcNow() + s_day);

        app.Clock.Set(app.Clock.GetUtcNow() + s_day - TimeSpan.FromMilliseconds(1));
        (await Read(app, token)).ShouldBe(HttpStatusCode.NotFound);
        app.Clock.Set(app.Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1));
        (await Read(app, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_does_what_its_scopes_say_and_no_more(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var reads = await Add(app, "reads", Scopes.Read);
        var writes = await Add(app, "writes", Scopes.Write);
        using var http = await app.Http(withToken: false);

        http.DefaultRequestHeaders.Authorization = new("Bearer", reads);
        using var refused = await Send(http);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldBe(
            """
            {"status_code":403,"status_message":"Forbidden","message":"tokenLacksScope",
            "is_error":true,"errors":["The token reads may read; this call needs write."]}
            """.ReplaceLineEndings("")
        );
        refused.Headers.GetValues("x-ratelimit-remaining").Single().ShouldBe("239");
        (await Read(app, reads)).ShouldBe(HttpStatusCode.NotFound);

        http.DefaultRequestHeaders.Authorization = new("Bearer", writes);
        using var taken = await Send(http);
        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Read(app, writes)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_token_caused_names_it_and_not_its_secret(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var token = await Add(app, "kasse-2");
        using var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);

        (await Send(http)).StatusCode.ShouldBe(HttpStatusCode.Created);

        var facts = await app.Database.Read(session =>
            session.Query<string>("SELECT caused_by || content FROM facts WHERE kind = 'OrderAccepted'")
        );
        facts.ShouldHaveSingleItem().ShouldStartWith("token:kasse-2{");
        facts.ShouldAllBe(fact => !fact.Contains(token, StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_last_use_of_a_token_is_written_apart_from_the_request(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var token = await Add(app, "shop");
        await Read(app, token);
        (await LastUse(app, "shop")).ShouldBeNull();

        var uses = app.Services.GetRequiredService<LastUses>();
        await uses.Run(default);
        (await LastUse(app, "shop")).ShouldBe(BudstikkeApp.Monday);

        app.Clock.Set(BudstikkeApp.Monday.AddHours(1));
        await uses.Run(default);
        (await LastUse(app, "shop")).ShouldBe(BudstikkeApp.Monday);
        await Read(app, token);
        await uses.Run(default);
        (await LastUse(app, "shop")).ShouldBe(BudstikkeApp.Monday.AddHours(1));
        (await LastUse(app, "first")).ShouldBeNull();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_store_has_no_token_in_it_but_its_hash(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var token = await Add(app, "shop");

        var rows = await app.Database.Read(session =>
            session.Query<string>("SELECT token_hash || client_id || name || scopes FROM tokens")
        );

        rows.ShouldAllBe(row => !row.Contains(token.Substring(4), StringComparison.Ordinal));
        rows.ShouldContain(row => row.StartsWith(TokenText.HashOf(token), StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_name_is_given_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var client = app.Caller.Client.ClientId;
        await Add(app, "shop");

        var again = await TokensOf(app).Add(client, new("shop", Scopes.Read, null));
        await TokensOf(app).Revoke(client, "shop");
        var afterwards = await TokensOf(app).Add(client, new("shop", Scopes.Read, null));

        again.Refusal.ShouldBe($"{client} has or had a token shop: rotate it, or choose another name.");
        afterwards.Refusal.ShouldBe(again.Refusal);
        (await TokensOf(app).Rotate(client, "shop", s_day, null)).Refusal.ShouldNotBeNull();
        (await TokensOf(app).Revoke(client, "shop")).ShouldNotBeNull();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Calls_of_many_tokens_at_once_are_each_judged_by_their_own(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var names = Enumerable.Range(0, 20).Select(i => $"shop-{i}").ToList();
        var tokens = new List<string>();
        foreach (var name in names)
            tokens.Add(await Add(app, name));
        await TokensOf(app).Revoke(app.Caller.Client.ClientId, "shop-7");
        var clients = app.Services.GetRequiredService<ClientStore>();

        var callers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => clients.Authenticate(tokens[i % tokens.Count]))
        );

        callers
            .Select(admission => admission.Caller?.TokenName)
            .ShouldBe(Enumerable.Range(0, 200).Select(i => i % 20 == 7 ? null : names[i % 20]));
    }

    private static Tokens TokensOf(BudstikkeApp app) => new(app.Acting);

    private static async Task<string> Add(
        BudstikkeApp app,
        string name,
        Scopes scopes = Scopes.ReadWrite,
        DateTimeOffset? expiresAt = null
    )
    {
        var (issued, refusal) = await TokensOf(app).Add(app.Caller.Client.ClientId, new(name, scopes, expiresAt));
        refusal.ShouldBeNull();
        return issued!.Token;
    }

    /// <summary>A call that finds nothing: 404 for whoever is let in.</summary>
    private static async Task<HttpStatusCode> Read(BudstikkeApp app, string token)
    {
        using var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await http.GetAsync(Statuses + "?type=EXPIRED");
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient http)
    {
        var sample = PublishedOrder.Json;
        using var body = new StringContent(sample, Encoding.UTF8, "application/json");
        return await http.PostAsync(SendInvoice, body);
    }

    private static async Task<DateTimeOffset?> LastUse(BudstikkeApp app, string name) =>
        (await TokensOf(app).List(app.Caller.Client.ClientId)).Single(token => token.Name == name).LastUsedAt is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;
}
