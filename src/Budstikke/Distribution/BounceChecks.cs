using Budstikke.Jobs;
using Budstikke.Jobs.Checks;

namespace Budstikke.Distribution;

/// <summary>A bounce that failed its dispatch, at one moment.</summary>
/// <param name="State">Of the dispatch; null where there is none.</param>
/// <param name="WasDelivered">1 where a delivery was reported too: then a person decides.</param>
/// <param name="Jobs">Those that will take the report to the dispatch.</param>
internal sealed record AuditedBounce(string BounceId, string? State, long WasDelivered, long Jobs);

/// <summary>What came back as failed is not taken to be with the customer.</summary>
internal static class BounceChecks
{
    private static readonly string s_sql = $"""
        WITH page AS (
          SELECT bounce_id, dispatch_key FROM bounces WHERE bounce_id > @after AND ending = @failed
          ORDER BY bounce_id LIMIT @rows),
        {PageJobs.Of("= @report", "dispatch_key")}
        SELECT p.bounce_id AS BounceId, d.state AS State,
          CAST(CASE WHEN d.delivered_at IS NULL THEN 0 ELSE 1 END AS bigint) AS WasDelivered,
          coalesce(w.jobs, 0) AS Jobs
        FROM page p LEFT JOIN dispatches d ON d.dispatch_key = p.dispatch_key
        LEFT JOIN work w ON w.subject = p.dispatch_key ORDER BY p.bounce_id
        """;

    private static readonly Paged<AuditedBounce> s_bounces = new(s_sql, row => row.BounceId)
    {
        Rows = PageJobs.Rows,
        Parameters = new
        {
            failed = StoredName.Of(BounceEnding.Failed),
            report = ReportLateOutcome.KindOf(LateOutcome.Failed),
        },
    };

    public static async Task Run(Audit audit)
    {
        var bounces = audit.Begin("bounces");
        await foreach (var page in audit.Pages(s_bounces))
        {
            foreach (var bounce in page)
                bounces.Look(bounce.BounceId, Judge(bounce));
            audit.Tell(bounces);
        }
    }

    public static IEnumerable<string> Judge(AuditedBounce bounce) =>
        bounce switch
        {
            { State: null } => ["It failed a dispatch that there is not."],
            { Jobs: 0, WasDelivered: 0 } when bounce.State == StoredName.Of(DispatchState.Accepted) =>
            [
                "It says that its dispatch has failed, and the dispatch is taken to have been accepted.",
            ],
            _ => [],
        };
}
