using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What goes wrong between an order and its number.</summary>
public sealed class IssuingFaultStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_cannot_be_issued_holds_no_other_up_and_is_tried_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await app.Submit(Samples.ToPerson);
        var broken = await app.Submit(Samples.ToPerson);
        var after = await app.Submit(Samples.ToPerson);
        var content = await Break(app, broken);

        await app.RunJobs();

        (await app.StateOf(before)).ShouldBe(OrderState.Invoiced);
        (await app.StateOf(broken)).ShouldBe(OrderState.Sent);
        (await app.StateOf(after)).ShouldBe(OrderState.Invoiced);
        (await app.Trouble(broken)).ShouldStartWith("JsonException, trace ");

        await app.Execute("UPDATE orders SET content = @content WHERE order_id = @broken", new { content, broken });
        await app.Wait(TimeSpan.FromMinutes(1));

        (await app.StateOf(broken)).ShouldBe(OrderState.Invoiced);
        (await app.InvoiceOf(broken)).Number.ShouldBe(10003);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_that_come_after_one_that_cannot_be_issued_do_not_wait_for_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Break(app, await app.Submit(Samples.ToPerson));
        await app.RunJobs();

        var later = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await app.StateOf(later)).ShouldBe(OrderState.Invoiced);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_whose_invoice_the_database_refuses_holds_no_other_up(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var earlier = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        // Somebody has set it back by hand: its second original invoice breaks the schema's promise.
        await app.Execute("UPDATE orders SET state = 'SENT' WHERE order_id = @earlier", new { earlier });
        await app.Enqueue(IssueInvoices.JobFor(app.Caller.Client.ClientId, earlier));
        var other = await app.Submit(Samples.ToPerson);

        await app.RunJobs();

        (await app.StateOf(other)).ShouldBe(OrderState.Invoiced);
        (await app.InvoiceOf(earlier)).Number.ShouldBe(10001);
        (await app.InvoiceOf(other)).Number.ShouldBe(10002);
        (await app.Trouble(earlier))!.ShouldStartWith(
            store == Store.Sqlite ? "SqliteException, trace " : "PostgresException, trace "
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_cancelled_before_it_was_issued_is_left_alone(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var cancelled = await app.Submit(Samples.ToPerson);
        var other = await app.Submit(Samples.ToPerson);
        await Cancel(app, cancelled);

        await app.RunJobs();

        (await app.StateOf(cancelled)).ShouldBe(OrderState.Cancelled);
        (await app.Timeline(cancelled)).ShouldBe(["OrderAccepted"]);
        (await app.InvoiceOf(other)).Number.ShouldBe(10001);
        (await app.JobCount()).ShouldBe(0);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_cancelled_while_its_invoice_is_rendered_is_left_alone_and_uses_no_number(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var cancelled = await app.Submit(Samples.ToPerson);
        var other = await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        var settlement = await app.Issuer.Handle(jobs, CancellationToken.None);
        await Cancel(app, cancelled);

        await Should.ThrowAsync<ConflictException>(() => app.Settle(jobs, token, settlement));
        await GiveBack(app, jobs, token);
        await app.RunJobs();

        (await app.StateOf(cancelled)).ShouldBe(OrderState.Cancelled);
        (await app.InvoiceOf(other)).Number.ShouldBe(10001);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_issuers_with_the_same_number_one_conflicts_and_begins_anew(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        string[] orders = [await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToCompany)];
        var (jobs, token) = await app.ClaimIssuing();
        jobs.Count.ShouldBe(2);
        var first = await app.Issuer.Handle([jobs[0]], CancellationToken.None);
        var second = await app.Issuer.Handle([jobs[1]], CancellationToken.None);

        await app.Settle([jobs[1]], token, second);
        await Should.ThrowAsync<ConflictException>(() => app.Settle([jobs[0]], token, first));
        (await app.StateOf(orders[0])).ShouldBe(OrderState.Sent);
        (await app.Timeline(orders[0])).ShouldBe(["OrderAccepted"]);

        await GiveBack(app, [jobs[0]], token);
        await app.RunJobs();

        (await app.InvoiceOf(orders[1])).Number.ShouldBe(10001);
        (await app.InvoiceOf(orders[0])).Number.ShouldBe(10002);
        app.AllSent.Count.ShouldBe(2);
        (await app.JobCount()).ShouldBe(0);
    }

    private static Task GiveBack(BudstikkeApp app, IReadOnlyList<Job> jobs, string token) =>
        app.Queue.Release(jobs, token, wereBegun: true);

    private static Task Cancel(BudstikkeApp app, string order) =>
        app.Execute("UPDATE orders SET state = 'CANCELLED' WHERE order_id = @order", new { order });

    /// <summary>What was there before.</summary>
    private static async Task<string> Break(BudstikkeApp app, string order)
    {
        var content = (await app.Services.GetRequiredService<OrderStore>().Find(app.ClientId, order))!.Content;
        await app.Execute("UPDATE orders SET content = '{' WHERE order_id = @order", new { order });
        return content;
    }
}
