using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Stories;

/// <summary>How a document goes to its customer first is planned in the transaction that issues it.</summary>
public sealed class FirstPlanStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_invoice_has_its_dispatch_as_soon_as_it_is_issued(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);

        await Issue(app);

        (await Dispatches(app)).ShouldBe([("EInvoice", "Passed"), ("Email", "Planned")]);
        (await Kinds(app)).ShouldBe(["send-callback", "send-email"]);
        (await app.Timeline(order)).ShouldBe([
            "OrderAccepted",
            "InvoiceIssued",
            "OrderStatusChanged",
            "ChannelPassedBy",
            "DispatchPlanned",
        ]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_note_has_its_dispatch_as_soon_as_it_is_issued(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 51);

        await Issue(app);

        (await Dispatches(app)).Count(dispatch => dispatch == ("Email", "Planned")).ShouldBe(1);
        (await Kinds(app)).ShouldBe(["send-callback", "send-email"]);
        (await app.Timeline(order))
            .SkipWhile(kind => kind != nameof(CreditNoteIssued))
            .ShouldBe(["CreditNoteIssued", "OrderStatusChanged", "ChannelPassedBy", "DispatchPlanned"]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_hears_at_once_of_an_invoice_that_no_channel_can_bring(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, simulationsServeLiveClients: false);
        var order = await app.Submit(Samples.ToPerson);

        await Issue(app);

        (await Dispatches(app)).ShouldAllBe(dispatch => dispatch.State == "Passed");
        (await app.Timeline(order))[^1].ShouldBe(nameof(DistributionExhausted));
        (await Audits.Found(app)).ShouldBeEmpty();
        await app.RunJobs();
        (await app.Timeline(order)).ShouldContain(nameof(CaseOpened));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Where_another_issuer_takes_the_number_nothing_is_planned(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        var late = await app.Issuer.Handle(jobs, CancellationToken.None);
        await app.Execute("UPDATE number_series SET next = next + 1", new { });

        await Should.ThrowAsync<ConflictException>(() => app.Settle(jobs, token, late));

        (await Dispatches(app)).ShouldBeEmpty();
        (await Kinds(app)).ShouldBe([IssueInvoices.KindName]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_an_earlier_release_has_issued_is_planned_by_the_job_that_waits(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await Issue(app);
        await app.Execute("DELETE FROM dispatches", new { });
        await app.Execute("DELETE FROM jobs WHERE kind = 'send-email'", new { });
        await app.Execute("DELETE FROM facts WHERE kind IN ('ChannelPassedBy', 'DispatchPlanned')", new { });
        await app.Enqueue(await PlanOf(app, order));

        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order))
            .SkipWhile(kind => kind != "OrderStatusChanged")
            .ShouldBe(["OrderStatusChanged", "ChannelPassedBy", "DispatchPlanned", "DispatchAccepted"]);
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_plan_that_waits_beside_the_dispatch_is_done(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await Issue(app);
        await app.Enqueue(await PlanOf(app, order));

        await app.RunJobs();
        await app.Enqueue(await PlanOf(app, order));
        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, nameof(DispatchPlanned))).ShouldHaveSingleItem();
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static async Task<NewJob> PlanOf(BudstikkeApp app, string order) =>
        PlanDispatch.JobFor(app.ClientId, (await app.InvoiceOf(order)).InvoiceId, resend: 0);

    /// <summary>One transaction, and nothing after it.</summary>
    private static async Task Issue(BudstikkeApp app)
    {
        var (jobs, token) = await app.ClaimIssuing();
        await app.Settle(jobs, token, await app.Issuer.Handle(jobs, CancellationToken.None));
    }

    private static Task<IReadOnlyList<(string Channel, string State)>> Dispatches(BudstikkeApp app) =>
        app.Database.Read(session =>
            session.Query<(string, string)>("SELECT channel, state FROM dispatches ORDER BY planned_at, dispatch_key")
        );

    private static Task<IReadOnlyList<string>> Kinds(BudstikkeApp app) =>
        app.Database.Read(session => session.Query<string>("SELECT kind FROM jobs ORDER BY kind"));
}
