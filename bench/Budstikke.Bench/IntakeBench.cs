using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// Send Invoice, durable, over HTTP on both databases, beside Kestrel that only parses and beside the databases' own
/// commits of the same bytes. The nodes take calls and work on no jobs, so that the door alone is measured.
/// </summary>
internal static class IntakeBench
{
    private const int Busy = 64;
    private static readonly int[] s_connections = [1, 16, Busy, 256];

    /// <param name="nodes">How many nodes serve; with more than one, PostgreSQL alone is measured, at 64
    /// connections.</param>
    /// <param name="stored">How many orders the store has; with any, 64 connections are measured.</param>
    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<int> nodes,
        IReadOnlyList<long> stored,
        Pace pace,
        CancellationToken cancel
    )
    {
        var order = PublishedOrder.Json;
        using var parseOnly = await ParseOnly.Start();
        await using var commits = await TempStore.Create();
        var pgBench = await (await PostgresCluster.Shared).NewEmptyDatabase();
        await PgBench.Prepare(pgBench);
        var measurements = new List<Measurement>(Over("Kestrel parsing", [parseOnly.Address], "none", s_connections));
        var grounds = new List<Ground>();
        try
        {
            foreach (var (store, count, orders) in Places(nodes, stored))
            {
                var name =
                    $"{store}{(count == 1 ? "" : $", {count} nodes")}{(orders == 0 ? "" : $", {orders:#,0} orders")}";
                var connections = count == 1 && orders == 0 ? s_connections : [Busy];
                if (!connections.Any(some => pace.Takes(NameOf(name, some))))
                    continue;
                var ground = await Ground.Open(store, orders);
                grounds.Add(ground);
                await ground.Serve(count, "api");
                measurements.AddRange(Over(name, ground.Addresses, ground.Token, connections));
            }
            foreach (var rows in new[] { 1, 100 })
            {
                measurements.Add(
                    new(
                        $"SQLite commits of {rows}",
                        stop => SqliteCommits.Run(commits.Database, order, rows, pace.Time, stop)
                    )
                );
                measurements.Add(
                    new($"pgbench 16, commits of {rows}", stop => PgBench.Run(pgBench, order, rows, pace.Time, stop))
                );
            }
            return await Figures.Take(measurements, pace, cancel);
        }
        finally
        {
            foreach (var ground in grounds)
                await ground.DisposeAsync();
        }

        IEnumerable<Measurement> Over(
            string name,
            IReadOnlyList<Uri> addresses,
            string token,
            IEnumerable<int> connections
        ) =>
            connections.Select(count => new Measurement(
                NameOf(name, count),
                stop => HttpLoad.Run(addresses, i => RequestBytes.Orders(order, token, i * 100), count, pace.Time, stop)
            ));
    }

    private static IEnumerable<(Store Store, int Nodes, long Stored)> Places(
        IReadOnlyList<int> nodes,
        IReadOnlyList<long> stored
    ) =>
        from orders in stored
        from count in nodes
        from store in new[] { Store.Sqlite, Store.Postgres }
        where count == 1 || store == Store.Postgres
        select (store, count, orders);

    private static string NameOf(string name, int connections) => $"{name}, {connections} conn.";
}
