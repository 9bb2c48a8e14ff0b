using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

/// <summary>Two transactions that change some of the same rows, on PostgreSQL: on SQLite there is one at a
/// time.</summary>
public sealed class LockOrderTests
{
    private const int Orders = 50;
    private const int MaxLooks = 100_000;

    /// <summary>
    /// The first of them is held by somebody else. Whoever has locked others by then, in another order, could be waited
    /// for by him.
    /// </summary>
    [NeedsPostgres]
    public async Task Orders_that_change_together_are_locked_by_their_ids_and_not_as_they_lie_in_the_table()
    {
        await using var app = await BudstikkeApp.Start(Store.Postgres);
        var orders = new List<string>();
        // The first by its id lies behind the others.
        while (orders.Count < Orders || orders.Min(StringComparer.Ordinal) != orders[^1])
        {
            if (orders.Count >= Orders)
                await MoveToTheEnd(app, orders);
            else
                orders.Add(await app.Submit(Samples.ToPerson));
        }

        var change = Task.CompletedTask;
        var free = await app.Database.Write(async session =>
        {
            await session.Query<string>(
                "SELECT order_id FROM orders WHERE order_id = @id FOR UPDATE",
                new { id = orders[^1] }
            );
            change = Task.Run(() =>
                app.Database.Write(async other =>
                {
                    // As the server reads them where they are many.
                    await other.Execute("SET LOCAL enable_indexscan = off");
                    await other.CarryOut([
                        OrderState.Change(
                            other.Dialect,
                            orders,
                            OrderState.Sent,
                            OrderState.Invoiced,
                            app.Clock.GetUtcNow()
                        ),
                    ]);
                })
            );
            await SomebodyWaits(app);
            return await app.Database.Write(other =>
                other.Query<string>("SELECT order_id FROM orders FOR UPDATE SKIP LOCKED")
            );
        });
        await change;

        free.Count.ShouldBe(Orders - 1);
        foreach (var order in orders)
            (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
    }

    /// <summary>An update writes a row anew, behind all others.</summary>
    private static async Task MoveToTheEnd(BudstikkeApp app, List<string> orders)
    {
        var first = orders.Min(StringComparer.Ordinal)!;
        await app.Execute("UPDATE orders SET content = content || ' ' WHERE order_id = @first", new { first });
        orders.Remove(first);
        orders.Add(first);
    }

    private static async Task SomebodyWaits(BudstikkeApp app)
    {
        for (var looks = 0; looks < MaxLooks; looks++)
            if (
                await app.Database.Read(s => s.QuerySingle<long>("SELECT count(*) FROM pg_locks WHERE NOT granted")) > 0
            )
                return;
        throw new TimeoutException("Nobody waits.");
    }
}
