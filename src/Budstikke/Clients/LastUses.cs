using System.Collections.Concurrent;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>When each token was last used on this node: noted by a request, written once a minute at most and never by
/// the request.</summary>
internal sealed class LastUses(Database database, NodeClock clock, ILogger<LastUses> log)
    : Chore(TimeSpan.FromMinutes(1), database, clock, log)
{
    /// <summary>Short transactions: on SQLite the door waits behind each.</summary>
    private const int MaxRowsAtOnce = 100;
    private ConcurrentDictionary<string, long> _noted = new(StringComparer.Ordinal);

    protected override string What => "Writing the last uses of tokens";

    public void Note(string tokenHash, DateTimeOffset at) => _noted[tokenHash] = at.ToUnixTimeMilliseconds();

    /// <summary>Writes what was noted since the last time.</summary>
    public override async Task Run(CancellationToken cancel)
    {
        var noted = Interlocked.Exchange(ref _noted, new(StringComparer.Ordinal));
        // In the order of the key, so that two nodes cannot wait for each other.
        foreach (var some in noted.OrderBy(one => one.Key, StringComparer.Ordinal).Chunk(MaxRowsAtOnce))
            await Database.Write(
                async session =>
                {
                    foreach (var (hash, at) in some)
                        await session.Execute(
                            """
                            UPDATE tokens SET last_used_at = @at
                            WHERE token_hash = @hash AND (last_used_at IS NULL OR last_used_at < @at)
                            """,
                            new { hash, at }
                        );
                },
                cancel
            );
    }
}
