using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>A refund that got its 202 happens, or gives its money back to the order.</summary>
public sealed class RejectedRefundStories
{
    private const string Kari = "person:kari";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_note_by_a_clock_behind_its_invoice_s_bears_the_invoice_s_date(Store store)
    {
        var halfPastMidnight = new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero);
        await using var app = await BudstikkeApp.Start(store, now: halfPastMidnight);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);

        app.Clock.Set(halfPastMidnight - TimeSpan.FromHours(1));
        await Refunds.Ask(app, order, 51);
        await app.RunJobs();

        var (invoice, note) = await Refunds.PairOf(app, order);
        (invoice.IssueDate, note.IssueDate).ShouldBe((new(2026, 11, 24), new(2026, 11, 24)));
        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        app.Clock.Set(halfPastMidnight);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_it_was_to_give_back_can_be_refunded_anew(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 51);

        (await Refunds.Ask(app, order, 51)).ShouldBe(Refunding.Refunded);
        (await Refunds.Ask(app, order, 1)).ShouldBe(Refunding.MoreThanIsLeft);
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        (await OpenCases(app)).ShouldHaveSingleItem().Subject.ShouldBe($"{order} 1");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tried_again_it_is_credited_and_its_case_is_closed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 20);

        (await EndOf(app).TryAgain(order, 1, Kari)).ShouldBe(RefundEnd.Done);
        (await EndOf(app).TryAgain(order, 1, Kari)).ShouldBe(RefundEnd.EndedBefore);
        await app.RunJobs();

        (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem().Totals.AmountDue.ShouldBe(20);
        (await app.StateOf(order)).ShouldBe(OrderState.PartiallyRefunded);
        (await OpenCases(app)).ShouldBeEmpty();
        (await app.Timeline(order))
            .SkipWhile(kind => kind != nameof(RefundWithdrawn))
            .Take(4)
            .ShouldBe(["RefundWithdrawn", "RefundRequested", "CreditNoteIssued", "OrderStatusChanged"]);
        var asked = (await app.Facts(order)).Last(fact => fact.Kind == nameof(RefundRequested));
        asked.CausedBy.ShouldBe(Kari);
        asked.Content.ShouldContain("\"inPlaceOf\":1");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tried_again_too_early_it_is_rejected_anew_with_a_case_of_its_own(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 20, isMended: false);

        await EndOf(app).TryAgain(order, 1, Kari);
        await app.RunJobs();

        (await OpenCases(app)).ShouldHaveSingleItem().Subject.ShouldBe($"{order} 2");
        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tried_again_it_gives_back_no_more_than_is_left(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 20);
        await Refunds.Ask(app, order, 40);

        (await EndOf(app).TryAgain(order, 1, Kari)).ShouldBe(RefundEnd.MoreThanIsLeft);
        await app.RunJobs();

        (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem().Totals.AmountDue.ShouldBe(40);
        (await OpenCases(app)).ShouldHaveSingleItem();
        (await EndOf(app).Withdraw(order, 1, "Given in cash.", Kari)).ShouldBe(RefundEnd.Done);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Withdrawn_it_is_over_and_its_case_is_closed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 20);

        (await EndOf(app).Withdraw(order, 1, "The customer keeps it.", Kari)).ShouldBe(RefundEnd.Done);
        (await EndOf(app).TryAgain(order, 1, Kari)).ShouldBe(RefundEnd.EndedBefore);
        await app.RunJobs();

        (await Refunds.NotesOf(app, order)).ShouldBeEmpty();
        var closed = (await CasesOf(app).List(openOnly: false)).ShouldHaveSingleItem();
        (closed.ClosedBy, closed.Note).ShouldBe((Kari, "The customer keeps it."));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_what_was_rejected_can_be_ended(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 1);

        (await EndOf(app).Withdraw(order, 1, "No.", Kari)).ShouldBe(RefundEnd.NotRejected);
        await app.RunJobs();

        (await EndOf(app).TryAgain(order, 1, Kari)).ShouldBe(RefundEnd.NotRejected);
        (await EndOf(app).TryAgain(order, 2, Kari)).ShouldBe(RefundEnd.Unknown);
        (await EndOf(app).TryAgain("ODR0000000000", 1, Kari)).ShouldBe(RefundEnd.Unknown);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_tries_and_refunds_at_the_same_moment_no_more_goes_through_than_was_invoiced(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        for (var round = 0; round < 5; round++)
        {
            var order = await Refunds.Rejected(app, 30);

            var tries = Enumerable.Range(0, 4).Select(_ => Task.Run(() => EndOf(app).TryAgain(order, 1, Kari)));
            var asks = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Refunds.Ask(app, order, 30)));
            var (tried, asked) = (Task.WhenAll(tries), Task.WhenAll(asks));
            await Task.WhenAll(tried, asked);
            await app.RunJobs();

            (
                (await tried).Count(one => one == RefundEnd.Done)
                + (await asked).Count(one => one == Refunding.Refunded)
            ).ShouldBe(1);
            (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem();
        }
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_tries_at_the_same_moment_one_goes_through(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 10);

        var tried = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => EndOf(app).TryAgain(order, 1, Kari)))
        );
        await app.RunJobs();

        tried.Order().ShouldBe([RefundEnd.Done, .. Enumerable.Repeat(RefundEnd.EndedBefore, 4)]);
        (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem();
    }

    private static EndRefund EndOf(BudstikkeApp app) => app.Services.GetRequiredService<EndRefund>();

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();

    private static Task<IReadOnlyList<CaseRow>> OpenCases(BudstikkeApp app) => CasesOf(app).List();
}
