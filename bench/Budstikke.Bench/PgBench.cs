using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Budstikke.Bench;

/// <summary>PostgreSQL's own measure: durable inserts of the same bytes, a row a transaction.</summary>
internal static partial class PgBench
{
    private const int Clients = 16;

    public static async Task Prepare(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var create = source.CreateCommand(
            "CREATE TABLE bench_orders (order_id bigserial PRIMARY KEY, content text NOT NULL)"
        );
        await create.ExecuteNonQueryAsync();
    }

    /// <param name="rows">How many rows a transaction writes, by one statement.</param>
    public static async Task<IReadOnlyList<Reading>> Run(
        string connection,
        string order,
        int rows,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        var server = new NpgsqlConnectionStringBuilder(connection);
        var script = Path.GetTempFileName();
        var values = string.Join(
            ", ",
            Enumerable.Repeat($"('{order.Replace("'", "''").ReplaceLineEndings("")}')", rows)
        );
        await File.WriteAllTextAsync(script, $"INSERT INTO bench_orders (content) VALUES {values};", cancel);
        var start = new ProcessStartInfo(
            "pgbench",
            [
                .. new[] { "-n", "-M", "simple", "-f", script, "-h", server.Host!, "-U", server.Username! },
                .. new[] { "-p", $"{server.Port}", "-c", $"{Clients}", "-j", "1" },
                .. new[] { "-T", $"{Math.Max(1, (int)time.TotalSeconds)}", server.Database! },
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var run = Process.Start(start)!;
        var said = await run.StandardOutput.ReadToEndAsync(cancel);
        await run.WaitForExitAsync(cancel);
        File.Delete(script);
        if (PerSecond().Match(said) is not { Success: true } told)
            throw new InvalidOperationException($"pgbench told no rate: {said}");
        var perSecond = double.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture);
        return [new("", "rows/s", perSecond * rows)];
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex PerSecond();
}
