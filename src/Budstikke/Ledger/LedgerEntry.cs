namespace Budstikke.Ledger;

/// <summary>
/// What changed the sum that is owed on an invoice. Entries are only added; one that takes an earlier one back is below
/// zero.
/// </summary>
/// <param name="Entry">
/// 1 for the invoice's first, which says what it was issued for; they are numbered without gaps.
/// </param>
/// <param name="Kind">One of <see cref="EntryKind"/>.</param>
/// <param name="Amount">Øre.</param>
/// <param name="OrderId">The order that it is of; null where it is the whole invoice's.</param>
/// <param name="DocumentId">The document that says it, where that is another than the invoice.</param>
internal sealed record LedgerEntry(
    string ClientId,
    string InvoiceId,
    long Entry,
    string Kind,
    long Amount,
    string? OrderId,
    string? DocumentId,
    string CausedBy
)
{
    public const string Columns =
        "client_id AS ClientId, invoice_id AS InvoiceId, entry AS Entry, kind AS Kind, amount AS Amount, "
        + "order_id AS OrderId, document_id AS DocumentId, caused_by AS CausedBy";

    /// <summary>By how much it changes what is open of the sum that the invoice was issued for.</summary>
    /// <exception cref="InvalidOperationException">Its kind is none that is known.</exception>
    public long OpenedAmount =>
        Kind switch
        {
            EntryKind.Issued => Amount,
            EntryKind.Credited or EntryKind.Paid or EntryKind.WrittenOff => -Amount,
            EntryKind.Fee => 0,
            _ => throw new InvalidOperationException($"{Kind} is no kind of an entry in a ledger."),
        };
}

/// <summary>The kinds of entries, as they are stored.</summary>
internal static class EntryKind
{
    /// <summary>The amount due of the invoice, with the fee that stands on it.</summary>
    public const string Issued = "issued";

    /// <summary>Given back of an order by a credit note.</summary>
    public const string Credited = "credited";

    /// <summary>Paid on the invoice as a whole, whichever orders stand on it.</summary>
    public const string Paid = "paid";

    /// <summary>
    /// Asked for after the invoice was issued, as for a reminder: it is owed beside the invoice's sum and never added
    /// into it.
    /// </summary>
    public const string Fee = "fee";

    /// <summary>Given up of the invoice's sum, as where a payment was a few øre short.</summary>
    public const string WrittenOff = "written-off";
}
