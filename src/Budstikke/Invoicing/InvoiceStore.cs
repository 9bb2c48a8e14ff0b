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
        "invoice_id AS InvoiceId, client_id AS ClientId, number AS Number, kind AS Kind, "
        + "customer_id AS CustomerId, issue_date AS IssueDate, due_date AS DueDate, account AS Account, "
        + "kid AS Kid, amount_due AS AmountDue, content AS Content, issued_at AS IssuedAt";

    /// <summary>Read from the JSON at each call: take it once.</summary>
    public InvoiceSnapshot Snapshot => JsonOptions.Restore<InvoiceSnapshot>(Content);
}

/// <summary>The parties as they were at issue, and the orders on the document.</summary>
internal sealed record InvoiceSnapshot(SellerDetails Seller, Customer Customer, IReadOnlyList<string> OrderIds);

internal sealed class InvoiceStore(Database database, SharedParts sharedParts) : IAsyncDisposable
{
    private readonly OwnReads<InvoiceRow> _invoices = new(
        database,
        $"SELECT {InvoiceRow.Columns} FROM invoices",
        "invoice_id",
        row => (row.ClientId, row.InvoiceId)
    );

    private readonly OwnReads<OriginalRow> _originals = new(
        database,
        "SELECT client_id AS ClientId, order_id AS OrderId, invoice_id AS InvoiceId FROM invoice_orders",
        "order_id",
        row => (row.ClientId, row.OrderId),
        "AND original = 1"
    );

    private readonly OwnReads<DocumentRow> _pdfs = DocumentsAs(RenderInvoice.Pdf, database);
    private readonly OwnReads<DocumentRow> _ubls = DocumentsAs(RenderInvoice.Ubl, database);

    public Task<InvoiceRow?> Find(string clientId, string invoiceId) => _invoices.One(clientId, invoiceId);

    /// <exception cref="InvalidOperationException">There is no such document.</exception>
    public async Task<InvoiceRow> Get(string clientId, string invoiceId) =>
        await Find(clientId, invoiceId) ?? throw new InvalidOperationException($"There is no invoice {invoiceId}.");

    /// <summary>The orders on the document.</summary>
    public Task<IReadOnlyList<string>> OrdersOf(string clientId, string invoiceId) =>
        database.Read(session => OrdersOf(session, clientId, invoiceId));

    /// <inheritdoc cref="OrdersOf(string, string)"/>
    public static Task<IReadOnlyList<string>> OrdersOf(Session session, string clientId, string invoiceId) =>
        session.Query<string>(
            "SELECT order_id FROM invoice_orders WHERE invoice_id = @invoiceId AND client_id = @clientId "
                + "ORDER BY order_id",
            new { clientId, invoiceId }
        );

    /// <summary>The original invoice of an order; null before it is issued.</summary>
    public async Task<string?> OriginalOf(string clientId, string orderId) =>
        (await _originals.One(clientId, orderId))?.InvoiceId;

    /// <summary>The original invoice of an order that has been issued.</summary>
    public static Task<string> OriginalOf(Session session, string clientId, string orderId) =>
        session.QuerySingle<string>(
            "SELECT invoice_id FROM invoice_orders WHERE order_id = @orderId AND client_id = @clientId "
                + "AND original = 1",
            new { clientId, orderId }
        );

    /// <summary>The order's invoice and credit notes, oldest first.</summary>
    public Task<IReadOnlyList<InvoiceRow>> OfOrder(string clientId, string orderId) =>
        database.Read(session =>
            session.Query<InvoiceRow>(
                $"""
                SELECT {InvoiceRow.Columns} FROM invoices
                WHERE invoice_id IN (SELECT invoice_id FROM invoice_orders WHERE order_id = @orderId
                  AND client_id = @clientId)
                ORDER BY number
                """,
                new { clientId, orderId }
            )
        );

    /// <summary>The number of the order's original invoice; null before it is issued.</summary>
    public async Task<string?> NumberFor(string clientId, string orderId) =>
        (await OfOrder(clientId, orderId)).FirstOrDefault(row => row.Kind == InvoiceRow.Invoice)?.Number.ToString();

    /// <summary>The issued bytes, put together again.</summary>
    public async Task<byte[]?> Document(string clientId, string invoiceId, string format)
    {
        var row = await (format == RenderInvoice.Pdf ? _pdfs : _ubls).One(clientId, invoiceId);
        return row?.Whole(row.SharedSha256 is null ? null : await sharedParts.Get(row.SharedSha256));
    }

    private static OwnReads<DocumentRow> DocumentsAs(string format, Database database) =>
        new(
            database,
            "SELECT client_id AS ClientId, invoice_id AS InvoiceId, content AS Content, shared_at AS SharedAt, "
                + "shared_sha256 AS SharedSha256 FROM documents",
            "invoice_id",
            row => (row.ClientId, row.InvoiceId),
            $"AND format = '{format}'"
        );

    public Task<IReadOnlyList<(string Format, string Sha256)>> Hashes(string clientId, string invoiceId) =>
        database.Read(session =>
            session.Query<(string, string)>(
                "SELECT format, sha256 FROM documents WHERE invoice_id = @invoiceId AND client_id = @clientId",
                new { clientId, invoiceId }
            )
        );

    public async ValueTask DisposeAsync()
    {
        await _invoices.DisposeAsync();
        await _originals.DisposeAsync();
        await _pdfs.DisposeAsync();
        await _ubls.DisposeAsync();
    }

    private sealed record OriginalRow(string ClientId, string OrderId, string InvoiceId);
}

/// <summary>A stored document: its own bytes, and which part that many share goes where.</summary>
internal sealed record DocumentRow(
    string ClientId,
    string InvoiceId,
    byte[] Content,
    long SharedAt,
    string? SharedSha256
)
{
    public byte[] Whole(ReadOnlyMemory<byte>? shared) => Whole(Content, SharedAt, shared);

    public static byte[] Whole(byte[] content, long sharedAt, ReadOnlyMemory<byte>? shared) =>
        shared is { } part
            ? [.. content.AsSpan(0, (int)sharedAt), .. part.Span, .. content.AsSpan((int)sharedAt)]
            : content;
}
