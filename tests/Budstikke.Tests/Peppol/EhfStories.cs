using System.Text.Json;
using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Tests.Operations;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Budstikke.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Peppol;

/// <summary>An invoice to a company, where EHF is real: the network is asked, and an access point of the story
/// takes what is sent.</summary>
[Collection(LookupNetwork.Shared)]
public sealed class EhfStories(LookupNetwork network)
{
    private const string NotInPeppol = "988077917";
    private readonly List<(PeppolEndpoint To, PeppolDispatch Dispatch)> _sent = [];

    [NeedsPeers]
    public async Task A_buyer_who_is_registered_gets_it_at_his_access_point()
    {
        await using var app = await Start();

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var (to, dispatch) = _sent.ShouldHaveSingleItem();
        to.Participant.ShouldBe($"0192:{LookupNetwork.Company}");
        dispatch.Sender.ShouldBe("0192:988077917");
        dispatch.SenderCountry.ShouldBe("NO");
        (await dispatch.ReadDocument(default)).ShouldBe(await app.Document(order, "ubl"));
        var accepted = (await app.Facts(order, nameof(DispatchAccepted))).ShouldHaveSingleItem();
        accepted.GetProperty("channel").GetString().ShouldBe("Ehf");
        accepted.GetProperty("evidence").GetString()!.ShouldContain("access point POP000001");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [NeedsPeersTheory, OnSqlite, OnPostgres]
    public async Task A_buyer_who_is_not_registered_is_passed_by_and_gets_an_email(Store store)
    {
        await using var app = await Start(store: store);
        using var heard = Listen(app);

        var order = await app.Submit(Samples.ToCompanyWith(NotInPeppol));
        await app.RunJobs();

        _sent.ShouldBeEmpty();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.PassedBy(order)).ShouldBe([$"Ehf: 0192:{NotInPeppol} is not registered in Peppol."]);
        (await app.Facts(order, nameof(DispatchRefused))).ShouldBeEmpty();
        (await StateAndEvidence(app)).ShouldSatisfyAllConditions(
            found => found.State.ShouldBe("Passed"),
            found => found.Outcome.ShouldBe("NotReachable"),
            found => found.Evidence.ShouldContain("NXDOMAIN, says the zone participant.test")
        );
        var client = $"client={app.ClientId}";
        heard[$"budstikke.dispatches.not_reachable channel=ehf {client} warned=False"].ShouldBe(1);
        heard[$"budstikke.dispatches.failed channel=ehf {client} outcome=refused"].ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [NeedsPeers]
    public async Task From_2027_a_business_that_cannot_be_sent_an_EHF_is_a_warning()
    {
        await using var app = await Start(now: new DateTimeOffset(2027, 1, 1, 9, 0, 0, TimeSpan.Zero));
        using var heard = Listen(app);

        var order = await app.Submit(Samples.ToCompanyWith(NotInPeppol));
        await app.RunJobs();

        var passed = (await app.Facts(order)).Single(fact => fact.Kind == nameof(ChannelPassedBy));
        var words = FactWords.Of(passed.Kind, passed.Content);
        words.Mood.ShouldBe(Mood.Bad);
        words.Sentence.ShouldContain("Norwegian businesses must be sent structured e-invoices from 2027-01-01");
        heard[$"budstikke.dispatches.not_reachable channel=ehf client={app.ClientId} warned=True"].ShouldBe(1);
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [NeedsPeers]
    public async Task While_nobody_can_say_it_waits_and_goes_when_the_network_answers_again()
    {
        var port = Dnsmasq.FreePort();
        await using var app = await Start(network.Settings with { Dns = [new(System.Net.IPAddress.Loopback, port)] });

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        (await app.Facts(order, nameof(DispatchDeferred))).ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
        await using var names = await network.NamesAt(port);
        await app.Wait(TimeSpan.FromHours(1));

        _sent.ShouldHaveSingleItem();
        (await app.Facts(order, nameof(DispatchAccepted))).ShouldHaveSingleItem();
    }

    [NeedsPeers]
    public async Task A_buyer_who_is_gone_after_a_try_without_an_answer_is_a_case_and_gets_no_second_invoice()
    {
        await using var app = await Start(answer: new Deferred("no answer", MayHaveArrived: true));

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        network.Publishers.On(LookupNetwork.Company, LookupNetwork.NotFound);
        try
        {
            await app.Wait(TimeSpan.FromDays(2));
        }
        finally
        {
            network.Restore();
        }

        (await app.Facts(order, nameof(DispatchInDoubt))).ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
    }

    [NeedsPeers]
    public async Task A_preview_says_whether_the_buyer_is_registered()
    {
        await using var app = await Start();

        (await Route(app, LookupNetwork.Company))[0]
            .ShouldBe("Ehf first: The first that can be tried. 0192:987654325 takes invoices by Peppol.");
        (await Route(app, NotInPeppol))
            .Take(2)
            .ShouldBe([
                "Ehf passedBy: 0192:988077917 is not registered in Peppol.",
                "Email first: The first that can be tried.",
            ]);
        _sent.ShouldBeEmpty();
    }

    [NeedsPeers]
    public async Task A_preview_does_not_wait_for_a_network_that_does_not_answer()
    {
        await using var app = await Start();
        network.Publishers.On(
            LookupNetwork.Company,
            context => RealTime.Pass(TimeSpan.FromMinutes(1), context.RequestAborted)
        );
        try
        {
            (await Route(app, LookupNetwork.Company))[0]
                .ShouldBe("Ehf first: The first that can be tried. Not looked up: no answer within 2 s.");
        }
        finally
        {
            network.Restore();
        }
    }

    private Task<BudstikkeApp> Start(
        PeppolSettings? settings = null,
        DateTimeOffset? now = null,
        Outcome? answer = null,
        Store store = Store.Sqlite
    ) =>
        BudstikkeApp.Start(
            store,
            now: now,
            register: (services, _) =>
                services
                    .AddSingleton(settings ?? network.Settings)
                    .AddSingleton<SendByPeppol>(
                        (to, dispatch, _) =>
                        {
                            _sent.Add((to, dispatch));
                            return Task.FromResult(answer ?? new Accepted("receipt"));
                        }
                    )
                    .AddSingleton<IChannel, EhfChannel>()
        );

    private static Listening Listen(BudstikkeApp app) =>
        new(app.Services.GetRequiredService<System.Diagnostics.Metrics.Meter>());

    private static async Task<(string State, string Outcome, string Evidence)> StateAndEvidence(BudstikkeApp app)
    {
        var row = await app.Database.Read(session =>
            session.QuerySingle<Tried>(
                """
                SELECT d.state AS State, a.outcome AS Outcome, a.evidence AS Evidence
                FROM dispatches d JOIN attempts a ON a.dispatch_key = d.dispatch_key WHERE d.channel = 'Ehf'
                """
            )
        );
        return (row.State, row.Outcome, row.Evidence);
    }

    private sealed record Tried(string State, string Outcome, string Evidence);

    /// <summary>The steps of a preview's route, in words.</summary>
    private static async Task<IReadOnlyList<string>> Route(BudstikkeApp app, string organizationNumber)
    {
        using var http = await app.Http();
        using var answer = await http.PostAsync(
            new Uri("/api/v1/connect/orders/invoice/preview", UriKind.Relative),
            new StringContent(CompanyOrder.Of(organizationNumber), System.Text.Encoding.UTF8, "application/json")
        );
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return
        [
            .. body.GetProperty("data")
                .GetProperty("route")
                .EnumerateArray()
                .Select(step =>
                    $"{step.GetProperty("channel")} {step.GetProperty("step")}: {step.GetProperty("reason")}"
                ),
        ];
    }
}

/// <summary>An order as a client sends it, to a company.</summary>
internal static class CompanyOrder
{
    public static string Of(string organizationNumber)
    {
        var order = System.Text.Json.Nodes.JsonNode.Parse(
            File.ReadAllText(Budstikke.Support.RepositoryFolder.PathOf("samples", "order.json"))
        )!;
        order["orderDate"] = BudstikkeApp.Monday.ToUnixTimeSeconds();
        order["customerDetails"]!["type"] = "corporate";
        order["customerDetails"]!["organizationId"] = organizationNumber;
        order["invoiceMaturity"] = 30;
        return order.ToJsonString();
    }
}
