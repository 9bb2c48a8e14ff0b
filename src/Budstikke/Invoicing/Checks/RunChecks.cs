using Budstikke.Invoicing.Runs;
using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

/// <summary>An invoice run, with the jobs that carry it on.</summary>
internal sealed record AuditedRun(string RunId, long IsOpen, long Jobs);

/// <summary>A run that has begun goes through all its customers.</summary>
internal static class RunChecks
{
    private static readonly Paged<AuditedRun> s_runs = new(
        $"""
        WITH page AS (SELECT run_id, ended_at FROM invoice_runs WHERE run_id > @after ORDER BY run_id LIMIT @rows),
        {PageJobs.Of($"= '{IssueRun.KindName}'", "run_id")}
        SELECT r.run_id AS RunId,
          CAST(CASE WHEN r.ended_at IS NULL THEN 1 ELSE 0 END AS bigint) AS IsOpen,
          coalesce(w.jobs, 0) AS Jobs
        FROM page r LEFT JOIN work w ON w.subject = r.run_id ORDER BY r.run_id
        """,
        row => row.RunId
    )
    {
        Rows = PageJobs.Rows,
    };

    public static Task Run(Audit audit)
    {
        var runs = audit.Begin("runs");
        return audit.Judge(s_runs, run => runs.Look(run.RunId, Judge(run)), runs);
    }

    public static IEnumerable<string> Judge(AuditedRun run)
    {
        if (run is { IsOpen: 1, Jobs: 0 })
            yield return "It has not ended, and no job goes on with it.";
        else if (run.Jobs > run.IsOpen)
            yield return $"{run.Jobs} jobs go on with it.";
    }
}
