using System.Diagnostics.Metrics;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>The worker's last step: writes what handlers returned, then tells who waits for it.</summary>
internal sealed class Settling(
    Database database,
    JobQueue queue,
    FactRegister facts,
    IEnumerable<IJobHandler> handlers,
    TimeProvider time,
    JobSettings settings,
    Wake wake,
    Meter meter,
    ILogger log
)
{
    /// <summary>
    /// Whoever meets another's change looks again at once, and the next time sees what the other did. One that meets it
    /// every time is wrong about something, and would go on for ever and keep the node busy.
    /// </summary>
    private const long MaxConflictsInARow = 50;

    /// <summary>What becomes of jobs that fail by a defect, in a handler or here.</summary>
    public Faults Faults { get; } = new(database, handlers, time, settings, log);

    private readonly Histogram<double> _settleSeconds = meter.CreateHistogram<double>(
        "budstikke.settle.duration",
        "s",
        "One transaction that settles jobs"
    );
    private readonly Histogram<int> _settledTogether = meter.CreateHistogram<int>(
        "budstikke.settle.jobs",
        "{job}",
        "Jobs settled by one transaction"
    );

    /// <summary>Also false where the database refuses one of them: settling each alone then shows which one it
    /// is.</summary>
    public async Task<bool> TryTogether(IReadOnlyList<SettledJobs> finished)
    {
        try
        {
            return await TrySettle(finished) is null;
        }
        catch (Exception error) when (!database.Dialect.IsUnavailable(error))
        {
            log.LogWarning(
                error,
                "{Kind} could not be settled together; settling each alone",
                finished[0].Jobs[0].Kind
            );
            return false;
        }
    }

    /// <summary>Null when they are settled; otherwise the conflict with somebody else's change.</summary>
    private async Task<ConflictException?> TrySettle(IReadOnlyList<SettledJobs> finished)
    {
        finished = await Faults.WithRecoveries(finished);
        try
        {
            var begun = time.GetTimestamp();
            await database.Write(session => queue.Settle(session, finished, facts));
            Settled(finished, time.GetElapsedTime(begun));
            return null;
        }
        catch (ConflictException conflict)
        {
            return conflict;
        }
    }

    private void Settled(IReadOnlyList<SettledJobs> finished, TimeSpan duration)
    {
        var kind = new KeyValuePair<string, object?>("kind", finished[0].Jobs[0].Kind);
        _settleSeconds.Record(duration.TotalSeconds, kind);
        _settledTogether.Record(finished.Sum(one => one.Jobs.Count), kind);
        wake.Call(finished.SelectMany(one => one.Settlement.Jobs).Select(job => job.Kind));
    }

    public async Task Alone(SettledJobs one)
    {
        if (await Trouble(one) is not { } trouble)
            return;
        var jobs = one.Jobs;
        if (trouble is ConflictException && jobs[0].Claims < MaxConflictsInARow)
            log.LogInformation(
                "{Kind} for {Subject}, order {OrderId}, met a change of somebody else's; it is looked at again",
                jobs[0].Kind,
                jobs[0].Subject,
                string.Join(' ', await handlers.OrdersOf(jobs[0]))
            );
        else if (
            await TrySettle([one with { Settlement = await Faults.After(jobs, trouble, "could not be settled") }])
            is null
        )
            return;
        await queue.Release(jobs, one.Token, wereBegun: true);
    }

    /// <summary>Null when it is settled; otherwise what went wrong.</summary>
    private async Task<Exception?> Trouble(SettledJobs one)
    {
        try
        {
            return await TrySettle([one]);
        }
        catch (Exception error) when (!database.Dialect.IsUnavailable(error))
        {
            return error;
        }
    }
}
