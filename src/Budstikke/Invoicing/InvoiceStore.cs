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

internal sealed class InvoiceStore(Database database, SharedParts sharedParts) : IAsyncDisposable
{
    private readonly KeyedReads<InvoiceRow> _invoices = new(
        database,
        $"SELECT {InvoiceRow.Columns} FROM invoices",
        "invoice_id",
        row => row.InvoiceId
    );

    private readonly KeyedReads<OriginalRow> _originals = new(
        database,
        "SELECT order_id AS OrderId, invoice_id AS InvoiceId FROM invoice_orders",
        "order_id",
        row => row.OrderId,
        "AND original = 1"
    );

    private readonly KeyedReads<DocumentRow> _pdfs = DocumentsAs(RenderInvoice.Pdf, database);
    private readonly KeyedReads<DocumentRow> _ubls = DocumentsAs(RenderInvoice.Ubl, database);

    public Task<InvoiceRow?> Find(string invoiceId) => _invoices.One(invoiceId);

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

    /// <summary>The original invoice of an order; null before it is issued.</summary>
    public async Task<string?> OriginalOf(string orderId) => (await _originals.One(orderId))?.InvoiceId;

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
        var row = await (format == RenderInvoice.Pdf ? _pdfs : _ubls).One(invoiceId);
        return row?.Whole(row.SharedSha256 is null ? null : await sharedParts.Get(row.SharedSha256));
    }

    private static KeyedReads<DocumentRow> DocumentsAs(string format, Database database) =>
        new(
            database,
            "SELECT invoice_id AS InvoiceId, content AS Content, shared_at AS SharedAt, shared_sha256 AS SharedSha256 FROM documents",
            "invoice_id",
            row => row.InvoiceId,
            $"AND format = '{format}'"
        );

    public Task<IReadOnlyList<(string Format, string Sha256)>> Hashes(string invoiceId) =>
        database.Read(session =>
            session.Query<(string, string)>(
                "SELECT format, sha256 FROM documents WHERE invoice_id = @invoiceId",
                new { invoiceId }
            )
        );

    public async ValueTask DisposeAsync()
    {
        await _invoices.DisposeAsync();
        await _originals.DisposeAsync();
        await _pdfs.DisposeAsync();
        await _ubls.DisposeAsync();
    }

    private sealed record OriginalRow(string OrderId, string InvoiceId);
}

/// <summary>A stored document: its own bytes, and which part that many share goes where.</summary>
internal sealed record DocumentRow(string InvoiceId, byte[] Content, long SharedAt, string? SharedSha256)
{
    public byte[] Whole(ReadOnlyMemory<byte>? shared) =>
        shared is { } part
            ? [.. Content.AsSpan(0, (int)SharedAt), .. part.Span, .. Content.AsSpan((int)SharedAt)]
            : Content;
}
