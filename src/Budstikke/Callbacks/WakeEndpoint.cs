using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>Makes due what waited for a server that has woken, so many in one transaction; in the order of their
/// lanes they then go out.</summary>
internal sealed class WakeEndpoint(Database database, TimeProvider time) : IJobHandler
{
    public const string KindName = "wake-endpoint";
    private const int MaxAtOnce = 1000;

    /// <summary>A callback that was in hand when the server woke may have been put off after the last look: no claim
    /// lives as long as this.</summary>
    private static readonly TimeSpan s_lastLook = TimeSpan.FromMinutes(2);

    public JobKind Kind { get; } = new(KindName, Concurrency: 4);

    /// <param name="until">When its sleep would have ended, in Unix milliseconds.</param>
    public static NewJob JobFor(EndpointHealth health, long until) =>
        new(health.ClientId, KindName, health.Endpoint) { Content = JsonOptions.Store(new EndedSleep(until)) };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var (job, now) = (jobs[0], time.GetUtcNow());
        var all = new WaitingJobs(
            SendCallback.KindName,
            job.ClientId,
            JsonOptions.Restore<EndedSleep>(job.Content).Until
        );
        var waiting = await database.Read(session => all.Some(session, MaxAtOnce), cancel);
        var last = EndpointHealth.Moment(job.CreatedAt) + s_lastLook;
        if (waiting.Count == 0 && now >= last)
            return Settlement.Done;
        return Settlement.Wait(waiting.Count == MaxAtOnce || last < now ? now : last) with
        {
            Writes = waiting.Count == 0 ? [] : [all.MakeDue(database.Dialect, waiting, now)],
        };
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <param name="Until">When it would have ended, in Unix milliseconds.</param>
internal sealed record EndedSleep(long Until);
