using Budstikke.Invoicing;
using Budstikke.Ledger;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>What a credit note is about, as its reader wants to know it.</summary>
/// <param name="Number">Of the invoice that it credits.</param>
/// <param name="Reason">As the refund was asked for; null where it was not said.</param>
/// <param name="LeftToPay">Of that invoice, once the credit note counts; in NOK.</param>
internal sealed record CreditedPart(string Number, string? Reason, decimal LeftToPay);

/// <summary>Reads it from the refund and the ledger.</summary>
internal sealed class CreditedParts(Database database, RefundStore refunds, InvoiceStore invoices)
{
    /// <summary>
    /// The same whenever it is asked for, since a mail that is sent again must be the same mail: what came into the
    /// ledger after the credit note does not count. Null for what is no credit note.
    /// </summary>
    public async Task<CreditedPart?> Of(InvoiceRow note)
    {
        if (note.Kind != InvoiceRow.CreditNote || await refunds.Of(note) is not { } refund)
            return null;
        var credited = await invoices.Get(note.ClientId, refund.InvoiceId);
        var entries = await database.Read(session => LedgerEntries.Of(session, note.ClientId, [refund.InvoiceId]));
        var last = entries.Single(entry => entry.DocumentId == note.InvoiceId).Entry;
        var left = entries.Where(entry => entry.Entry <= last).Sum(entry => entry.OpenedAmount);
        // What was paid beyond it is given back, and not left to pay.
        return new(credited.Number.ToString(), refund.Credit.Reason, Math.Max(left, 0) / 100m);
    }
}
