using Budstikke.Jobs;
using Budstikke.Jobs.Checks;

namespace Budstikke.Orders;

/// <summary>An order with how often its timeline says that it was accepted.</summary>
internal sealed record AuditedAccepted(string OrderId, long AcceptedFacts);

/// <summary>Each order stands on its own timeline.</summary>
internal static class OrderFactChecks
{
    private static readonly Paged<AuditedAccepted> s_orders = new(
        """
        SELECT o.order_id AS OrderId,
          (SELECT count(*) FROM facts f WHERE f.order_id = o.order_id AND f.kind = @acceptedKind) AS AcceptedFacts
        FROM orders o WHERE o.order_id > @after ORDER BY o.order_id LIMIT @rows
        """,
        row => row.OrderId
    )
    {
        Parameters = new { acceptedKind = StoredName.Of<OrderAccepted>() },
    };

    public static Task Run(Audit audit)
    {
        var facts = audit.Begin("order facts");
        return audit.Judge(s_orders, order => facts.Look(order.OrderId, Judge(order)), facts);
    }

    public static IEnumerable<string> Judge(AuditedAccepted order) =>
        order.AcceptedFacts > 0 ? [] : [$"Its timeline has no {StoredName.Of<OrderAccepted>()}."];
}
