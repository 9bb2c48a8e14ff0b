using Budstikke.Invoicing;

namespace Budstikke.Commands.Verify;

/// <summary>An invoice run, with the jobs that carry it on.</summary>
internal sealed record RunSight(string RunId, long IsOpen, long Jobs);

/// <summary>A run that has begun goes through all its customers.</summary>
internal static class RunChecks
{
    private static readonly Paged<RunSight> s_runs = new(
        """
        SELECT r.run_id AS RunId,
          CAST(CASE WHEN r.ended_at IS NULL THEN 1 ELSE 0 END AS bigint) AS IsOpen,
          (SELECT count(*) FROM jobs j WHERE j.subject = r.run_id AND j.kind = @kind) AS Jobs
        FROM invoice_runs r WHERE r.run_id > @after ORDER BY r.run_id LIMIT @rows
        """,
        row => row.RunId
    )
    {
        Parameters = new { kind = IssueInvoices.KindName },
    };

    public static Task Run(Audit audit)
    {
        var runs = audit.Begin("runs");
        return audit.Judge(s_runs, run => runs.Look(run.RunId, Judge(run)), runs);
    }

    public static IEnumerable<string> Judge(RunSight run)
    {
        if (run is { IsOpen: 1, Jobs: 0 })
            yield return "It has not ended, and no job goes on with it.";
        else if (run.Jobs > run.IsOpen)
            yield return $"{run.Jobs} jobs go on with it.";
    }
}
