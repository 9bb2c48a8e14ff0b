using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Jobs;

/// <summary>A queue on an empty store, and a worker whose handler does what the test says.</summary>
internal sealed class QueueBench : IAsyncDisposable, IJobHandler
{
    public const int LeaseSeconds = 30;
    private static readonly JobSettings s_settings = new(LeaseSeconds);
    private readonly TempStore _store;

    private QueueBench(TempStore store, JobKind kind)
    {
        (_store, Kind, Facts) = (store, kind, new(Wake, NullLogger<FactRegister>.Instance));
        Queue = new(store.Database, store.Clock, s_settings);
        NodeClock = new(store.Database, new(store.Clock, s_settings), store.Clock, NullLogger<NodeClock>.Instance);
        Worker = new(
            store.Database,
            Queue,
            Facts,
            [this],
            store.Clock,
            NodeClock,
            new(null, PresenceTimes.Usual, store.Clock, new(store.Clock, NullLogger<Outages>.Instance), Wake),
            s_settings,
            Wake,
            new Meter(nameof(QueueBench)),
            NullLogger<Worker>.Instance
        );
    }

    /// <summary>Of a queue that nobody waits for.</summary>
    public static FactRegister NoFacts => new(new(), NullLogger<FactRegister>.Instance);

    public JobKind Kind { get; }

    public TestClock Clock => _store.Clock;

    public Database Database => _store.Database;

    public NodeClock NodeClock { get; }

    public JobQueue Queue { get; }

    public Worker Worker { get; }

    public Wake Wake { get; } = new();

    public FactRegister Facts { get; }

    public Func<IReadOnlyList<Job>, Settlement> Do { get; set; } = _ => Settlement.Done;

    /// <summary>The subjects of each call.</summary>
    public ConcurrentQueue<string> Handled { get; } = new();

    public static async Task<QueueBench> Create(bool isBatch = false, int concurrency = 10)
    {
        var bench = new QueueBench(await TempStore.Create(), new JobKind("work", concurrency, isBatch));
        await bench.NodeClock.Compare();
        return bench;
    }

    public Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        Handled.Enqueue(string.Join(' ', jobs.Select(job => job.Subject)));
        return Task.FromResult(Do(jobs));
    }

    public Task Enqueue(string client, params string[] subjects) => Enqueue(client, null, subjects);

    public Task Enqueue(string client, string? lane, IEnumerable<string> subjects)
    {
        var inLane = Kind.IsBatch ? Kind.LaneOf(client) : lane;
        return Database.Write([
            .. JobQueue.Rows(
                subjects.Select(subject => new NewJob(client, Kind.Kind, subject) { Lane = inLane }),
                Clock.GetUtcNow()
            ),
        ]);
    }

    public async Task<(string Token, IReadOnlyList<Job> Jobs)> Claim(int limit = 10)
    {
        var token = JobQueue.NewToken();
        return (token, await Queue.Claim(Kind, limit, token));
    }

    public async Task<IReadOnlyList<string>> ClaimedSubjects(int limit = 10) =>
        [.. (await Claim(limit)).Jobs.Select(job => job.Subject)];

    public Task Settle(IReadOnlyList<Job> jobs, string token, Settlement settlement) =>
        Database.Write(session => Queue.Settle(session, [new(jobs, settlement, token)], Facts));

    public void Pass(TimeSpan time) => Clock.Set(Clock.GetUtcNow() + time);

    public Task<long> Count() => Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs"));

    public Task<(long Attempts, long Claims, string? Trouble)> RowOf(string subject) =>
        Database.Read(session =>
            session.QuerySingle<(long, long, string?)>(
                "SELECT attempts, claims, trouble FROM jobs WHERE subject = @subject",
                new { subject }
            )
        );

    public Task<long> FaultsOf(string subject) =>
        Database.Read(session =>
            session.QuerySingle<long>("SELECT faults FROM jobs WHERE subject = @subject", new { subject })
        );

    public async ValueTask DisposeAsync()
    {
        Worker.Dispose();
        NodeClock.Dispose();
        await _store.DisposeAsync();
    }
}
