using System.Globalization;
using System.Security.Cryptography;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <param name="Every">How often the row is renewed.</param>
/// <param name="SurelyAlive">So long after a renewal the node begins work; shorter than a row takes to be old.</param>
/// <param name="Dead">So old, and with its lock free, a row is a dead node's.</param>
/// <param name="BeforeJudging">After a failover all nodes have lost their locks, and all take them again.</param>
internal sealed record PresenceTimes(TimeSpan Every, TimeSpan SurelyAlive, TimeSpan Dead, TimeSpan BeforeJudging)
{
    public static PresenceTimes Usual { get; } =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(10));
}

/// <summary>
/// That this node lives, for the others of a PostgreSQL: a lock of its own session, and a row that it renews by the
/// server's clock. A node whose lock is free and whose row is old is dead, and what it had claimed is free at once. One
/// that stands still keeps its lock, and its claims end by themselves.
/// </summary>
/// <param name="connectionString">Null for an embedded store, and for a node that works on no jobs.</param>
internal sealed class NodePresence(
    string? connectionString,
    PresenceTimes times,
    TimeProvider time,
    Outages outages,
    Wake wake
)
{
    private const string What = "The presence of this node";

    /// <summary>The first of the two integers that name the locks.</summary>
    public const int LockKind = 0x6275_6473;
    private const string Clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private readonly int _node = RandomNumberGenerator.GetInt32(int.MaxValue);
    private long _renewed;

    /// <summary>Claims begin with it, so that the others know whose they are. Empty where nobody else could end
    /// them.</summary>
    public string Name => connectionString is null ? "" : NameOf(_node);

    public int Node => _node;

    public static string NameOf(long node) => node.ToString("x8", CultureInfo.InvariantCulture) + ".";

    /// <summary>False where the others may take this node for dead: it begins nothing.</summary>
    public bool MayBegin =>
        connectionString is null
        || Volatile.Read(ref _renewed) is var renewed and not 0 && time.GetElapsedTime(renewed) < times.SurelyAlive;

    /// <summary>Until the node has given all back.</summary>
    public async Task Keep(CancellationToken stopping)
    {
        if (connectionString is null)
            return;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var hold = await PostgresHold.Take(connectionString, LockKind, _node, stopping);
                if (hold is not null)
                    await Renew(hold, stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                if (!outages.IsAway(Database.Name))
                    outages.Failed(What, error);
            }
            catch (Exception)
            {
                // The node stops.
            }
            // The old session's lock may live for a moment more.
            await Task.WhenAny(Task.Delay(times.Every / 4, stopping));
        }
    }

    private async Task Renew(PostgresHold hold, CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        using var timer = new PeriodicTimer(times.Every);
        try
        {
            do
            {
                var asked = time.GetTimestamp();
                await hold.Execute(
                    $"""
                    INSERT INTO nodes (node, renewed_at) VALUES (@node, {Clock})
                    ON CONFLICT (node) DO UPDATE SET renewed_at = excluded.renewed_at
                    """,
                    stopping,
                    ("node", (long)_node)
                );
                var mightNot = !MayBegin;
                Volatile.Write(ref _renewed, asked);
                if (mightNot)
                    wake.HearAll();
                outages.Ended(What);
                if (time.GetElapsedTime(since) > times.BeforeJudging)
                    await FreeTheDead(hold, stopping);
            } while (await timer.WaitForNextTickAsync(stopping));
        }
        finally
        {
            if (stopping.IsCancellationRequested)
                await hold.Execute("DELETE FROM nodes WHERE node = @node", default, ("node", (long)_node));
        }
    }

    private async Task FreeTheDead(PostgresHold hold, CancellationToken stopping)
    {
        var old = await hold.Numbers(
            $"SELECT node FROM nodes WHERE renewed_at < {Clock} - @dead",
            stopping,
            ("dead", (long)times.Dead.TotalMilliseconds)
        );
        foreach (var node in old)
            await hold.InPlaceOf(
                (int)node,
                async () =>
                {
                    // It may have come back between the look and the lock.
                    await hold.Execute(
                        $"""
                        WITH dead AS (
                          DELETE FROM nodes WHERE node = @node AND renewed_at < {Clock} - @dead RETURNING node)
                        UPDATE jobs SET claimed_until = 0
                        WHERE claim_token LIKE @claims AND EXISTS (SELECT 1 FROM dead)
                        """,
                        stopping,
                        ("node", node),
                        ("dead", (long)times.Dead.TotalMilliseconds),
                        ("claims", NameOf(node) + "%")
                    );
                },
                stopping
            );
    }
}
