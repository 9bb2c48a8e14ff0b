using System.Diagnostics;
using Budstikke.Storage;

namespace Budstikke.Bench;

/// <summary>What the disk allows on SQLite: durable transactions of one or many rows with the same bytes, one after
/// another.</summary>
internal static class SqliteCommits
{
    public static async Task<IReadOnlyList<Reading>> Run(
        Database database,
        string order,
        int rows,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        var table = new Table("bench_orders", [("content", ColumnType.Text)]);
        object?[][] batch = [.. Enumerable.Repeat<object?[]>([order], rows)];
        await database.Write(
            session =>
                session.Execute(
                    "CREATE TABLE IF NOT EXISTS bench_orders (order_id integer PRIMARY KEY, content text NOT NULL)"
                ),
            cancel: cancel
        );
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < time; count += rows)
            await database.Write(session => session.Insert(table, batch), cancel: cancel);
        return [new("", "rows/s", count / clock.Elapsed.TotalSeconds)];
    }
}
