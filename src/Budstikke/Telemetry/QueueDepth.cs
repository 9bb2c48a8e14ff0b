using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Telemetry;

/// <summary>
/// How much is due of each kind, and since when the oldest: of the database that all nodes share, so every worker
/// reports the same. It is read every 10 s, only while somebody listens, and never further than the first hundred
/// thousand of a kind.
/// </summary>
internal sealed class QueueDepth : Chore
{
    public const int MaxCounted = 100_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly NodeClock _clock;
    private readonly string[] _kinds;
    private readonly ObservableGauge<long> _due;
    private readonly ObservableGauge<double> _oldest;
    private volatile IReadOnlyList<KindDepth> _depths = [];

    public QueueDepth(
        Database database,
        IEnumerable<IJobHandler> handlers,
        NodeClock clock,
        Meter meter,
        ILogger<QueueDepth> log
    )
        : base(s_interval, database, clock, log)
    {
        _clock = clock;
        _kinds = [.. handlers.SelectMany(handler => handler.Kind.All).Distinct()];
        _due = meter.CreateObservableGauge(
            "budstikke.jobs.due",
            () => _depths.Select(depth => new Measurement<long>(depth.Due, Tag(depth))),
            "{job}",
            $"Jobs that could be worked on now; {MaxCounted} means that many or more"
        );
        _oldest = meter.CreateObservableGauge(
            "budstikke.jobs.oldest_due.age",
            () => _depths.Select(depth => new Measurement<double>(depth.OldestAgeSeconds, Tag(depth))),
            "s",
            "How long the oldest due job has been due"
        );
    }

    private sealed record KindDepth(string Kind, long Due, double OldestAgeSeconds);

    private sealed record DueRow(long Due, long OldestDueAt);

    private static KeyValuePair<string, object?> Tag(KindDepth depth) => new("kind", depth.Kind);

    protected override string What => "Reading the depth of the queue";

    public override async Task Run(CancellationToken cancel)
    {
        // Where it fails, nothing rather than what was true before.
        _depths = [];
        if (_due.Enabled || _oldest.Enabled)
            await Read(cancel);
    }

    /// <summary>Reads it now.</summary>
    public async Task Read(CancellationToken cancel)
    {
        var now = _clock.Now.ToUnixTimeMilliseconds();
        var depths = new List<KindDepth>(_kinds.Length);
        foreach (var kind in _kinds)
        {
            var row = await Database.Read(
                session =>
                    session.QuerySingle<DueRow>(
                        """
                        SELECT count(*) AS Due, coalesce(min(due_at), @now) AS OldestDueAt
                        FROM (SELECT due_at FROM jobs WHERE kind = @kind AND due_at <= @now LIMIT @max) due
                        """,
                        new
                        {
                            kind,
                            now,
                            max = (long)MaxCounted,
                        }
                    ),
                cancel
            );
            depths.Add(new(kind, row.Due, (now - row.OldestDueAt) / 1000.0));
        }
        _depths = depths;
    }
}
