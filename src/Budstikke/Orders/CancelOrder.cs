using System.Text.Json.Serialization;
using Budstikke.Clients;

namespace Budstikke.Orders;

/// <summary>What became of the wish to cancel.</summary>
internal enum Cancellation
{
    [JsonStringEnumMemberName("Cancelled")]
    Cancelled,

    [JsonStringEnumMemberName("AlreadyInvoiced")]
    AlreadyInvoiced,

    [JsonStringEnumMemberName("AlreadyCancelled")]
    AlreadyCancelled,

    [JsonStringEnumMemberName("AlreadyPaid")]
    AlreadyPaid,
}

/// <summary>Takes an order back before it is invoiced. The issuer changes the same state from the same value, so
/// exactly one of the two wins.</summary>
internal sealed class CancelOrder(KeyedChanges changes)
{
    /// <summary>Null: the idempotency key came before with something else.</summary>
    /// <param name="orderId">One of the caller's own.</param>
    public Task<Answered<Cancellation>?> Run(Caller caller, string orderId, string note, IdempotencyKey? key) =>
        changes.Once(
            caller,
            key,
            $"orders {orderId}",
            async (session, now) =>
            {
                var change = OrderState.Change(session.Dialect, [orderId], OrderState.Sent, OrderState.Cancelled, now);
                if (await session.Execute(change.Sql, change.Parameters) == 0)
                    return new Effect<Cancellation>(
                        ReasonAgainst(await OrderStore.StateOf(session, caller.Client.ClientId, orderId))
                    );
                return new Effect<Cancellation>(Cancellation.Cancelled)
                {
                    Facts =
                    [
                        new OrderCancelled
                        {
                            ClientId = caller.Client.ClientId,
                            OrderIds = [orderId],
                            CausedBy = caller.CausedBy,
                            Note = note,
                        },
                        new OrderStatusChanged
                        {
                            ClientId = caller.Client.ClientId,
                            OrderIds = [orderId],
                            CausedBy = caller.CausedBy,
                            From = OrderState.Sent,
                            To = OrderState.Cancelled,
                        },
                    ],
                };
            }
        );

    /// <summary>What was refunded, reminded of or collected has been invoiced; what expired is as good as
    /// cancelled.</summary>
    private static Cancellation ReasonAgainst(string state) =>
        state switch
        {
            OrderState.Cancelled or OrderState.Expired => Cancellation.AlreadyCancelled,
            OrderState.Paid => Cancellation.AlreadyPaid,
            _ => Cancellation.AlreadyInvoiced,
        };
}
