using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>
/// Looks after a client's server that has taken nothing for days: puts it to sleep, has one of its callbacks ask once
/// an hour whether it is back, and gives up what waits for it when its sleep is over. One job from the beginning to
/// the end, so that each of these happens once.
/// </summary>
internal sealed class TendEndpoint(Database database, EndpointStore endpoints, TimeProvider time) : IJobHandler
{
    public const string KindName = "tend-endpoint";

    public JobKind Kind { get; } = new(KindName, Concurrency: 4);

    public static NewJob JobFor(EndpointHealth health) =>
        new(health.ClientId, KindName, health.Endpoint) { Lane = LaneOf(health.ClientId, health.Endpoint) };

    public static string LaneOf(string clientId, string endpoint) => $"{KindName}:{clientId} {endpoint}";

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var (job, now) = (jobs[0], time.GetUtcNow());
        var health = await endpoints.Find(job.ClientId, job.Subject);
        return EndpointHealth.StepOf(health, job.JobId, now) switch
        {
            EndpointStep.PutToSleep => PutToSleep(
                health!,
                job,
                now,
                EndpointHealth.EndOfSleep(now, await endpoints.EndsOfSleep(job.ClientId))
            ),
            EndpointStep.Probe => Probe(health!, await NextProbe(health!), now),
            EndpointStep.GiveUp => GiveUp(health!, await Waiting(health!), now),
            _ => Settlement.Done,
        };
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => Task.FromResult<IReadOnlyList<string>>([]);

    private static Settlement PutToSleep(EndpointHealth health, Job job, DateTimeOffset now, long until) =>
        Settlement.Wait(now + EndpointHealth.BetweenProbes) with
        {
            Writes = [EndpointStore.PutToSleep(health, job.JobId, now, until)],
            Facts =
            [
                new CallbackEndpointAsleep
                {
                    ClientId = health.ClientId,
                    OrderIds = [],
                    About = health.Endpoint,
                    FailingSince = EndpointHealth.Moment(health.FailingSince),
                    Until = EndpointHealth.Moment(until),
                },
            ],
        };

    private Settlement Probe(EndpointHealth health, long? next, DateTimeOffset now) =>
        Settlement.Wait(EndpointHealth.NextStep(health, now)) with
        {
            Writes =
            [
                EndpointStore.Probe(health, next),
                .. next is { } jobId ? new Write[] { For(health).MakeDue(database.Dialect, [jobId], now) } : [],
            ],
        };

    private static Settlement GiveUp(EndpointHealth health, long waiting, DateTimeOffset now) =>
        new()
        {
            Writes = [EndpointStore.GiveUp(health, now)],
            Facts =
            [
                new CallbackEndpointGivenUp
                {
                    ClientId = health.ClientId,
                    OrderIds = [],
                    About = health.Endpoint,
                    FailingSince = EndpointHealth.Moment(health.FailingSince),
                    Waiting = waiting,
                },
            ],
        };

    /// <summary>The one behind the last, so that no URL that is wrong for good keeps the server asleep.</summary>
    private Task<long?> NextProbe(EndpointHealth health) =>
        database.Read(session => For(health).Next(session, health.ProbeJob ?? 0));

    private Task<long> Waiting(EndpointHealth health) => database.Read(For(health).Count);

    private static WaitingJobs For(EndpointHealth health) =>
        new(SendCallback.KindName, health.ClientId, health.SleepsUntil!.Value);
}
