using System.Diagnostics;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>A job fails by a defect of ours, time after time. It is tried on, and a person must look at it.</summary>
[StoredAs("JobFailing")]
internal sealed record JobFailing : Fact
{
    public required long JobId { get; init; }

    public required string JobKind { get; init; }

    /// <summary>What the job is about.</summary>
    public required string Subject { get; init; }

    public required long Faults { get; init; }

    /// <summary>The kind of exception, and the trace under which the log has it.</summary>
    public required string Trouble { get; init; }

    public required DateTimeOffset NextTryAt { get; init; }
}

/// <summary>A job that had failed time after time has gone through.</summary>
[StoredAs("JobRecovered")]
internal sealed record JobRecovered : Fact
{
    public required long JobId { get; init; }

    public required string JobKind { get; init; }

    public required long Faults { get; init; }
}

/// <summary>
/// What becomes of a job that failed by a defect of ours: it is tried on, ever more rarely, and every so many times in
/// a row a person is told.
/// </summary>
internal sealed class Faults(
    Database database,
    IEnumerable<IJobHandler> handlers,
    TimeProvider time,
    JobSettings settings,
    ILogger log
)
{
    /// <param name="what">The log's words for what could not be done.</param>
    public async Task<Settlement> After(IReadOnlyList<Job> jobs, Exception error, string what)
    {
        var (job, now) = (jobs[0], time.GetUtcNow());
        if (database.Dialect.IsAway(error))
        {
            if (!database.HasTold(error))
                log.LogWarning(
                    "{Kind} for {Subject}: the database was away ({Error})",
                    job.Kind,
                    job.Subject,
                    error.Message
                );
            return Settlement.Retry(now + Backoff.AfterAbsence, error.GetType().Name, AnotherTry.DatabaseWasAway);
        }
        var orderIds = await handlers.OrdersOf(job);
        var trace = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
        log.LogError(
            error,
            "{Kind} {What} for {Subject}, order {OrderId}, trace {Trace}",
            job.Kind,
            what,
            job.Subject,
            orderIds.Count == 0 ? "unknown" : string.Join(' ', orderIds),
            trace
        );
        var next = now + Backoff.AfterFault(job.Faults);
        var again = Settlement.Retry(next, $"{error.GetType().Name}, trace {trace}", AnotherTry.Fault);
        return (job.Faults + 1) % settings.FaultsPerCase == 0
            ? again with
            {
                Facts = [FailingOf(job, orderIds, again)],
            }
            : again;
    }

    /// <summary>The same settlements, with a fact for each job that a person had been told of and that has gone through
    /// now.</summary>
    public async Task<IReadOnlyList<SettledJobs>> WithRecoveries(IReadOnlyList<SettledJobs> finished)
    {
        if (!finished.Any(HasRecovered))
            return finished;
        var told = new List<SettledJobs>();
        foreach (var one in finished)
            told.Add(HasRecovered(one) ? await WithRecovery(one) : one);
        return told;
    }

    private bool HasRecovered(SettledJobs one) =>
        one.Settlement.Because is AnotherTry.Waits or AnotherTry.NotNow
        && one.Jobs.Any(job => job.Faults >= settings.FaultsPerCase);

    private async Task<SettledJobs> WithRecovery(SettledJobs one)
    {
        var facts = new List<Fact>(one.Settlement.Facts);
        foreach (var job in one.Jobs.Where(job => job.Faults >= settings.FaultsPerCase))
            facts.Add(
                new JobRecovered
                {
                    ClientId = job.ClientId,
                    OrderIds = await handlers.OrdersOf(job),
                    About = job.Subject,
                    JobId = job.JobId,
                    JobKind = job.Kind,
                    Faults = job.Faults,
                }
            );
        return one with { Settlement = one.Settlement with { Facts = facts } };
    }

    private static JobFailing FailingOf(Job job, IReadOnlyList<string> orderIds, Settlement again) =>
        new()
        {
            ClientId = job.ClientId,
            OrderIds = orderIds,
            About = job.Subject,
            JobId = job.JobId,
            JobKind = job.Kind,
            Subject = job.Subject,
            Faults = job.Faults + 1,
            Trouble = again.Trouble!,
            NextTryAt = again.AgainAt!.Value,
        };
}
