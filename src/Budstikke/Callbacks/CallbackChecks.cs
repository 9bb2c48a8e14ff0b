using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

/// <summary>An order with the changes of its state, and who has been told of them, at one moment.</summary>
/// <param name="Changes">With those that a person has told again.</param>
/// <param name="HasCallback">1 where its client wants to be told.</param>
/// <param name="Told">Changes that its client has heard of, or that were given up.</param>
/// <param name="CallbackJobs">Those that tell of a change.</param>
internal sealed record AuditedCallback(string OrderId, long Changes, long HasCallback, long Told, long CallbackJobs);

/// <summary>The client is told of each change of an order's state.</summary>
internal static class CallbackChecks
{
    private static readonly Paged<AuditedCallback> s_orders = new(
        $"""
        WITH page AS (SELECT order_id, callback_url FROM orders WHERE order_id > @after ORDER BY order_id LIMIT @rows),
        {PageJobs.Of($"= @callbackKind AND {CallbackEvents.IsState("j.content")}", "order_id")},
        said AS (SELECT f.order_id,
            {Audit.CountWhere($"f.kind IN (@changed, @replayed) AND {CallbackEvents.IsState("f.content")}")} AS changes,
            {Audit.CountWhere($"f.kind IN (@received, @givenUp) AND {CallbackEvents.IsState("f.content")}")} AS told
          FROM facts f JOIN page p ON p.order_id = f.order_id GROUP BY f.order_id)
        SELECT p.order_id AS OrderId, coalesce(s.changes, 0) AS Changes,
          CAST(CASE WHEN coalesce(p.callback_url, '') = '' THEN 0 ELSE 1 END AS bigint) AS HasCallback,
          coalesce(s.told, 0) AS Told, coalesce(w.jobs, 0) AS CallbackJobs
        FROM page p LEFT JOIN said s ON s.order_id = p.order_id LEFT JOIN work w ON w.subject = p.order_id
        ORDER BY p.order_id
        """,
        row => row.OrderId
    )
    {
        Parameters = new
        {
            callbackKind = SendCallback.KindName,
            changed = StoredName.Of<OrderStatusChanged>(),
            replayed = StoredName.Of<CallbackReplayRequested>(),
            received = StoredName.Of<CallbackReceived>(),
            givenUp = StoredName.Of<CallbackGivenUp>(),
        },
        Rows = PageJobs.Rows,
    };

    public static Task Run(Audit audit)
    {
        var callbacks = audit.Begin("callbacks");
        return audit.Judge(s_orders, order => callbacks.Look(order.OrderId, Judge(order)), callbacks);
    }

    /// <summary>
    /// A change and the job that tells of it are one transaction, and so are the end of the job and what came of it.
    /// </summary>
    public static IEnumerable<string> Judge(AuditedCallback order)
    {
        var known = order.Told + order.CallbackJobs;
        if (order.HasCallback == 1 && known != order.Changes)
            yield return known < order.Changes
                ? $"Its client has not been told of {order.Changes - known} of {order.Changes} changes of its "
                    + "state, and no job does it."
                : $"Its client is told of {known} changes of its state, and its timeline has {order.Changes}.";
    }
}
