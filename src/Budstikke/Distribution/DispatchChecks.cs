using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Peppol.As4;

namespace Budstikke.Distribution;

/// <summary>A dispatch with who sends it and what the other side answered, at one moment.</summary>
/// <param name="HasDoubt">1 where a try of it may have arrived without an answer.</param>
/// <param name="AcceptedBefore">Dispatches of the same sending that were accepted too, by another channel.</param>
/// <param name="OpenCases">Those of its doubt that lie with a person, or are about to.</param>
/// <param name="Unproved">1 where it went to an access point, and no try of it has that one's word for it.</param>
/// <param name="Unnamed">Its tries that name an answer of an SMP which is not kept.</param>
internal sealed record AuditedDispatch(
    string DispatchKey,
    string Channel,
    string State,
    long HasDoubt,
    long SendJobs,
    long AcceptedAttempts,
    long AcceptedBefore,
    long OpenCases,
    long Unproved,
    long Unnamed
)
{
    public bool Is(DispatchState state) => State == StoredName.Of(state);
}

/// <summary>What is planned is being sent, what is said to have been taken has evidence, and a sending is taken
/// once.</summary>
internal static class DispatchChecks
{
    /// <param name="which">Which rows of <c>dispatches</c>.</param>
    /// <param name="cases">How its open cases are counted.</param>
    private static string Sql(string which, string cases) =>
        $"""
            WITH page AS (
              SELECT dispatch_key, invoice_id, resend, channel, state, doubt FROM dispatches WHERE {which}),
            {PageJobs.Of("LIKE 'send-%'", "dispatch_key")}
            SELECT p.dispatch_key AS DispatchKey, p.channel AS Channel, p.state AS State,
              CAST(CASE WHEN p.doubt IS NULL THEN 0 ELSE 1 END AS bigint) AS HasDoubt,
              coalesce(w.jobs, 0) AS SendJobs,
              (SELECT count(*) FROM attempts a WHERE a.dispatch_key = p.dispatch_key
                AND a.outcome = @accepted) AS AcceptedAttempts,
              (SELECT count(*) FROM dispatches d WHERE d.invoice_id = p.invoice_id AND d.resend = p.resend
                AND d.state IN (@accepted, @delivered) AND p.state IN (@accepted, @delivered)
                AND d.dispatch_key < p.dispatch_key) AS AcceptedBefore,
              {cases} AS OpenCases,
              (SELECT count(*) FROM peppol_messages m WHERE m.message_key = p.dispatch_key AND NOT EXISTS (
                SELECT 1 FROM peppol_tries t WHERE t.message_key = m.message_key AND t.answer IS NOT NULL
                  AND t.ending IN (@receipt, @duplicate))) AS Unproved,
              (SELECT count(*) FROM peppol_tries t WHERE t.message_key = p.dispatch_key AND t.looked_up <> ''
                AND NOT EXISTS (SELECT 1 FROM peppol_answers a
                  WHERE a.answer_hash = substr(t.looked_up, length(t.looked_up) - 63))) AS Unnamed
            FROM page p LEFT JOIN work w ON w.subject = p.dispatch_key AND w.kind = 'send-' || lower(p.channel)
            ORDER BY p.dispatch_key
            """;

    private static object Parameters(string? id = null, SoughtCase? sought = null) =>
        new
        {
            id,
            caseId = sought?.CaseId,
            caseLane = sought?.Lane,
            accepted = StoredName.Of<Accepted>(),
            delivered = StoredName.Of(DispatchState.Delivered),
            receipt = StoredName.Of(TryEnd.Receipt),
            duplicate = StoredName.Of(TryEnd.Duplicate),
        };

    private static readonly Paged<AuditedDispatch> s_dispatches = new(
        Sql("dispatch_key > @after ORDER BY dispatch_key LIMIT @rows", CaseCounts.None),
        row => row.DispatchKey
    )
    {
        Parameters = Parameters(),
        Rows = PageJobs.Rows,
    };

    public static async Task Run(Audit audit)
    {
        var dispatches = audit.Begin("dispatches");
        await foreach (var page in audit.Pages(s_dispatches))
        {
            foreach (var dispatch in page)
                dispatches.Look(dispatch.DispatchKey, Judge(await Again(audit, dispatch)));
            audit.Tell(dispatches);
        }
    }

    /// <summary>One in doubt is looked at again, with its case; a page need not ask for everyone's.</summary>
    private static async Task<AuditedDispatch> Again(Audit audit, AuditedDispatch dispatch)
    {
        if (!dispatch.Is(DispatchState.InDoubt))
            return dispatch;
        var sought = audit.Cases.Of(typeof(DispatchInDoubt), dispatch.DispatchKey, 0);
        var again = await audit.Query<AuditedDispatch>(
            Sql("dispatch_key = @id", audit.Cases.Open),
            Parameters(dispatch.DispatchKey, sought)
        );
        return again is [var now] ? now : dispatch;
    }

    public static IEnumerable<string> Judge(AuditedDispatch dispatch)
    {
        if (dispatch.SendJobs == 0 && dispatch.Is(DispatchState.Planned))
            yield return $"It is planned by {dispatch.Channel}, and no job sends it.";
        if (IsSaidToBeTaken(dispatch) && dispatch.AcceptedAttempts == 0)
            yield return $"It is said to be taken by {dispatch.Channel}, and no attempt shows it.";
        // Where nobody knew, a person or a later report may have said that it arrived.
        if (IsSaidToBeTaken(dispatch) && dispatch is { Unproved: > 0, HasDoubt: 0 })
            yield return "It is said to be taken by an access point, and no answer of that is kept.";
        if (dispatch.Unnamed > 0)
            yield return "It was sent to an access point, and the SMP's answer that named that is not kept.";
        if (dispatch.AcceptedBefore > 0)
            yield return $"It is taken by {dispatch.Channel}, and another channel has taken the same sending.";
        if (dispatch.OpenCases == 0 && dispatch.Is(DispatchState.InDoubt))
            yield return $"Nobody knows whether it arrived by {dispatch.Channel}, and no person has a case of it.";
    }

    /// <summary>Whether its state says that the channel took it. A dispatch that came back after a try without an
    /// answer was never said to be taken.</summary>
    private static bool IsSaidToBeTaken(AuditedDispatch dispatch) =>
        dispatch.Is(DispatchState.Accepted)
        || dispatch.Is(DispatchState.Delivered)
        || (dispatch.HasDoubt == 0 && dispatch.Is(DispatchState.FailedLate));
}
