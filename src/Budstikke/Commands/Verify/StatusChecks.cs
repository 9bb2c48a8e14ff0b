using Budstikke.Callbacks;
using Budstikke.Orders;

namespace Budstikke.Commands.Verify;

/// <summary>An order with what its timeline says of its states, and who has been told of them, at one moment.</summary>
/// <param name="HasInvoice">1 where it has an original invoice.</param>
/// <param name="ChangesToState">Of the changes of its state on its timeline, those to the state that it is in.</param>
/// <param name="ChangesToInvoiced">Those to INVOICED.</param>
/// <param name="HasCallback">1 where its client wants to be told.</param>
/// <param name="Told">Changes that its client has heard of, or that were given up.</param>
/// <param name="CallbackJobs">Those that tell of a change.</param>
internal sealed record StatusSight(
    string OrderId,
    string State,
    long HasInvoice,
    long Changes,
    long ChangesToState,
    long ChangesToInvoiced,
    long HasCallback,
    long Told,
    long CallbackJobs
);

/// <summary>Each change of an order's state stands on its timeline, and the client is told of it.</summary>
internal static class StatusChecks
{
    private static readonly Paged<StatusSight> s_orders = new(
        $"""
        WITH page AS (SELECT order_id, state, callback_url FROM orders WHERE order_id > @after ORDER BY order_id LIMIT @rows),
        {PageJobs.Of("= @callbackKind", "order_id")},
        said AS (SELECT f.order_id,
            {Count("f.kind = @changed")} AS changes,
            {Count("f.kind = @changed AND f.content LIKE '%\"to\":\"' || p.state || '\"%'")} AS to_state,
            {Count($"f.kind = @changed AND f.content LIKE '%\"to\":\"{OrderState.Invoiced}\"%'")} AS to_invoiced,
            {Count("f.kind IN (@received, @givenUp)")} AS told
          FROM facts f JOIN page p ON p.order_id = f.order_id GROUP BY f.order_id)
        SELECT p.order_id AS OrderId, p.state AS State,
          (SELECT count(*) FROM invoice_orders o WHERE o.order_id = p.order_id AND o.original = 1) AS HasInvoice,
          coalesce(s.changes, 0) AS Changes, coalesce(s.to_state, 0) AS ChangesToState,
          coalesce(s.to_invoiced, 0) AS ChangesToInvoiced,
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
            changed = nameof(OrderStatusChanged),
            received = nameof(CallbackReceived),
            givenUp = nameof(CallbackGivenUp),
        },
        Rows = PageJobs.Rows,
    };

    private static string Count(string condition) => $"CAST(sum(CASE WHEN {condition} THEN 1 ELSE 0 END) AS bigint)";

    public static async Task Run(Audit audit)
    {
        var states = audit.Begin("status facts");
        var callbacks = audit.Begin("callbacks");
        await audit.Judge(
            s_orders,
            order =>
            {
                states.Look(order.OrderId, JudgeStates(order));
                callbacks.Look(order.OrderId, JudgeCallbacks(order));
            },
            states,
            callbacks
        );
    }

    public static IEnumerable<string> JudgeStates(StatusSight order)
    {
        if (order.State != OrderState.Sent && order.ChangesToState == 0)
            yield return $"It is {order.State}, and its timeline has no {nameof(OrderStatusChanged)} to that.";
        if (order.State != OrderState.Invoiced && order.HasInvoice > 0 && order.ChangesToInvoiced == 0)
            yield return $"It has an invoice, and its timeline has no {nameof(OrderStatusChanged)} to {OrderState.Invoiced}.";
    }

    /// <summary>A change and the job that tells of it are one transaction, and so are the end of the job and what came of it.</summary>
    public static IEnumerable<string> JudgeCallbacks(StatusSight order)
    {
        var known = order.Told + order.CallbackJobs;
        if (order.HasCallback == 1 && known != order.Changes)
            yield return known < order.Changes
                ? $"Its client has not been told of {order.Changes - known} of {order.Changes} changes of its state, and no job does it."
                : $"Its client is told of {known} changes of its state, and its timeline has {order.Changes}.";
    }
}
