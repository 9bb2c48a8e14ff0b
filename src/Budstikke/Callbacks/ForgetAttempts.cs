using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>
/// Removes the records of tries that are too old, the oldest first; what they came to stays on the orders' timelines.
/// With them goes trouble with a server that nobody has called since.
/// How old one is says the clock that all nodes share.
/// </summary>
internal sealed class ForgetAttempts(
    Database database,
    SharedClock shared,
    NodeClock clock,
    ILogger<ForgetAttempts> log
) : Chore(TimeSpan.FromMinutes(10), database, clock, log)
{
    /// <summary>How long a try can be looked at, and what was given up be told again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Short transactions: on SQLite the door waits behind each.</summary>
    private const int MaxRowsAtOnce = 1000;

    protected override string What => "The removal of old records of callbacks";

    public override async Task Run(CancellationToken cancel)
    {
        var now = await Database.Read(shared.Read, cancel);
        var before = (now - Kept).ToUnixTimeMilliseconds();
        while (await Database.Write(session => Remove(session, before), cancel: cancel) >= MaxRowsAtOnce) { }
        await Database.Write(session => EndpointStore.Forget(session, before), cancel: cancel);
    }

    /// <summary>They are numbered as they ended, but for a moment's difference between nodes: none is looked for among
    /// the young.</summary>
    private static Task<int> Remove(Session session, long before) =>
        session.Execute(
            $"""
            DELETE FROM callback_attempts WHERE attempt_id IN (
              SELECT attempt_id FROM (
                SELECT attempt_id, ended_at FROM callback_attempts ORDER BY attempt_id LIMIT @max) oldest
              WHERE ended_at < @before)
            """,
            new { before, max = (long)MaxRowsAtOnce }
        );
}
