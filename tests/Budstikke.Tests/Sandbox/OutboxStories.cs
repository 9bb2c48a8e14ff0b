using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Clients;
using Budstikke.Sandbox;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Sandbox;

/// <summary>What the sandbox would have sent, as a test client opens it.</summary>
public sealed class OutboxStories
{
    private const string Outbox = "/api/v1/sandbox/outbox";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_test_client_opens_what_would_have_been_sent_of_it_and_nothing_of_others(Store store)
    {
        await using var app = await Simulated(store);
        var (own, other) = (await TestClient(app), await TestClient(app));
        var customer = Samples.ToPerson with
        {
            Customer = Samples.ToPerson.Customer with { Name = "Unknown Einvoice Kari" },
        };
        await app.Submit(customer, Samples.PersonalNumber, await app.CallerOf(own.ClientId));
        await app.Submit(Samples.ToPerson, Samples.PersonalNumber, await app.CallerOf(own.ClientId));
        await app.Submit(Samples.ToPerson, caller: await app.CallerOf(other.ClientId));
        await app.RunJobs();
        using var http = await HttpOf(app, own);
        using var others = await HttpOf(app, other);

        var list = await http.GetStringAsync(Outbox);

        var entries = JsonNode.Parse(list)!["data"]!.AsArray();
        entries
            .Select(entry => $"{entry!["channel"]} {entry["contentType"]}")
            .Order()
            .ShouldBe(["EInvoice application/xml", "Email message/rfc822"]);
        list.ShouldNotContain(Samples.PersonalNumber);
        foreach (var entry in entries)
        {
            using var opened = await http.GetAsync($"{Outbox}/{entry!["key"]}");
            opened.Content.Headers.ContentType!.MediaType.ShouldBe($"{entry["contentType"]}");
            Encoding
                .Latin1.GetString(await opened.Content.ReadAsByteArrayAsync())
                .ShouldNotContain(Samples.PersonalNumber);
            using var refused = await others.GetAsync($"{Outbox}/{entry["key"]}");
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Its_pages_are_bounded_and_each_says_where_the_next_is()
    {
        await using var app = await Simulated(Store.Sqlite);
        var own = await TestClient(app);
        for (var i = 0; i < 101; i++)
            await app
                .Services.GetRequiredService<SandboxOutbox>()
                .Put(new($"k{i:D3}", own.ClientId, "Email", "kari@customer.example", "x", i, "text/plain"), [1]);
        using var http = await HttpOf(app, own);

        using var first = await http.GetAsync(Outbox);
        var next = first.Headers.GetValues("link").Single().Split('<', '>')[1];
        using var second = await http.GetAsync(next);

        (await KeysOf(first)).Length.ShouldBe(100);
        (await KeysOf(second)).ShouldBe(["k000"]);
        second.Headers.Contains("link").ShouldBeFalse();
        using var wrong = await http.GetAsync($"{Outbox}?after=nothing");
        wrong.StatusCode.ShouldBe(HttpStatusCode.ExpectationFailed);
    }

    [Fact]
    public async Task The_mail_with_a_credit_note_says_which_invoice_why_and_what_is_left_to_pay()
    {
        await using var app = await Simulated(Store.Sqlite);
        var caller = await app.CallerOf((await TestClient(app)).ClientId);
        var order = await app.Submit(Samples.ToPerson, caller: caller);
        await app.RunJobs();
        await Refunds.Ask(app, order, new(20m, [], "A scratch on the lid"), key: null);
        await Refunds.Ask(app, order, 10m);
        await app.RunJobs();

        var outbox = app.Services.GetRequiredService<SandboxOutbox>();
        var letters = new List<string>();
        foreach (var entry in (await outbox.Of(caller.Client.ClientId)).OrderBy(entry => entry.Description))
            letters.Add(Encoding.UTF8.GetString((await outbox.Content(entry.ClientId, entry.Key))!));

        letters.Count.ShouldBe(3);
        letters.ShouldAllBe(letter => letter.Contains("Subject: TEST: ", StringComparison.Ordinal));
        letters[0].ShouldContain("For invoice: 10001");
        letters[0].ShouldContain("Reason: A scratch on the lid");
        letters[0].ShouldContain("Left to pay of the invoice: NOK=C2=A031.00");
        letters[1].ShouldNotContain("Reason:");
        letters[1].ShouldContain("Left to pay of the invoice: NOK=C2=A021.00");
    }

    private static Task<BudstikkeApp> Simulated(Store store) =>
        BudstikkeApp.Start(store, register: (services, settings) => services.AddSandbox(settings));

    private static Task<AddedClient> TestClient(BudstikkeApp app) =>
        app.AddClient(BudstikkeApp.SampleClient with { Mode = ClientMode.Test });

    private static async Task<HttpClient> HttpOf(BudstikkeApp app, AddedClient client)
    {
        var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);
        return http;
    }

    private static async Task<string[]> KeysOf(HttpResponseMessage answer) =>
        [
            .. JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!
                .AsArray()
                .Select(entry => $"{entry!["key"]}"),
        ];
}
