using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What an invoice was issued for, and what was credited and paid of it; its balance is the sum. Entries are only added.</summary>
internal static class Ledger
{
    public const string Issued = "issued";
    public const string Credited = "credited";

    private const string System = "system";

    private static readonly Table s_table = new(
        "ledger",
        [
            ("client_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("entry", ColumnType.Bigint),
            ("kind", ColumnType.Text),
            ("amount", ColumnType.Bigint),
            ("at", ColumnType.Bigint),
            ("caused_by", ColumnType.Text),
        ]
    );

    /// <summary>The first entry of an invoice.</summary>
    public static NewRow Open(string clientId, string invoiceId, decimal amount, DateTimeOffset now) =>
        new(s_table, clientId, invoiceId, 1L, Issued, Ore(amount), now.ToUnixTimeMilliseconds(), System);

    /// <summary>Compare and set: nothing is committed where more would be credited than was issued.</summary>
    /// <param name="creditNoteId">The document that says it.</param>
    public static Statement Credit(RefundRow refund, string creditNoteId, decimal amount, DateTimeOffset now) =>
        new(
            """
            INSERT INTO ledger (client_id, invoice_id, entry, kind, amount, at, caused_by, document_id)
            SELECT client_id, invoice_id, max(entry) + 1, @Credited, @amount, @at, @CausedBy, @creditNoteId
            FROM ledger WHERE invoice_id = @InvoiceId GROUP BY client_id, invoice_id
            HAVING sum(CASE kind WHEN @Issued THEN amount WHEN @Credited THEN -amount ELSE 0 END) >= @amount
            """,
            new
            {
                refund.InvoiceId,
                refund.CausedBy,
                Issued,
                Credited,
                creditNoteId,
                amount = Ore(amount),
                at = now.ToUnixTimeMilliseconds(),
            },
            1
        );

    public static long Ore(decimal amount) => (long)(amount * 100);
}
