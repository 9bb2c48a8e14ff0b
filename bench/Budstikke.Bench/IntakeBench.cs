using Budstikke.Commands;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// Send Invoice, durable, over HTTP on both databases, beside Kestrel that only parses and beside the databases' own commits of the same
/// bytes. The nodes take calls and work on no jobs, so that the door alone is measured.
/// </summary>
internal static class IntakeBench
{
    private static readonly int[] s_connections = [1, 16, 64, 256];

    public static async Task<IReadOnlyList<Figure>> Run(Pace pace, CancellationToken cancel)
    {
        var order = SampleOrder.Json;
        using var parseOnly = await ParseOnly.Start();
        await using var sqlite = await Door.Open(Store.Sqlite);
        await using var postgres = await Door.Open(Store.Postgres);
        await using var commits = await TempStore.Create();
        var pgBench = await (await PostgresCluster.Shared).NewEmptyDatabase();
        await PgBench.Prepare(pgBench);
        List<Measurement> measurements =
        [
            .. Over("Kestrel parsing", parseOnly.Address, "none"),
            .. Over("SQLite", sqlite.Node.Address, sqlite.Token),
            .. Over("PostgreSQL", postgres.Node.Address, postgres.Token),
            .. new[] { 1, 100 }.SelectMany(rows =>
                new Measurement[]
                {
                    new(
                        $"SQLite commits of {rows}",
                        stop => SqliteCommits.Run(commits.Database, order, rows, pace.Time, stop)
                    ),
                    new($"pgbench 16, commits of {rows}", stop => PgBench.Run(pgBench, order, rows, pace.Time, stop)),
                }
            ),
        ];
        return await Figures.Take(measurements, pace, cancel);

        IEnumerable<Measurement> Over(string name, Uri address, string token) =>
            s_connections.Select(connections => new Measurement(
                $"{name}, {connections} conn.",
                stop =>
                    HttpLoad.Run(address, i => RequestBytes.Orders(order, token, i * 100), connections, pace.Time, stop)
            ));
    }

    /// <summary>A node of its own on a store of its own.</summary>
    private sealed record Door(NodeProcess Node, string Token, string Folder) : IAsyncDisposable
    {
        public static async Task<Door> Open(Store store)
        {
            var folder = StoreFolder.New();
            var settings = await StoreFolder.Settings(store, folder);
            settings["Node:Roles"] = "api";
            var token = await NodeProcess.AddTestClient(settings);
            return new(await NodeProcess.Serve(settings), token, folder);
        }

        public async ValueTask DisposeAsync()
        {
            Node.Dispose();
            await StoreFolder.Delete(Folder);
        }
    }
}
