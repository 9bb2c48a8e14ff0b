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
    Wake wake,
    Meter meter,
    ILogger log
)
{
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

    /// <summary>False too where the database takes one of them not: each alone shows which it is.</summary>
    public async Task<bool> TryTogether(IReadOnlyList<SettledJobs> finished, string token)
    {
        try
        {
            return await TrySettle(finished, token);
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

    private async Task<bool> TrySettle(IReadOnlyList<SettledJobs> finished, string token)
    {
        try
        {
            var begun = time.GetTimestamp();
            await database.Write(session => queue.Settle(session, finished, token, facts));
            Settled(finished, time.GetElapsedTime(begun));
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    private void Settled(IReadOnlyList<SettledJobs> finished, TimeSpan duration)
    {
        var kind = new KeyValuePair<string, object?>("kind", finished[0].Jobs[0].Kind);
        _settleSeconds.Record(duration.TotalSeconds, kind);
        _settledTogether.Record(finished.Sum(one => one.Jobs.Count), kind);
        wake.Call(finished.SelectMany(one => one.Settlement.Jobs).Select(job => job.Kind));
        facts.Tell([.. finished.SelectMany(one => one.Settlement.Facts)]);
    }

    public async Task Alone(IReadOnlyList<Job> jobs, string token, Settlement settlement)
    {
        try
        {
            if (await TrySettle([new(jobs, settlement)], token))
                return;
            log.LogInformation(
                "{Kind} for {Subject}, order {OrderId}, met a change of somebody else's; it is looked at again",
                jobs[0].Kind,
                jobs[0].Subject,
                await handlers.OrdersOf(jobs[0])
            );
        }
        catch (Exception error) when (!database.Dialect.IsUnavailable(error))
        {
            log.LogError(
                error,
                "{Kind} for {Subject}, order {OrderId}, could not be settled",
                jobs[0].Kind,
                jobs[0].Subject,
                await handlers.OrdersOf(jobs[0])
            );
            var again = Settlement.Retry(time.GetUtcNow() + Backoff.AfterFault(jobs[0].Attempts), error.GetType().Name);
            if (await TrySettle([new(jobs, again)], token))
                return;
        }
        await queue.Release(jobs, token, wereBegun: true);
    }
}
