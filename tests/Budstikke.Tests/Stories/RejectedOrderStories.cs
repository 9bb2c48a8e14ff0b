using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>The ways back of an order that no lawful invoice could be made of.</summary>
public sealed class RejectedOrderStories
{
    private const string Kari = "person:kari";

    [Theory, OnSqlite, OnPostgres]
    public async Task Mended_and_issued_by_a_person_it_goes_its_way_and_its_case_is_closed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Rejected(app);
        await Mend(app, order);

        (await Issue(app, order)).ShouldBe(Issuing.Requested);
        (await Issue(app, order)).ShouldBe(Issuing.Requested);
        await app.RunJobs();

        (await app.InvoiceOf(order)).Number.ShouldBe(10001);
        app.Email.Sent.ShouldHaveSingleItem();
        (await OpenCases(app)).ShouldBeEmpty();
        (await app.Facts(order)).First(fact => fact.Kind == nameof(IssueRequested)).CausedBy.ShouldBe(Kari);
        (await Issue(app, order)).ShouldBe(Issuing.NotWaiting);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_says_run_now_takes_it_too(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var (mended, bad) = (await Rejected(app), await Rejected(app));
        await Mend(app, mended);

        await app.Wait(TimeSpan.FromDays(40));
        (await app.StateOf(mended)).ShouldBe(OrderState.Sent);
        var run = await app
            .Services.GetRequiredService<InvoiceRuns>()
            .Begin(app.Caller.Client.ClientId, InvoiceRun.Now, Kari);
        await app.RunJobs();

        run.ShouldNotBeNull().Orders.ShouldBe(2);
        (await app.StateOf(mended)).ShouldBe(OrderState.Invoiced);
        (await app.StateOf(bad)).ShouldBe(OrderState.Sent);
        (await OpenCases(app)).ShouldHaveSingleItem().OrderId.ShouldBe(bad);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cancelled_it_is_over_and_its_case_is_closed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Rejected(app);

        (await Refunds.Cancel(app, order)).ShouldBe(Cancellation.Cancelled);
        await app.RunJobs();

        (await OpenCases(app)).ShouldBeEmpty();
        (await app.Facts(order))[^1].CausedBy.ShouldBe("token:first");
        (await Issue(app, order)).ShouldBe(Issuing.NotWaiting);
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cancelled_before_its_case_is_open_it_leaves_none_open(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Bad);
        var (jobs, token) = await app.ClaimIssuing();
        await app.Settle(jobs, token, await app.Issuer.Handle(jobs, CancellationToken.None));

        await Refunds.Cancel(app, order);
        var closing = app.Services.GetServices<IJobHandler>().OfType<CloseCase>().Single().Kind;
        (await app.Queue.Claim(closing, 10, JobQueue.NewToken())).ShouldBeEmpty();
        await app.RunJobs();

        (await OpenCases(app)).ShouldBeEmpty();
        (await app.Timeline(order)).Count(kind => kind == "CaseClosed").ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cancelled_while_it_is_found_to_be_bad_it_becomes_no_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Bad);
        var (jobs, token) = await app.ClaimIssuing();
        var rejecting = await app.Issuer.Handle(jobs, CancellationToken.None);

        await Refunds.Cancel(app, order);
        await Should.ThrowAsync<ConflictException>(() => app.Settle(jobs, token, rejecting));
        await app.Queue.Release(jobs, token, wereBegun: true);
        await app.RunJobs();

        (await OpenCases(app)).ShouldBeEmpty();
        (await app.Timeline(order)).ShouldBe(["OrderAccepted", "OrderCancelled", "OrderStatusChanged"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_nothing_hinders_waits_for_its_period(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var collected = await app.Submit(Samples.ToPerson with { SeparateInvoices = false });

        (await Issue(app, collected)).ShouldBe(Issuing.Held);
        (await Issue(app, "ODR0000000000")).ShouldBe(Issuing.Unknown);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_collected_order_that_was_held_before_there_were_runs_is_rejected_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Bad with { SeparateInvoices = false });
        await app.Execute("UPDATE orders SET held_until = 0, period = NULL WHERE order_id = @order", new { order });
        var runs = app.Services.GetRequiredService<PlanRuns>();

        (await runs.BeginDue()).ShouldBe(1);
        await app.Services.GetRequiredService<Worker>().RunDue();

        (await runs.BeginDue()).ShouldBe(0);
        (await app.Timeline(order)).Count(kind => kind == nameof(InvoiceRejected)).ShouldBe(1);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Where_a_client_s_numbers_are_used_up_its_orders_become_cases_and_its_refunds_go_on(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Execute(
            "INSERT INTO number_series (client_id, first, next) VALUES (@ClientId, 999999999, 999999999)",
            new { app.Caller.Client.ClientId }
        );
        var (last, beyond) = (await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToPerson));
        var collected = Samples.ToPerson with { SeparateInvoices = false };
        string[] held = [await app.Submit(collected), await app.Submit(collected)];

        await app.Wait(TimeSpan.FromDays(1));
        await Refunds.Ask(app, last, 1);
        await app.RunJobs();

        var (invoice, note) = await Refunds.PairOf(app, last);
        invoice.Payment!.Kid.ToString()!.Length.ShouldBe(15);
        note.Number.ShouldBe("1000000000");
        (await OpenCases(app)).Select(row => row.OrderId).ShouldBe([beyond, .. held], ignoreOrder: true);
        (await OpenCases(app))[0].Reason.ShouldContain("999999999");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    /// <summary>Its line has no name.</summary>
    private static Order Bad { get; } =
        Samples.ToPerson with
        {
            Lines = [Samples.ToPerson.Lines[0] with { ItemName = "" }],
        };

    private static async Task<string> Rejected(BudstikkeApp app)
    {
        var order = await app.Submit(Bad);
        await app.RunJobs();
        (await app.Timeline(order)).ShouldContain(nameof(InvoiceRejected));
        return order;
    }

    private static Task Mend(BudstikkeApp app, string order) =>
        app.Execute(
            """
            UPDATE orders SET content = replace(content, '"itemName":""', '"itemName":"Hair Wash"')
              WHERE order_id = @order
            """,
            new { order }
        );

    private static async Task<Issuing> Issue(BudstikkeApp app, string order) =>
        (await app.Services.GetRequiredService<IssueOrder>().Run(order, Kari)).Result;

    private static Task<IReadOnlyList<CaseRow>> OpenCases(BudstikkeApp app) =>
        app.Services.GetRequiredService<Cases>().List();
}
