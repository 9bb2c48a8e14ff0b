using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>
/// Removes the answers that no repeat can ask for any more. A repeat of such a key removes its row itself (<see cref="FirstAnswers"/>), so
/// this only keeps the table small; on which node it runs, and how often, does not matter.
/// </summary>
internal sealed class ForgetKeys(Database database, TimeProvider time, ILogger<ForgetKeys> log) : BackgroundService
{
    /// <summary>How long an answer is kept for repeats (contract: 24 hours).</summary>
    public static readonly TimeSpan KeysLive = TimeSpan.FromHours(24);

    /// <summary>Short transactions: on SQLite the door waits behind each.</summary>
    private const int MaxRowsAtOnce = 1000;
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryRun(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task TryRun(CancellationToken cancel)
    {
        try
        {
            await Run(cancel);
        }
        catch (Exception error) when (database.Dialect.IsUnavailable(error))
        {
            log.LogWarning("Old idempotency keys could not be removed: {Error}", error.GetType().Name);
        }
    }

    /// <summary>Removes all that are old now; how many.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var before = (time.GetUtcNow() - KeysLive).ToUnixTimeMilliseconds();
        for (var removed = 0; ; )
        {
            var some = await database.Write(session => Remove(session, before), cancel: cancel);
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
