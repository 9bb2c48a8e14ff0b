using System.Security.Cryptography;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Ubl;
using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

/// <summary>What an invoice's row says, beside which its documents are held.</summary>
/// <param name="DueDate">Empty where it has none.</param>
/// <param name="AmountDue">Øre.</param>
/// <param name="TotalVat">Øre.</param>
/// <param name="Kid">Empty where it has none.</param>
/// <param name="Content">JSON of an <see cref="InvoiceSnapshot"/>.</param>
internal sealed record AuditedIssued(
    string InvoiceId,
    string ClientId,
    string CustomerId,
    string Kind,
    long Number,
    string IssueDate,
    string DueDate,
    string Account,
    long AmountDue,
    long TotalVat,
    string Kid,
    string Content
);

/// <summary>An order on an invoice.</summary>
internal sealed record AuditedOrderOn(string InvoiceId, string OrderId);

/// <summary>A stored document.</summary>
/// <param name="SharedSha256">Empty where nothing of it is shared.</param>
internal sealed record AuditedDocument(
    string Format,
    string Sha256,
    byte[] Content,
    string SharedSha256,
    long SharedAt
);

/// <summary>An issued document is bytes: they are as they were issued, and say what the store says.</summary>
internal static class DocumentChecks
{
    /// <summary>The stored documents of one invoice. Each has some hundred kilobytes, so only one invoice's are in
    /// memory at a time.</summary>
    public static string OfInvoice(string bytes) =>
        $"""
            SELECT format AS Format, sha256 AS Sha256, CAST(content AS {bytes}) AS Content,
              coalesce(shared_sha256, '') AS SharedSha256,
              shared_at AS SharedAt
            FROM documents WHERE invoice_id = @InvoiceId ORDER BY format
            """;

    private static readonly string[] s_formats = [RenderInvoice.Pdf, RenderInvoice.Ubl];

    private static readonly Paged<AuditedIssued> s_invoices = new(
        """
        SELECT invoice_id AS InvoiceId, client_id AS ClientId, customer_id AS CustomerId, kind AS Kind,
          number AS Number,
          issue_date AS IssueDate, coalesce(due_date, '') AS DueDate, account AS Account, amount_due AS AmountDue,
          total_vat AS TotalVat, coalesce(kid, '') AS Kid, content AS Content
        FROM invoices WHERE invoice_id > @after ORDER BY invoice_id LIMIT @rows
        """,
        row => row.InvoiceId
    );

    public static async Task Run(Audit audit)
    {
        var shared = audit.Begin("shared parts");
        var documents = audit.Begin("documents");
        var parts = new SharedContents(audit);
        await parts.Check(shared);
        await foreach (var page in audit.Pages(s_invoices))
        {
            var orders = await OrdersOn(audit, page);
            foreach (var invoice in page)
            {
                await Check(audit, new(invoice, [.. orders[invoice.InvoiceId]]), parts, documents);
                audit.Tell(documents);
            }
        }
    }

    /// <summary>An invoice and its orders are committed together, so they may be read after it.</summary>
    private static async Task<ILookup<string, string>> OrdersOn(Audit audit, IReadOnlyList<AuditedIssued> page)
    {
        var orders = await audit.Query<AuditedOrderOn>(
            "SELECT invoice_id AS InvoiceId, order_id AS OrderId FROM invoice_orders WHERE invoice_id >= @First "
                + "AND invoice_id <= @Last",
            new { First = page[0].InvoiceId, Last = page[^1].InvoiceId }
        );
        return orders.ToLookup(one => one.InvoiceId, one => one.OrderId, StringComparer.Ordinal);
    }

    /// <summary>Documents never change once their invoice is committed with them, so they may be read after
    /// it.</summary>
    private static async Task Check(Audit audit, IssuedRow issued, SharedContents parts, Tally tally)
    {
        var invoice = issued.Row;
        var rows = await audit.Query<AuditedDocument>(OfInvoice(audit.Bytes), new { invoice.InvoiceId });
        var wholes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var format in s_formats.Except(rows.Select(row => row.Format)))
            wrong.Add($"Its {format} is missing.");
        foreach (var row in rows)
        {
            var part = row.SharedSha256.Length == 0 ? null : await parts.Find(row.SharedSha256);
            if (row.SharedSha256.Length > 0 && part is null)
                wrong.Add($"The part that its {row.Format} shares with others is missing.");
            else if (Whole(row, part) is { } whole)
                wholes[row.Format] = whole;
            else
                wrong.Add($"Its {row.Format} is not the one that was issued: the SHA-256 differs.");
        }
        if (wholes.TryGetValue(RenderInvoice.Ubl, out var ubl))
            wrong.AddRange(JudgeUbl(issued, ubl, wholes.GetValueOrDefault(RenderInvoice.Pdf)));
        tally.Look(invoice.InvoiceId, wrong);
    }

    /// <summary>The document put together again; null where it is not the one that was issued.</summary>
    public static byte[]? Whole(AuditedDocument row, byte[]? part)
    {
        if (row.SharedAt < 0 || row.SharedAt > row.Content.Length || (row.SharedSha256.Length > 0 && part is null))
            return null;
        var whole = DocumentRow.Whole(row.Content, row.SharedAt, part);
        return HashOf(whole) == row.Sha256 ? whole : null;
    }

    /// <summary>What the document says, in the reader's words, against the row and the rules it was issued
    /// under.</summary>
    public static IReadOnlyList<string> JudgeUbl(IssuedRow row, byte[] ubl, byte[]? pdf)
    {
        Invoice invoice;
        try
        {
            invoice = UblReader.Read(ubl);
        }
        catch (FormatException error)
        {
            return [$"Its UBL cannot be read: {error.Message}"];
        }
        return
        [
            .. RowDifferences.Of(row, invoice),
            .. invoice
                .Attachments.Where(attached => pdf is not null && !attached.Content.Span.SequenceEqual(pdf))
                .Select(_ => "The PDF within its UBL is another than its PDF."),
            .. InvoiceRules.Check(invoice).Select(violation => $"Its UBL breaks a rule: {violation}"),
        ];
    }

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
