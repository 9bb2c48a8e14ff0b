using Budstikke.Tests.Support;

namespace Budstikke.Tests.Fuzz;

/// <summary>Requests that nobody thought of, to every route; a longer run is <c>fuzz</c> of the bench.</summary>
public sealed class FuzzTests
{
    private const int Requests = 20_000;

    /// <summary>The store makes little difference to what is odd.</summary>
    private const int RequestsOnPostgres = 6_000;

    private const int Seed = 20261124;

    [Theory, OnSqlite, OnPostgres]
    public async Task An_odd_request_is_answered_in_the_envelope_stores_nothing_and_troubles_no_neighbour(Store store)
    {
        var requests = store == Store.Sqlite ? Requests : RequestsOnPostgres;
        await using var app = await BudstikkeApp.Start(store, settings: Fuzzing.Settings);
        var before = await Counts(app);

        var result = await Fuzzing.Run(app, Seed, requests);

        result.Faults.ShouldBeEmpty();
        result.Answers.Values.Sum().ShouldBe(requests);
        result.NeighbourCalls.ShouldBeGreaterThan(100);
        result.Answers.Keys.ShouldBeSubsetOf([200, 201, 202, 400, 401, 403, 404, 405, 414, 417, 503]);
        result.Orders.Count.ShouldBeGreaterThan(requests / 100);
        var after = await Counts(app);
        var taken = result.Orders.Count + result.NeighbourOrders + Fuzzing.GoodOrders;
        (after.Orders - before.Orders).ShouldBe(taken);
        (after.Accepted - before.Accepted).ShouldBe(taken);
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
