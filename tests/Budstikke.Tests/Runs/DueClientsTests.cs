using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Runs;

/// <summary>Whose run is due is looked for every few seconds by each node.</summary>
public sealed class DueClientsTests
{
    private const int Many = 5000;

    [NeedsPostgres]
    public async Task It_does_not_read_the_orders_that_are_held()
    {
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewDatabase();
        // One session counts the rows that were read.
        await using (var database = new Database(new PostgresDialect($"{connection};Maximum Pool Size=1")))
        {
            using var runs = new InvoiceRuns(
                database,
                new FactRegister(new Wake(), NullLogger<FactRegister>.Instance),
                await ClockOf(database, new TestClock(BudstikkeApp.Monday))
            );
            await Hold(database, "A", 0, 1);
            // Often enough for a plan that is kept.
            for (var i = 0; i < 10; i++)
                (await runs.DueClients()).ShouldBe(["A"]);
            await Hold(database, "A", 1, Many);
            await Hold(database, "B", Many + 1, Many);
            await database.Read(session => session.Query<string>("SELECT CAST(pg_stat_force_next_flush() AS text)"));
            var before = await RowsRead(database);

            (await runs.DueClients()).ShouldBe(["A", "B"]);
            (await runs.HoldingClients()).ShouldBe(["A", "B"]);

            await database.Read(session => session.Query<string>("SELECT CAST(pg_stat_force_next_flush() AS text)"));
            (await RowsRead(database) - before).ShouldBeLessThan(100);
        }
        await cluster.Drop(connection);
    }

    /// <summary>The server goes by the time of the test.</summary>
    private static async Task<NodeClock> ClockOf(Database database, TestClock clock)
    {
        var ahead = clock.Right.ToUnixTimeMilliseconds() - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var compared = new NodeClock(
            database,
            new(clock, new(ClaimClockOffset: () => ahead)),
            clock,
            NullLogger<NodeClock>.Instance
        );
        await compared.Compare();
        return compared;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_is_due_once_the_first_of_its_orders_is_and_while_no_run_of_it_is_under_way(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var runs = new InvoiceRuns(
            app.Database,
            new FactRegister(new Wake(), NullLogger<FactRegister>.Instance),
            app.Services.GetRequiredService<NodeClock>()
        );
        await Hold(app.Database, "later", 0, 2, heldUntil: 1);
        await Hold(app.Database, "never", 2, 2, heldUntil: HeldOrders.SetAside);
        await Hold(app.Database, "now", 4, 2);
        await Hold(app.Database, "under way", 6, 2);
        await runs.Begin("under way", InvoiceRun.Schedule, "system");

        (await runs.HoldingClients()).ShouldBe(["later", "never", "now", "under way"]);
        (await runs.DueClients()).ShouldBe(["now"]);
        app.Clock.Set(BudstikkeApp.Monday.AddMilliseconds(1));
        (await runs.DueClients()).ShouldBe(["later", "now"]);
    }

    /// <param name="heldUntil">Milliseconds from the beginning, or never.</param>
    private static Task Hold(Database database, string client, int first, int count, long heldUntil = 0) =>
        database.Write(session =>
            session.Execute(
                """
                INSERT INTO orders (order_id, client_id, customer_id, state, invoice_interval, separate_invoices,
                  grand_total,
                  ordered_at, accepted_at, state_changed_at, content, held_until)
                WITH RECURSIVE n(i) AS (SELECT CAST(@first AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @end)
                SELECT 'ODR' || i, @client, 'CSRT' || i, 'SENT', 1, 0, 100, 0, 0, 0, '{}', @until FROM n
                """,
                new
                {
                    client,
                    first = (long)first,
                    end = (long)first + count,
                    until = heldUntil == HeldOrders.SetAside
                        ? heldUntil
                        : BudstikkeApp.Monday.ToUnixTimeMilliseconds() + heldUntil,
                }
            )
        );

    private static Task<long> RowsRead(Database database) =>
        database.Read(session =>
            session.QuerySingle<long>(
                """
                SELECT CAST((SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'orders')
                  + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'orders') AS bigint)
                """
            )
        );
}
