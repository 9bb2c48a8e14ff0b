using Budstikke.Documents.Invoices;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A document that is about to be issued, with what its row says beside it.</summary>
/// <param name="Kind">invoice, or creditNote.</param>
/// <param name="Account">Eleven digits.</param>
internal sealed record NewDocument(
    string ClientId,
    string Kind,
    string CustomerId,
    string Account,
    InvoiceSnapshot Snapshot,
    Invoice Invoice
)
{
    /// <summary>With VAT; in the amount due, and none of the orders'.</summary>
    public decimal Fee { get; init; }

    public string InvoiceId => $"{ClientId}-{Invoice.Number}";

    /// <summary>It goes to nobody, and its sheet says so.</summary>
    public bool IsTest { get; init; }

    public RenderedInvoice Render(OfficialRules rules) =>
        RenderInvoice.Render(Invoice, RenderInvoice.For(Snapshot.Customer, IsTest), rules);
}

/// <summary>The rows of an issued document: itself, the orders on it, and its bytes.</summary>
internal static class IssuedRows
{
    private static readonly Table s_invoices = new(
        "invoices",
        [
            ("invoice_id", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("number", ColumnType.Bigint),
            ("kind", ColumnType.Text),
            ("customer_id", ColumnType.Text),
            ("issue_date", ColumnType.Text),
            ("due_date", ColumnType.Text),
            ("account", ColumnType.Text),
            ("kid", ColumnType.Text),
            ("amount_due", ColumnType.Bigint),
            ("total_vat", ColumnType.Bigint),
            ("content", ColumnType.Text),
            ("issued_at", ColumnType.Bigint),
            ("fee", ColumnType.Bigint),
        ]
    );

    private static readonly Table s_invoiceOrders = new(
        "invoice_orders",
        [
            ("client_id", ColumnType.Text),
            ("order_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("original", ColumnType.Bigint),
        ]
    );

    private static readonly Table s_documents = new(
        "documents",
        [
            ("client_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("format", ColumnType.Text),
            ("sha256", ColumnType.Text),
            ("content", ColumnType.Bytes),
            ("shared_sha256", ColumnType.Text),
            ("shared_at", ColumnType.Bigint),
        ]
    );

    public static IEnumerable<NewRow> Of(NewDocument document, RenderedInvoice rendered, DateTimeOffset now)
    {
        yield return RowOf(document, now);
        // An order has one original, and any number of documents that are none.
        long? original = document.Kind == InvoiceRow.Invoice ? 1 : null;
        foreach (var orderId in document.Snapshot.OrderIds)
            yield return new NewRow(s_invoiceOrders, document.ClientId, orderId, document.InvoiceId, original);
        yield return RowOf(document, rendered.Pdf);
        yield return RowOf(document, rendered.Ubl);
    }

    private static NewRow RowOf(NewDocument document, DateTimeOffset now)
    {
        var invoice = document.Invoice;
        return new(
            s_invoices,
            document.InvoiceId,
            document.ClientId,
            long.Parse(invoice.Number),
            document.Kind,
            document.CustomerId,
            invoice.IssueDate.ToString("O"),
            invoice.DueDate?.ToString("O"),
            document.Account,
            invoice.Payment?.Kid?.ToString(),
            Ore.Of(invoice.Totals.AmountDue),
            Ore.Of(invoice.Totals.TotalVat),
            JsonOptions.Store(document.Snapshot),
            now.ToUnixTimeMilliseconds(),
            Ore.Of(document.Fee)
        );
    }

    private static NewRow RowOf(NewDocument document, RenderedDocument rendered) =>
        new(
            s_documents,
            document.ClientId,
            document.InvoiceId,
            rendered.Format,
            rendered.Sha256,
            rendered.Own,
            rendered.SharedSha256,
            (long)rendered.SharedAt
        );
}
