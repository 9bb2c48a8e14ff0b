using Budstikke.Distribution;
using Budstikke.Jobs;

namespace Budstikke.Commands.Verify;

/// <summary>A dispatch with who sends it and what the other side answered, at one moment.</summary>
internal sealed record DispatchSight(
    string DispatchKey,
    string Channel,
    string State,
    long SendJobs,
    long AcceptedAttempts
);

/// <summary>What is planned is being sent, and what is said to have been taken has evidence.</summary>
internal static class DispatchChecks
{
    private static readonly Paged<DispatchSight> s_dispatches = new(
        $"""
        WITH page AS (
          SELECT dispatch_key, channel, state FROM dispatches WHERE dispatch_key > @after ORDER BY dispatch_key LIMIT @rows),
        {PageJobs.Of("LIKE 'send-%'", "dispatch_key")}
        SELECT p.dispatch_key AS DispatchKey, p.channel AS Channel, p.state AS State,
          coalesce(w.jobs, 0) AS SendJobs,
          (SELECT count(*) FROM attempts a WHERE a.dispatch_key = p.dispatch_key AND a.outcome = @accepted) AS AcceptedAttempts
        FROM page p LEFT JOIN work w ON w.subject = p.dispatch_key AND w.kind = 'send-' || lower(p.channel)
        ORDER BY p.dispatch_key
        """,
        row => row.DispatchKey
    )
    {
        Parameters = new { accepted = nameof(Accepted) },
        Rows = PageJobs.Rows,
    };

    public static Task Run(Audit audit)
    {
        var dispatches = audit.Begin("dispatches");
        return audit.Judge(
            s_dispatches,
            dispatch => dispatches.Look(dispatch.DispatchKey, Judge(dispatch)),
            dispatches
        );
    }

    public static IEnumerable<string> Judge(DispatchSight dispatch)
    {
        if (dispatch is { State: nameof(DispatchState.Planned), SendJobs: 0 })
            yield return $"It is planned by {dispatch.Channel}, and no job sends it.";
        if (
            dispatch is
            { State: nameof(DispatchState.Accepted) or nameof(DispatchState.FailedLate), AcceptedAttempts: 0 }
        )
            yield return $"It is said to be taken by {dispatch.Channel}, and no attempt shows it.";
    }
}
