using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>
/// Removes the answers that no repeat can ask for any more. A repeat of such a key takes its row's place itself
/// (<see cref="FirstAnswers"/>), so this only keeps the table small; on which node it runs, and how often, does not
/// matter. How old a key is says the clock that all nodes share: one whose own is wrong must not erase what the others
/// have answered.
/// </summary>
internal sealed class ForgetKeys(Database database, SharedClock shared, NodeClock clock, ILogger<ForgetKeys> log)
    : Chore(TimeSpan.FromMinutes(10), database, clock, log)
{
    /// <summary>How long an answer is kept for repeats, as the API promises.</summary>
    public static readonly TimeSpan KeysLive = TimeSpan.FromHours(24);

    /// <summary>Short transactions: on SQLite the door waits behind each.</summary>
    private const int MaxRowsAtOnce = 1000;

    protected override string What => "The removal of old idempotency keys";

    /// <summary>Removes all that are old now; how many.</summary>
    public override async Task<int> Run(CancellationToken cancel)
    {
        var now = await Database.Read(shared.Read, cancel);
        var before = (now - KeysLive).ToUnixTimeMilliseconds();
        for (var removed = 0; ; )
        {
            var some = await Database.Write(session => Remove(session, before), cancel: cancel);
            removed += some;
            if (some < MaxRowsAtOnce)
                return removed;
        }
    }

    private static Task<int> Remove(Session session, long before) =>
        session.Execute(
            $"""
            DELETE FROM idempotency WHERE (client_id, key_hash) IN (
              SELECT client_id, key_hash FROM idempotency WHERE created_at < @before
              ORDER BY created_at LIMIT @max {session.Dialect.SkipLocked})
            """,
            new { before, max = (long)MaxRowsAtOnce }
        );
}
