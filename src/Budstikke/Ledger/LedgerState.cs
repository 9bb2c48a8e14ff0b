using Budstikke.Orders;

namespace Budstikke.Ledger;

/// <summary>
/// The pure decision of what state an order, or an invoice as a whole, is in by the entries of the invoice's ledger.
/// </summary>
internal static class LedgerState
{
    /// <summary>
    /// A payment is the whole invoice's: its orders are paid when nothing of its sum is open, and none of them is
    /// before. What is credited whole is refunded, whatever was paid; of what is credited in part, the newer of the
    /// last credit and of the entry that settled the invoice decides. A fee that is asked for afterwards is paid last,
    /// and keeps no order from being paid.
    /// </summary>
    /// <param name="total">Øre: the order's grand total, or what the invoice was issued for.</param>
    /// <param name="entries">All of the invoice's, in their order.</param>
    /// <param name="orderId">Null for the invoice as a whole.</param>
    public static string StateOf(long total, IReadOnlyList<LedgerEntry> entries, string? orderId = null)
    {
        LedgerEntry[] credits =
        [
            .. entries.Where(entry =>
                entry.Kind == EntryKind.Credited && (orderId is null || entry.OrderId == orderId)
            ),
        ];
        if (credits.Length > 0 && credits.Sum(credit => credit.Amount) >= total)
            return OrderState.Refunded;
        if (SettledBy(entries) > (credits.LastOrDefault()?.Entry ?? 0))
            return OrderState.Paid;
        return credits.Length > 0 ? OrderState.PartiallyRefunded : OrderState.Invoiced;
    }

    /// <summary>Nothing is owed of the invoice's sum any more, since it was paid or written off.</summary>
    public static bool IsSettled(IReadOnlyCollection<LedgerEntry> entries) =>
        entries.Any(entry => entry.Kind is EntryKind.Paid or EntryKind.WrittenOff)
        && entries.Sum(entry => entry.OpenedAmount) <= 0;

    /// <summary>
    /// The entry since which nothing is open of an invoice that was paid, all of it or what was not credited; null
    /// while something is open.
    /// </summary>
    private static long? SettledBy(IEnumerable<LedgerEntry> entries)
    {
        var (open, paid, settledBy) = (0L, 0L, (long?)null);
        foreach (var entry in entries)
        {
            open += entry.OpenedAmount;
            paid += entry.Kind == EntryKind.Paid ? entry.Amount : 0;
            settledBy = open <= 0 && paid > 0 ? settledBy ?? entry.Entry : null;
        }
        return settledBy;
    }
}
