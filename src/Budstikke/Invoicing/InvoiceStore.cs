using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>An issued invoice or credit note as it stands in the store.</summary>
/// <param name="Kind">invoice, or creditNote.</param>
/// <param name="AmountDue">Øre.</param>
/// <param name="Content">JSON of an <see cref="InvoiceSnapshot"/>.</param>
internal sealed record InvoiceRow(
    string InvoiceId,
    string ClientId,
    long Number,
    string Kind,
    string CustomerId,
    string IssueDate,
    string? DueDate,
    string Account,
    string? Kid,
    long AmountDue,
    string Content,
    long IssuedAt
)
{
    public const string Invoice = "invoice";
    public const string CreditNote = "creditNote";

    public const string Columns =
        "invoice_id AS InvoiceId, client_id AS ClientId, number AS Number, kind AS Kind, customer_id AS CustomerId, issue_date AS IssueDate, due_date AS DueDate, account AS Account, kid AS Kid, amount_due AS AmountDue, content AS Content, issued_at AS IssuedAt";

    /// <summary>Read from the JSON at each call: take it once.</summary>
    public InvoiceSnapshot Snapshot => JsonOptions.Restore<InvoiceSnapshot>(Content);
}

/// <summary>The parties as they were at issue, and the orders on the document.</summary>
internal sealed record InvoiceSnapshot(SellerDetails Seller, Customer Customer, IReadOnlyList<string> OrderIds);

internal sealed class InvoiceStore(Database database)
{
    public Task<InvoiceRow?> Find(string invoiceId) =>
        database.Read(session =>
            session.QueryOne<InvoiceRow>(
                $"SELECT {InvoiceRow.Columns} FROM invoices WHERE invoice_id = @invoiceId",
                new { invoiceId }
            )
        );

    /// <exception cref="InvalidOperationException">There is no such document.</exception>
    public async Task<InvoiceRow> Get(string invoiceId) =>
        await Find(invoiceId) ?? throw new InvalidOperationException($"There is no invoice {invoiceId}.");

    /// <summary>The orders on the document.</summary>
    public Task<IReadOnlyList<string>> OrdersOf(string invoiceId) =>
        database.Read(session => OrdersOf(session, invoiceId));

    /// <inheritdoc cref="OrdersOf(string)"/>
    public static Task<IReadOnlyList<string>> OrdersOf(Session session, string invoiceId) =>
        session.Query<string>(
            "SELECT order_id FROM invoice_orders WHERE invoice_id = @invoiceId ORDER BY order_id",
            new { invoiceId }
        );

    /// <summary>The original invoice of an order that has been issued.</summary>
    public static Task<string> OriginalOf(Session session, string orderId) =>
        session.QuerySingle<string>(
            "SELECT invoice_id FROM invoice_orders WHERE order_id = @orderId AND original = 1",
            new { orderId }
        );

    /// <summary>The order's invoice and credit notes, oldest first.</summary>
    public Task<IReadOnlyList<InvoiceRow>> OfOrder(string orderId) =>
        database.Read(session =>
            session.Query<InvoiceRow>(
                $"""
                SELECT {InvoiceRow.Columns} FROM invoices
                WHERE invoice_id IN (SELECT invoice_id FROM invoice_orders WHERE order_id = @orderId) ORDER BY number
                """,
                new { orderId }
            )
        );

    /// <summary>The number of the order's original invoice; null before it is issued.</summary>
    public async Task<string?> NumberFor(string orderId) =>
        (await OfOrder(orderId)).FirstOrDefault(row => row.Kind == InvoiceRow.Invoice)?.Number.ToString();

    /// <summary>The issued bytes, put together again.</summary>
    public async Task<byte[]?> Document(string invoiceId, string format)
    {
        var row = await database.Read(session =>
            session.QueryOne<DocumentRow>(
                """
                SELECT d.content AS Content, d.shared_at AS SharedAt, s.content AS Shared
                FROM documents d LEFT JOIN shared_parts s ON s.sha256 = d.shared_sha256
                WHERE d.invoice_id = @invoiceId AND d.format = @format
                """,
                new { invoiceId, format }
            )
        );
        return row?.Whole();
    }

    public Task<IReadOnlyList<(string Format, string Sha256)>> Hashes(string invoiceId) =>
        database.Read(session =>
            session.Query<(string, string)>(
                "SELECT format, sha256 FROM documents WHERE invoice_id = @invoiceId",
                new { invoiceId }
            )
        );
}

/// <summary>A stored document: its own bytes and the part that many share.</summary>
internal sealed record DocumentRow(byte[] Content, long SharedAt, byte[]? Shared)
{
    public byte[] Whole() =>
        Shared is null ? Content : [.. Content.AsSpan(0, (int)SharedAt), .. Shared, .. Content.AsSpan((int)SharedAt)];
}
