using System.Text.Json.Serialization;
using Budstikke.Clients;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What became of the wish to give something back.</summary>
internal enum Refunding
{
    [JsonStringEnumMemberName("Refunded")]
    Refunded,

    [JsonStringEnumMemberName("NotInvoiced")]
    NotInvoiced,

    [JsonStringEnumMemberName("AlreadyCancelled")]
    AlreadyCancelled,

    [JsonStringEnumMemberName("NoSuchLine")]
    NoSuchLine,

    [JsonStringEnumMemberName("MoreThanIsLeft")]
    MoreThanIsLeft,
}

/// <summary>
/// Promises to give back what an order was invoiced for, or a part of it; a job issues the credit note. What is left is
/// judged in the transaction that stores the promise, so that two at the same moment never give back more than was
/// invoiced.
/// </summary>
internal sealed class RefundOrder(KeyedChanges changes)
{
    /// <summary>Null: the idempotency key came before with something else.</summary>
    /// <param name="row">One of the caller's own.</param>
    public Task<Answered<Refunding>?> Run(Caller caller, OrderRow row, RefundWish wish, IdempotencyKey? key)
    {
        var order = row.Order;
        return changes.Once(
            caller,
            key,
            $"refunds {row.OrderId}",
            async (session, now) =>
            {
                if (ReasonAgainst(await OrderStore.StateOf(session, row.ClientId, row.OrderId)) is { } reason)
                    return new Effect<Refunding>(reason);
                if (wish.Lines.Any(line => line.Line < 1 || line.Line > order.Lines.Count))
                    return new Effect<Refunding>(Refunding.NoSuchLine);
                return
                    await Promise(session, caller, row, earlier => ShareRefund.Of(order, earlier, wish), now)
                        is { } requested
                    ? new Effect<Refunding>(Refunding.Refunded) { Facts = [requested] }
                    : new Effect<Refunding>(Refunding.MoreThanIsLeft);
            }
        );
    }

    private static async Task<RefundRequested?> Promise(
        Session session,
        Caller caller,
        OrderRow row,
        Func<IReadOnlyCollection<Credit>, Credit?> share,
        DateTimeOffset now
    )
    {
        var invoiceId = await InvoiceStore.OriginalOf(session, row.ClientId, row.OrderId);
        var next = new RefundRow(row.ClientId, row.OrderId, 0, invoiceId, "", caller.CausedBy, null, null, null, null);
        return await RefundStore.Add(session, next, share, now) is { } refund ? RequestedBy(refund) : null;
    }

    public static RefundRequested RequestedBy(RefundRow refund)
    {
        var credit = refund.Credit;
        return new()
        {
            ClientId = refund.ClientId,
            OrderIds = [refund.OrderId],
            CausedBy = refund.CausedBy,
            InvoiceId = refund.InvoiceId,
            Refund = refund.Refund,
            Amount = credit.Amount,
            Lines = credit.Lines,
            Reason = credit.Reason,
        };
    }

    /// <summary>What was paid, reminded of or given to collection can be given back too; of what was refunded, what is
    /// left decides.</summary>
    private static Refunding? ReasonAgainst(string state) =>
        state switch
        {
            OrderState.Sent => Refunding.NotInvoiced,
            OrderState.Cancelled or OrderState.Expired => Refunding.AlreadyCancelled,
            _ => null,
        };
}
