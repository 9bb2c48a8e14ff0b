using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>The states of an order, in the words that the client knows.</summary>
internal static class OrderState
{
    /// <summary>Accepted, not yet invoiced.</summary>
    public const string Sent = "SENT";

    public const string Invoiced = "INVOICED";

    public const string Paid = "PAID";

    public const string PartiallyRefunded = "PARTIAL REFUNDED";

    public const string Refunded = "REFUNDED";

    public const string Cancelled = "CANCELLED";

    public const string Expired = "EXPIRED";

    /// <summary>A reminder was sent.</summary>
    public const string Reminded = "PURRING";

    /// <summary>Given to collection.</summary>
    public const string InCollection = "INKASSO";

    /// <summary>Compare and set: nothing is written where one of the orders is no longer in
    /// <paramref name="from"/>.</summary>
    public static Statement Change(
        Dialect dialect,
        IReadOnlyCollection<string> orderIds,
        string from,
        string to,
        DateTimeOffset now
    ) =>
        new(
            "UPDATE orders SET state = @to, state_changed_at = @at "
                + $"WHERE {dialect.IsInByOrder("orders", "order_id", "orderIds", "state = @from")}",
            new
            {
                orderIds = dialect.List(orderIds),
                from,
                to,
                at = now.ToUnixTimeMilliseconds(),
            },
            orderIds.Count
        );
}
