using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Kept;

/// <summary>What the program before the redesign wrote, in the hands of today's.</summary>
public sealed class OlderVersionTests
{
    private const string Kari = "person:kari";

    /// <summary>What waited, in the order of the lane: an order, a credit note, and the run's two invoices.</summary>
    private static readonly long[] s_nextNumbers = [10012, 10013, 10014, 10015];

    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_store_of_an_older_version_opens_migrates_verifies_clean_and_goes_on(Store store)
    {
        await using var kept = await KeptStore.Unpack(store);
        await using var receiver = await Receiver.Start();
        await using var app = await kept.Open(s_open);
        (await Numbers(app, "SELECT max(version) FROM schema_versions")).ShouldBe([Migrator.Known[^1].Version]);
        (await Audits.Found(app)).ShouldBeEmpty();
        await Tell(app, receiver);
        var last = (await Numbers(app, "SELECT max(number) FROM invoices")).Single();

        await app.Wait(TimeSpan.FromHours(1));

        (await app.JobCount()).ShouldBe(0);
        (await Numbers(app, $"SELECT number FROM invoices WHERE number > {last} ORDER BY number")).ShouldBe(
            s_nextNumbers
        );
        (await Audits.Found(app)).ShouldBeEmpty();

        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        (await app.InvoiceOf(order)).Number.ShouldBe(10016);
        (await app.StateOf(kept.Orders["held"])).ShouldBe(OrderState.Sent);
        await app.Wait(TimeSpan.FromDays(1));
        (await app.InvoiceOf(kept.Orders["held"])).Number.ShouldBe(10017);
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_job_that_waited_finds_its_handler_and_comes_to_what_was_promised(Store store)
    {
        await using var kept = await KeptStore.Unpack(store);
        await using var receiver = await Receiver.Start();
        await using var app = await kept.Open(s_open);
        await Tell(app, receiver);
        var waiting = await Texts(app, "SELECT DISTINCT kind FROM jobs ORDER BY kind");
        waiting.ShouldBe([
            "issue",
            "issue-credit-note",
            "issue-run",
            "open-case",
            "plan-dispatch",
            "report-late-failure",
            "send-callback",
            "send-email",
        ]);
        waiting.ShouldBeSubsetOf(app.Services.GetServices<IJobHandler>().SelectMany(handler => handler.Kind.All));

        await app.Wait(TimeSpan.FromHours(1));

        (await app.InvoiceOf(kept.Orders["accepted"])).Number.ShouldBe(s_nextNumbers[0]);
        (await Refunds.NotesOf(app, kept.Orders["collected"]))
            .ShouldHaveSingleItem()
            .Number.ShouldBe($"{s_nextNumbers[1]}");
        var collective = await app.InvoiceOf(kept.Orders["inRun"]);
        (await app.InvoiceOf(kept.Orders["inRunToo"])).InvoiceId.ShouldBe(collective.InvoiceId);
        (await Timelines(app, kept, "DispatchAccepted", "planned", "deferred", "issued")).ShouldAllBe(count =>
            count == 1
        );
        (await app.Timeline(kept.Orders["bounced"]))
            .TakeLast(3)
            .ShouldBe(["DispatchFailedLate", "DispatchPlanned", "DispatchAccepted"]);
        (await Timelines(app, kept, "CaseOpened", "rejected", "rejectedJust", "exhausted")).ShouldAllBe(count =>
            count == 1
        );
        var heard = receiver.Urls.ShouldHaveSingleItem();
        heard.ShouldContain($"orderUuid={kept.Orders["issued"]}&status=INVOICED");
        DocumentedLoop.Verifies(heard, kept.CallbackSecret);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_client_goes_on_with_its_token_its_orders_and_its_keys(Store store)
    {
        await using var kept = await KeptStore.Unpack(store);
        await using var app = await kept.Open(s_open);
        using var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", kept.Token);

        foreach (var order in kept.Orders.Values)
        {
            var timeline = JsonNode.Parse(await http.GetStringAsync($"/api/v1/orders/{order}/timeline"))!["data"]!;
            timeline[0]!["kind"]!.GetValue<string>().ShouldBe(nameof(OrderAccepted));
        }
        (await http.GetByteArrayAsync($"/api/v1/orders/{kept.Orders["collected"]}/invoice.pdf")).ShouldNotBeEmpty();
        var facts = await app.Database.Read(session =>
            session.Query<FactRow>(
                "SELECT order_id AS OrderId, kind AS Kind, content AS Content, at AS At, caused_by AS CausedBy, "
                    + "fact_id AS FactId FROM facts"
            )
        );
        facts.ShouldAllBe(fact => FactKinds.Read(fact.Kind, fact.Content) != null);
        (await app.Submit(Samples.ToPerson, key: new("order-7", Encoding.UTF8.GetBytes("{}")))).ShouldBe(
            kept.Orders["accepted"]
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_older_version_began_can_be_ended(Store store)
    {
        await using var kept = await KeptStore.Unpack(store);
        await using var receiver = await Receiver.Start();
        await using var app = await kept.Open(s_open);
        await Tell(app, receiver);
        await app.RunJobs();

        (await Refunds.Ask(app, kept.Orders["credited"], 1000)).ShouldBe(Refunding.Refunded);
        (await Refunds.Ask(app, kept.Orders["collectedCredited"], 1199.99m)).ShouldBe(Refunding.Refunded);
        (await Refunds.Resend(app, kept.Orders["resent"])).ShouldBe(Budstikke.Distribution.Resending.Requested);
        await app.Execute(
            """
            UPDATE orders SET content = replace(content, '"itemName":""', '"itemName":"Hair Wash"')
            WHERE order_id = @order
            """,
            new { order = kept.Orders["rejected"] }
        );
        (await app.Services.GetRequiredService<IssueOrder>().Run(kept.Orders["rejected"], Kari)).Result.ShouldBe(
            Issuing.Requested
        );
        (await Refunds.Cancel(app, kept.Orders["rejectedJust"])).ShouldBe(Cancellation.Cancelled);
        await app.Wait(TimeSpan.FromHours(1));

        foreach (var order in new[] { "credited", "collectedCredited" })
            (await app.StateOf(kept.Orders[order])).ShouldBe(OrderState.Refunded);
        (await app.StateOf(kept.Orders["rejected"])).ShouldBe(OrderState.Invoiced);
        (await Texts(app, "SELECT order_id FROM cases WHERE closed_at IS NULL")).ShouldBe([kept.Orders["exhausted"]]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    /// <summary>It stands in a column that today's program does not write any more.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_correction_from_then_holds_for_the_credit_note_of_today(Store store)
    {
        await using var kept = await KeptStore.Unpack(store);
        await using var app = await kept.Open(s_open);
        await app.RunJobs();

        (await Refunds.Ask(app, kept.Orders["resent"], 10)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        (await app.Facts(kept.Orders["resent"], "DispatchAccepted"))[^1]
            .GetProperty("recipient")
            .GetString()
            .ShouldBe("new@customer.example");
    }

    /// <summary>The client's server listens here now.</summary>
    private static Task Tell(BudstikkeApp app, Receiver receiver) =>
        app.Execute(
            "UPDATE orders SET callback_url = @url WHERE callback_url IS NOT NULL",
            new { url = receiver.Url() }
        );

    /// <summary>How often a kind of fact stands on the timeline of each.</summary>
    private static async Task<IReadOnlyList<int>> Timelines(
        BudstikkeApp app,
        KeptStore kept,
        string kind,
        params string[] roles
    )
    {
        var counts = new List<int>();
        foreach (var role in roles)
            counts.Add((await app.Timeline(kept.Orders[role])).Count(one => one == kind));
        return counts;
    }

    private static Task<IReadOnlyList<long>> Numbers(BudstikkeApp app, string sql) =>
        app.Database.Read(session => session.Query<long>(sql));

    private static Task<IReadOnlyList<string>> Texts(BudstikkeApp app, string sql) =>
        app.Database.Read(session => session.Query<string>(sql));
}
