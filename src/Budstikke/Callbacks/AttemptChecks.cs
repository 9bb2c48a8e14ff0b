using Budstikke.Jobs;
using Budstikke.Jobs.Checks;

namespace Budstikke.Callbacks;

/// <summary>A try to tell a client, with what its order's timeline says.</summary>
/// <param name="Orders">How many orders it is of.</param>
/// <param name="Facts">How often the timeline says that a telling ended as this one did; of one that goes on, any
/// number.</param>
internal sealed record AuditedAttempt(
    long AttemptId,
    string OrderId,
    string Outcome,
    long StartedAt,
    long EndedAt,
    long Orders,
    long Facts
);

/// <summary>A record of a try that ended a telling was written in one transaction with the fact that says so.</summary>
internal static class AttemptChecks
{
    private static readonly Paged<AuditedAttempt> s_attempts = new(
        """
        SELECT a.attempt_id AS AttemptId, a.order_id AS OrderId, a.outcome AS Outcome, a.started_at AS StartedAt,
          a.ended_at AS EndedAt,
          (SELECT count(*) FROM orders o WHERE o.order_id = a.order_id AND o.client_id = a.client_id) AS Orders,
          (SELECT count(*) FROM facts f WHERE f.order_id = a.order_id
            AND f.kind = CASE a.outcome WHEN @received THEN @isReceived ELSE @isGivenUp END) AS Facts
        FROM callback_attempts a WHERE a.attempt_id > @after ORDER BY a.attempt_id LIMIT @rows
        """,
        row => row.AttemptId
    )
    {
        First = 0L,
        Parameters = new
        {
            received = CallbackAttempt.Received,
            isReceived = StoredName.Of<CallbackReceived>(),
            isGivenUp = StoredName.Of<CallbackGivenUp>(),
        },
    };

    public static Task Run(Audit audit)
    {
        var attempts = audit.Begin("callback attempts");
        return audit.Judge(s_attempts, one => attempts.Look(one.OrderId, Judge(one)), attempts);
    }

    public static IEnumerable<string> Judge(AuditedAttempt attempt)
    {
        if (attempt.Orders == 0)
            yield return $"Try {attempt.AttemptId} is of an order that its client does not have.";
        else if (attempt.Facts == 0 && attempt.Outcome != StoredName.Of(AttemptOutcome.Failed))
            yield return $"Try {attempt.AttemptId} says {attempt.Outcome}, and the order's timeline does not.";
        if (attempt.EndedAt < attempt.StartedAt)
            yield return $"Try {attempt.AttemptId} ended before it began: a clock was set back.";
    }
}
