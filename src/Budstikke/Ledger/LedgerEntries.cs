using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Ledger;

/// <summary>The entries of invoices in the store.</summary>
internal static class LedgerEntries
{
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
        new(s_table, clientId, invoiceId, 1L, EntryKind.Issued, Ore.Of(amount), now.ToUnixTimeMilliseconds(), System);

    /// <summary>
    /// A further entry, by whoever has seen all before it: nothing is committed where another has come since, or where
    /// more would be credited than was issued.
    /// </summary>
    public static Statement Add(LedgerEntry entry, DateTimeOffset now) =>
        new(
            """
            INSERT INTO ledger (client_id, invoice_id, entry, kind, amount, at, caused_by, document_id, order_id)
            SELECT client_id, invoice_id, max(entry) + 1, @Kind, @Amount, @at, @CausedBy, @DocumentId, @OrderId
            FROM ledger WHERE invoice_id = @InvoiceId GROUP BY client_id, invoice_id
            HAVING max(entry) + 1 = @Entry
              AND sum(CASE kind WHEN @Issued THEN amount WHEN @Credited THEN -amount ELSE 0 END) >= @credit
            ON CONFLICT (invoice_id, entry) DO NOTHING
            """,
            new
            {
                entry.InvoiceId,
                entry.Entry,
                entry.Kind,
                entry.Amount,
                entry.CausedBy,
                entry.DocumentId,
                entry.OrderId,
                EntryKind.Issued,
                EntryKind.Credited,
                credit = entry.Kind == EntryKind.Credited ? entry.Amount : 0,
                at = now.ToUnixTimeMilliseconds(),
            },
            1
        );

    /// <summary>All entries of some invoices, each invoice's in their order.</summary>
    public static Task<IReadOnlyList<LedgerEntry>> Of(
        Session session,
        string clientId,
        IReadOnlyCollection<string> invoiceIds
    ) =>
        session.Query<LedgerEntry>(
            $"""
            SELECT {LedgerEntry.Columns} FROM ledger
            WHERE {session.Dialect.IsIn("invoice_id", "ids")} AND client_id = @clientId ORDER BY invoice_id, entry
            """,
            new { clientId, ids = session.Dialect.List(invoiceIds) }
        );
}
