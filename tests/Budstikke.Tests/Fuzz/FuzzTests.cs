using Budstikke.Tests.Support;

namespace Budstikke.Tests.Fuzz;

/// <summary>Requests that nobody thought of, to every route; a longer run is <c>fuzz</c> of the bench.</summary>
public sealed class FuzzTests
{
    private const int Requests = 20_000;
    private const int Seed = 20261124;

    [Fact]
    public async Task An_odd_request_is_answered_in_the_envelope_and_a_refused_one_stores_nothing()
    {
        await using var app = await BudstikkeApp.Start(settings: Fuzzing.Settings);
        var before = await Counts(app);

        var result = await Fuzzing.Run(app, Seed, Requests);

        result.Faults.ShouldBeEmpty();
        result.Answers.Values.Sum().ShouldBe(Requests);
        result.Answers.Keys.ShouldBeSubsetOf([200, 201, 202, 400, 401, 404, 405, 414, 417]);
        result.Orders.Count.ShouldBeGreaterThan(Requests / 100);
        var after = await Counts(app);
        (after.Orders - before.Orders).ShouldBe(result.Orders.Count + Fuzzing.GoodOrders);
        (after.Accepted - before.Accepted).ShouldBe(result.Orders.Count + Fuzzing.GoodOrders);
        after.WithoutOrder.ShouldBe(0);
    }

    private static Task<StoreCounts> Counts(BudstikkeApp app) =>
        app.Database.Read(session =>
            session.QuerySingle<StoreCounts>(
                """
                SELECT (SELECT count(*) FROM orders) AS Orders,
                  (SELECT count(*) FROM facts WHERE kind = 'OrderAccepted') AS Accepted,
                  (SELECT count(*) FROM facts WHERE order_id NOT IN (SELECT order_id FROM orders))
                    + (SELECT count(*) FROM jobs WHERE subject NOT IN (SELECT order_id FROM orders))
                    + (SELECT count(*) FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders))
                    + (SELECT count(*) FROM personal_numbers WHERE customer_id NOT IN (SELECT customer_id FROM orders))
                    AS WithoutOrder
                """
            )
        );

    private sealed record StoreCounts(long Orders, long Accepted, long WithoutOrder);
}
