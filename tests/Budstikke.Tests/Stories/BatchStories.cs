using System.Text;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What orders that share a transaction at the door are answered.</summary>
public sealed class BatchStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_repeat_of_a_stored_order_is_replayed_also_behind_one_that_misuses_its_key(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var first = (OrderStored)(await Accept(app, Keyed(app, "k", "right"))).ShouldHaveSingleItem();

        var answers = await Accept(
            app,
            Keyed(app, "k", "wrong"),
            Keyed(app, "k", "right"),
            Keyed(app, "k", "wrong"),
            Keyed(app, "other", "wrong")
        );

        answers[0].ShouldBeOfType<KeyReused>();
        answers[1].ShouldBe(first with { IsReplay = true });
        answers[2].ShouldBeOfType<KeyReused>();
        answers[3].ShouldBeOfType<OrderStored>().IsReplay.ShouldBeFalse();
        (await OrderCount(app)).ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_new_twins_in_a_batch_the_first_is_stored_and_the_others_are_compared_with_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var answers = await Accept(app, Keyed(app, "k", "a"), Keyed(app, "k", "b"), Keyed(app, "k", "a"));

        var first = answers[0].ShouldBeOfType<OrderStored>();
        first.IsReplay.ShouldBeFalse();
        answers[1].ShouldBeOfType<KeyReused>();
        answers[2].ShouldBe(first with { IsReplay = true });
        (await OrderCount(app)).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_that_an_order_was_cancelled_under_is_refused_to_a_new_order(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var orderId = await app.Submit(Samples.ToPerson);
        await app
            .Services.GetRequiredService<CancelOrder>()
            .Run(app.Caller, orderId, "Regrets it", Key("k", "body", "cancel"));

        (await Accept(app, Keyed(app, "k", "body"))).ShouldHaveSingleItem().ShouldBeOfType<KeyReused>();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_fails_at_the_news_of_a_commit_makes_nobody_write_it_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var news = 0;
        app.Services.GetRequiredService<FactRegister>()
            .OnCommitted(_ =>
            {
                Interlocked.Increment(ref news);
                throw new InvalidOperationException("A counter that cannot count.");
            });

        var orderIds = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Submit(Samples.ToPerson)));
        var cancelled = await app
            .Services.GetRequiredService<CancelOrder>()
            .Run(app.Caller, orderIds[0], "Regrets it", null);

        news.ShouldBe(20 + 2);
        cancelled!.Result.ShouldBe(Cancellation.Cancelled);
        orderIds.ShouldBeUnique();
        (await OrderCount(app)).ShouldBe(20);
    }

    private static async Task<IReadOnlyList<Acceptance>> Accept(BudstikkeApp app, params Submission[] batch) =>
        (await app.Services.GetRequiredService<AcceptOrders>().Accept(batch)).Answers;

    private static Submission Keyed(BudstikkeApp app, string key, string body) =>
        new(app.Caller, Samples.ToPerson, null, [], Key(key, body, ""));

    private static IdempotencyKey Key(string key, string body, string call) =>
        new(key, Encoding.UTF8.GetBytes(body), call);

    private static Task<long> OrderCount(BudstikkeApp app) =>
        app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"));
}
