namespace Budstikke.Jobs.Checks;

/// <summary>A job, and whether another of its lane goes before it.</summary>
internal sealed record AuditedJob(
    long JobId,
    string Kind,
    string Subject,
    long DueAt,
    long ClaimedUntil,
    long Attempts,
    long Faults,
    string Trouble,
    long IsBehindAnother
);

/// <summary>No job is stuck: overdue without being taken, put off by a wrong clock, failing again and again, or of a
/// kind that nobody works on.</summary>
internal static class JobChecks
{
    private const long MaxOverdueMilliseconds = 60 * 60 * 1000;
    private const long LongestWaitMilliseconds = MendClock.LongestWaitDays * 24L * 60 * 60 * 1000;

    /// <summary>The longest that a claim may last: a full lease, renewed between two looks at the clock, on clocks that
    /// differ by as much as they may.</summary>
    private const long LongestClaimMilliseconds =
        (JobSettings.MaxLeaseSeconds * 1000L) + MomentChecks.SlackMilliseconds;

    /// <summary>More faults in a row than it takes until a person is told.</summary>
    private const long StuckAfterFaults = 10;
    private const int MaxTroubleCharacters = 200;

    private static readonly Paged<AuditedJob> s_jobs = new(
        """
        SELECT j.job_id AS JobId, j.kind AS Kind, j.subject AS Subject, j.due_at AS DueAt,
          j.claimed_until AS ClaimedUntil,
          j.attempts AS Attempts, j.faults AS Faults, coalesce(j.trouble, '') AS Trouble,
          CAST(CASE WHEN EXISTS (SELECT 1 FROM jobs k WHERE k.lane = j.lane AND k.job_id < j.job_id) THEN 1 ELSE 0 END
            AS bigint) AS IsBehindAnother
        FROM jobs j WHERE j.job_id > @after ORDER BY j.job_id LIMIT @rows
        """,
        row => row.JobId
    )
    {
        First = 0L,
    };

    /// <param name="handlers">All that there are: of another kind no job should be.</param>
    public static async Task Run(Audit audit, IEnumerable<IJobHandler> handlers)
    {
        var kinds = handlers
            .SelectMany(handler => handler.Kind.All.Select(name => (name, handler.Kind)))
            .ToDictionary(one => one.name, one => one.Kind, StringComparer.Ordinal);
        var jobs = audit.Begin("jobs");
        await foreach (var page in audit.Pages(s_jobs))
        {
            var now = await audit.Later();
            foreach (var job in page)
                jobs.Look(job.Subject, Judge(job, now, kinds));
            audit.Tell(jobs);
        }
    }

    /// <param name="kinds">The kinds that a handler exists for, by their names.</param>
    public static IEnumerable<string> Judge(AuditedJob job, long now, IReadOnlyDictionary<string, JobKind> kinds)
    {
        var kind = kinds.GetValueOrDefault(job.Kind);
        if (kind is null)
            yield return $"Nobody works on jobs of the kind {job.Kind}.";
        // A job behind another of its lane waits rightly; the other is judged instead.
        else if (job.DueAt < now - MaxOverdueMilliseconds && !IsClaimed(job, now) && job.IsBehindAnother == 0)
            yield return $"{job.Kind} was due at {Moments.Text(job.DueAt)} and nobody has taken it.";
        if (job.DueAt > now + LongestWaitMilliseconds)
            yield return $"{job.Kind} is due at {Moments.Text(job.DueAt)}, and nothing waits so long: a clock was "
                + "wrong. "
                + "Make it due now with `clock mend`.";
        if (job.ClaimedUntil > now + LongestClaimMilliseconds)
            yield return $"{job.Kind} is claimed until {Moments.Text(job.ClaimedUntil)}, and no claim lives so long: a "
                + "clock was wrong. It counts as free; let a node run that works.";
        if (job.Attempts >= kind?.StuckAfter || job.Faults >= StuckAfterFaults)
            yield return $"{job.Kind} has failed {Math.Max(job.Attempts, job.Faults)} times: "
                + Cut.To(job.Trouble, MaxTroubleCharacters);
    }

    private static bool IsClaimed(AuditedJob job, long now) =>
        job.ClaimedUntil > now && job.ClaimedUntil <= now + LongestClaimMilliseconds;
}
