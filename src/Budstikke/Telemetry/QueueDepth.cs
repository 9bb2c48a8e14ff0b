using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Telemetry;

/// <summary>
/// How much is due of each kind, and since when the oldest: of the database that all nodes share, so every worker
/// reports the same. It is read every 10 s, only while somebody listens, and never further than the first hundred
/// thousand of a kind.
/// </summary>
internal sealed class QueueDepth : BackgroundService
{
    public const int MaxCounted = 100_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueDepth> _log;
    private readonly string[] _kinds;
    private readonly ObservableGauge<long> _due;
    private readonly ObservableGauge<double> _oldest;
    private volatile IReadOnlyList<KindDepth> _depths = [];

    public QueueDepth(
        Database database,
        IEnumerable<IJobHandler> handlers,
        TimeProvider time,
        Meter meter,
        ILogger<QueueDepth> log
    )
    {
        (_database, _time, _log) = (database, time, log);
        _kinds = [.. handlers.Select(handler => handler.Kind.Kind).Distinct()];
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, _time);
        try
        {
            do
            {
                if (_due.Enabled || _oldest.Enabled)
                    await TryRead(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task TryRead(CancellationToken cancel)
    {
        try
        {
            await Read(cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            // Nothing rather than what was true before. A gauge must not end the node.
            _depths = [];
            if (!_database.HasTold(error))
                _log.LogError(error, "The depth of the queue could not be read");
        }
    }

    /// <summary>Reads it now.</summary>
    public async Task Read(CancellationToken cancel)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var depths = new List<KindDepth>(_kinds.Length);
        foreach (var kind in _kinds)
        {
            var row = await _database.Read(
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
