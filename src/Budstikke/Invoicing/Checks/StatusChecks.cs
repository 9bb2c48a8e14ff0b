using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Checks;

/// <summary>An order with what its timeline says of its states, at one moment.</summary>
/// <param name="HasInvoice">1 where it has an original invoice.</param>
/// <param name="ChangesToState">Of the changes of its state on its timeline, those to the state that it is in.</param>
/// <param name="ChangesToInvoiced">Those to INVOICED.</param>
internal sealed record AuditedStatus(
    string OrderId,
    string State,
    long HasInvoice,
    long ChangesToState,
    long ChangesToInvoiced
);

/// <summary>Each change of an order's state stands on its timeline.</summary>
internal static class StatusChecks
{
    private static readonly Paged<AuditedStatus> s_orders = new(
        $"""
        WITH page AS (SELECT order_id, state FROM orders WHERE order_id > @after ORDER BY order_id LIMIT @rows),
        said AS (SELECT f.order_id,
            {Audit.CountWhere("f.content LIKE '%\"to\":\"' || p.state || '\"%'")} AS to_state,
            {Audit.CountWhere($"f.content LIKE '%\"to\":\"{OrderState.Invoiced}\"%'")} AS to_invoiced
          FROM facts f JOIN page p ON p.order_id = f.order_id WHERE f.kind = @changed GROUP BY f.order_id)
        SELECT p.order_id AS OrderId, p.state AS State,
          (SELECT count(*) FROM invoice_orders o WHERE o.order_id = p.order_id AND o.original = 1) AS HasInvoice,
          coalesce(s.to_state, 0) AS ChangesToState, coalesce(s.to_invoiced, 0) AS ChangesToInvoiced
        FROM page p LEFT JOIN said s ON s.order_id = p.order_id ORDER BY p.order_id
        """,
        row => row.OrderId
    )
    {
        Parameters = new { changed = StoredName.Of<OrderStatusChanged>() },
    };

    public static Task Run(Audit audit)
    {
        var states = audit.Begin("status facts");
        return audit.Judge(s_orders, order => states.Look(order.OrderId, Judge(order)), states);
    }

    public static IEnumerable<string> Judge(AuditedStatus order)
    {
        if (order.State != OrderState.Sent && order.ChangesToState == 0)
            yield return $"It is {order.State}, and its timeline has no {StoredName.Of<OrderStatusChanged>()} to that.";
        if (order.State != OrderState.Invoiced && order.HasInvoice > 0 && order.ChangesToInvoiced == 0)
            yield return $"It has an invoice, and its timeline has no {StoredName.Of<OrderStatusChanged>()} to "
                + $"{OrderState.Invoiced}.";
    }
}
