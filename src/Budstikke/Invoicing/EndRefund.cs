using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What became of the wish to end a rejected refund.</summary>
internal enum RefundEnd
{
    Done,

    /// <summary>The order has no such refund.</summary>
    Unknown,

    /// <summary>Its credit note is issued, or about to be.</summary>
    NotRejected,

    /// <summary>Somebody was faster; nothing was changed.</summary>
    EndedBefore,

    /// <summary>Tried again, it would be more than is left of the order by now.</summary>
    MoreThanIsLeft,
}

/// <summary>
/// Ends a refund that no lawful credit note could be made of. Tried again it is a new refund of the order, so that what
/// is left is judged against all others as at any refund; withdrawn, nothing comes of it.
/// </summary>
internal sealed class EndRefund(Database database, OrderStore orders, FactRegister facts, TimeProvider time)
{
    /// <param name="by"><c>person:NAME</c>.</param>
    public Task<RefundEnd> Withdraw(string orderId, long refund, string note, string by) =>
        Run(orderId, refund, (_, row, _) => Task.FromResult<IReadOnlyCollection<Fact>?>([Withdrawn(row, note, by)]));

    /// <inheritdoc cref="Withdraw"/>
    public async Task<RefundEnd> TryAgain(string orderId, long refund, string by)
    {
        if (await orders.FindOfAny(orderId) is not { } order)
            return RefundEnd.Unknown;
        return await Run(
            orderId,
            refund,
            async (session, row, now) =>
                await Again(session, order.Order, row with { CausedBy = by }, now) is { } again
                    ? [Withdrawn(row, $"Tried again as refund {again.Refund}.", by), again]
                    : null
        );
    }

    /// <param name="end">What it makes true; null where less is left of the order.</param>
    private async Task<RefundEnd> Run(
        string orderId,
        long refund,
        Func<Session, RefundRow, DateTimeOffset, Task<IReadOnlyCollection<Fact>?>> end
    )
    {
        try
        {
            return await database.Write(async session =>
            {
                var now = time.GetUtcNow();
                var row = (await RefundStore.OfAny(session, orderId)).FirstOrDefault(one => one.Refund == refund);
                if (ReasonAgainst(row) is { } reason)
                    return reason;
                if (await end(session, row!, now) is not { } made)
                    return RefundEnd.MoreThanIsLeft;
                await session.CarryOut([RefundStore.Withdrawn(row!, now), .. facts.Announce(made, now)]);
                return RefundEnd.Done;
            });
        }
        catch (ConflictException)
        {
            return RefundEnd.EndedBefore;
        }
    }

    private static RefundEnd? ReasonAgainst(RefundRow? row) =>
        row switch
        {
            null => RefundEnd.Unknown,
            { WithdrawnAt: not null } => RefundEnd.EndedBefore,
            { RejectedAt: null } => RefundEnd.NotRejected,
            _ => null,
        };

    private static async Task<RefundRequested?> Again(
        Session session,
        Order order,
        RefundRow rejected,
        DateTimeOffset now
    )
    {
        var wish = new RefundWish(rejected.Credit.Amount, rejected.Credit.Lines);
        var next = rejected with { RejectedAt = null };
        return await RefundStore.Add(session, next, earlier => ShareRefund.Of(order, earlier, wish), now) is { } again
            ? RefundOrder.RequestedBy(again) with
            {
                InPlaceOf = rejected.Refund,
            }
            : null;
    }

    private static RefundWithdrawn Withdrawn(RefundRow row, string note, string by) =>
        new()
        {
            ClientId = row.ClientId,
            OrderIds = [row.OrderId],
            CausedBy = by,
            Refund = row.Refund,
            Note = note,
        };
}
