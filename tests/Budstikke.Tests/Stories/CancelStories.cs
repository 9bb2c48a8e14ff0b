using System.Text;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>An order is taken back before it is invoiced, or not at all.</summary>
public sealed class CancelStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_cancelled_order_takes_no_number_and_the_client_is_told(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var cancelled = await app.Submit(Samples.ToPerson);

        (await Cancel(app, cancelled)).ShouldBe(new(Cancellation.Cancelled, IsReplay: false));
        await app.RunJobs();

        (await app.StateOf(cancelled)).ShouldBe(OrderState.Cancelled);
        (await app.Timeline(cancelled)).ShouldBe(["OrderAccepted", "OrderCancelled", "OrderStatusChanged"]);
        var fact = (await app.Facts(cancelled))[1];
        fact.CausedBy.ShouldBe("token:first");
        fact.Content.ShouldBe("""{"note":"Regrets it"}""");
        app.AllSent.ShouldBeEmpty();
        var next = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        (await app.InvoiceOf(next)).Number.ShouldBe(10001);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_is_cancelled_while_it_is_being_issued_is_not_invoiced(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        var neighbour = await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        var settlement = await app.Issuer.Handle(jobs, CancellationToken.None);

        (await Cancel(app, order))!.Result.ShouldBe(Cancellation.Cancelled);

        await Should.ThrowAsync<ConflictException>(() => app.Settle(jobs, token, settlement));
        await app.Queue.Release(jobs, token, wereBegun: true);
        await app.RunJobs();
        (await app.StateOf(order)).ShouldBe(OrderState.Cancelled);
        (await app.InvoiceOf(neighbour)).Number.ShouldBe(10001);
        app.Email.Sent.ShouldHaveSingleItem();
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_was_issued_a_moment_before_is_not_cancelled(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        await app.Settle(jobs, token, await app.Issuer.Handle(jobs, CancellationToken.None));

        (await Cancel(app, order))!.Result.ShouldBe(Cancellation.AlreadyInvoiced);

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await app.Timeline(order)).ShouldNotContain("OrderCancelled");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_cancellation_and_an_issuer_at_the_same_moment_exactly_one_wins(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        for (var round = 0; round < 12; round++)
        {
            var order = await app.Submit(Samples.ToPerson);

            var cancelling = Task.Run(() => Cancel(app, order));
            await Task.WhenAll(cancelling, Task.Run(app.RunJobs));
            await app.RunJobs();

            var isCancelled = (await cancelling)!.Result == Cancellation.Cancelled;
            (await app.StateOf(order)).ShouldBe(isCancelled ? OrderState.Cancelled : OrderState.Invoiced);
            (await app.Timeline(order)).Count(kind => kind == "OrderStatusChanged").ShouldBe(1);
            (await app.Timeline(order)).Contains("InvoiceIssued").ShouldBe(!isCancelled);
        }
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Twins_under_one_key_cancel_once_and_hear_the_same(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => Cancel(app, order, Key("k", "body"))))
        );

        answers.ShouldAllBe(answer => answer!.Result == Cancellation.Cancelled);
        answers.Count(answer => !answer!.IsReplay).ShouldBe(1);
        (await app.Timeline(order)).Count(kind => kind == "OrderCancelled").ShouldBe(1);
    }

    [NeedsPostgres]
    public async Task Twins_on_two_nodes_cancel_once_and_hear_the_same()
    {
        var folder = StoreFolder.New();
        await using (var one = await BudstikkeApp.Start(Store.Postgres, folder))
        await using (var two = await BudstikkeApp.Start(Store.Postgres, folder))
        {
            BudstikkeApp[] nodes = [one, two];
            for (var round = 0; round < 10; round++)
            {
                var order = await one.Submit(Samples.ToPerson);
                var key = Key($"round {round}", "body");

                var answers = await Task.WhenAll(
                    Enumerable.Range(0, 6).Select(i => Task.Run(() => Cancel(nodes[i % 2], order, key)))
                );

                answers.ShouldAllBe(answer => answer!.Result == Cancellation.Cancelled);
                answers.Count(answer => !answer!.IsReplay).ShouldBe(1);
            }
        }
        await StoreFolder.Delete(folder);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_a_lost_answer_the_repeat_hears_the_first(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        app.Database.Fault = point =>
        {
            if (point == "committed")
                throw new CrashException();
        };
        await Should.ThrowAsync<CrashException>(() => Cancel(app, order, Key("k", "body")));
        app.Database.Fault = null;

        (await Cancel(app, order, Key("k", "body"))).ShouldBe(new(Cancellation.Cancelled, IsReplay: true));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_rolled_back_leaves_its_key_free(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        app.Database.Fault = point =>
        {
            if (point == "commit")
                throw new CrashException();
        };
        await Should.ThrowAsync<CrashException>(() => Cancel(app, order, Key("k", "body")));
        app.Database.Fault = null;
        (await app.StateOf(order)).ShouldBe(OrderState.Sent);

        (await Cancel(app, order, Key("k", "body"))).ShouldBe(new(Cancellation.Cancelled, IsReplay: false));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refusal_is_kept_under_its_key_and_another_body_is_no_repeat(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await Cancel(app, order, Key("k", "body"));

        (await Cancel(app, order, Key("k", "body"))).ShouldBe(new(Cancellation.AlreadyInvoiced, IsReplay: true));
        (await Cancel(app, order, Key("k", "another"))).ShouldBeNull();
        (await Cancel(app, order, Key("k", "body") with { Call = "another call" })).ShouldBeNull();
    }

    private static Task<Answered<Cancellation>?> Cancel(BudstikkeApp app, string order, IdempotencyKey? key = null) =>
        app.Services.GetRequiredService<CancelOrder>().Run(app.Caller, order, "Regrets it", key);

    private static IdempotencyKey Key(string key, string body) => new(key, Encoding.UTF8.GetBytes(body));
}
