using Budstikke.Jobs.Checks;
using Budstikke.Ledger;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Checks;

/// <summary>An entry of an invoice's ledger, or an order that stands on the invoice, at one moment.</summary>
/// <param name="Entry">0 for an order.</param>
/// <param name="Kind">Of an entry; of an order its state.</param>
/// <param name="Amount">Øre; of an order its grand total.</param>
/// <param name="OrderId">Empty where an entry is the whole invoice's.</param>
internal sealed record AuditedLedger(string InvoiceId, long Entry, string Kind, long Amount, string OrderId);

/// <summary>The state of each order that is invoiced follows from the ledger of its invoice.</summary>
internal static class LedgerChecks
{
    private static readonly string[] s_kinds =
    [
        EntryKind.Issued,
        EntryKind.Credited,
        EntryKind.Paid,
        EntryKind.Fee,
        EntryKind.WrittenOff,
    ];

    /// <summary>An invoice without orders has a row too, so that no page ends before its time.</summary>
    private static readonly Paged<AuditedLedger> s_ledgers = new(
        """
        WITH page AS (
          SELECT invoice_id FROM invoices WHERE invoice_id > @after AND kind = @Invoice ORDER BY invoice_id LIMIT @rows)
        SELECT l.invoice_id AS InvoiceId, l.entry AS Entry, l.kind AS Kind, l.amount AS Amount,
          coalesce(l.order_id, '') AS OrderId
        FROM page p JOIN ledger l ON l.invoice_id = p.invoice_id
        UNION ALL
        SELECT p.invoice_id, 0, coalesce(r.state, ''), coalesce(r.grand_total, 0), coalesce(r.order_id, '')
        FROM page p LEFT JOIN invoice_orders o ON o.invoice_id = p.invoice_id
          LEFT JOIN orders r ON r.order_id = o.order_id
        ORDER BY 1, 2, 5
        """,
        row => row.InvoiceId
    )
    {
        Parameters = new { InvoiceRow.Invoice },
    };

    public static async Task Run(Audit audit)
    {
        var ledgers = audit.Begin("ledgers");
        await foreach (var page in audit.Pages(s_ledgers))
        {
            foreach (var invoice in page.GroupBy(row => row.InvoiceId, StringComparer.Ordinal))
                Look(ledgers, invoice.Key, [.. invoice]);
            audit.Tell(ledgers);
        }
    }

    private static void Look(Tally ledgers, string invoiceId, IReadOnlyList<AuditedLedger> rows)
    {
        AuditedLedger[] orders = [.. rows.Where(row => row is { Entry: 0, OrderId.Length: > 0 })];
        LedgerEntry[] entries = [.. rows.Where(row => row.Entry > 0).Select(EntryOf)];
        string[] wrong = [.. entries.SelectMany(entry => JudgeEntry(entry, orders))];
        ledgers.Look(invoiceId, wrong);
        if (wrong.Length > 0)
            return;
        foreach (var order in orders)
        foreach (var sentence in JudgeState(order, entries))
            ledgers.Find(order.OrderId, sentence);
    }

    private static LedgerEntry EntryOf(AuditedLedger row) =>
        new("", row.InvoiceId, row.Entry, row.Kind, row.Amount, row.OrderId, null, "");

    private static IEnumerable<string> JudgeEntry(LedgerEntry entry, IReadOnlyCollection<AuditedLedger> orders)
    {
        if (!s_kinds.Contains(entry.Kind))
            yield return $"Entry {entry.Entry} of its ledger is of the kind {entry.Kind}, and no entry is.";
        if (entry.Kind == EntryKind.Credited && orders.All(order => order.OrderId != entry.OrderId))
            yield return $"Entry {entry.Entry} of its ledger is a credit of no order that stands on it.";
    }

    /// <summary>
    /// A reminder and collection say how the client asks for what is owed; an order that is not invoiced is judged
    /// elsewhere.
    /// </summary>
    private static IEnumerable<string> JudgeState(AuditedLedger order, IReadOnlyList<LedgerEntry> entries)
    {
        var state = order.Kind is OrderState.Reminded or OrderState.InCollection ? OrderState.Invoiced : order.Kind;
        if (
            state is not (OrderState.Invoiced or OrderState.Paid or OrderState.PartiallyRefunded or OrderState.Refunded)
        )
            yield break;
        var byLedger = LedgerState.StateOf(order.Amount, entries, order.OrderId);
        if (state != byLedger)
            yield return $"It is {order.Kind}, and by the ledger of its invoice it is {byLedger}.";
    }
}
