using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

/// <summary>Invoices and credit notes as their stored UBL says them. The last ones are kept, since the orders of a
/// collective invoice share it.</summary>
internal sealed class StoredDocuments(Audit audit)
{
    private const int MaxKept = 16;
    private readonly SharedContents _parts = new(audit);
    private readonly Dictionary<string, Invoice?> _kept = new(StringComparer.Ordinal);

    /// <summary>Null where it is missing, or is no document any more.</summary>
    public async Task<Invoice?> Find(string invoiceId)
    {
        if (_kept.TryGetValue(invoiceId, out var kept))
            return kept;
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        return _kept[invoiceId] = await Read(invoiceId);
    }

    private async Task<Invoice?> Read(string invoiceId)
    {
        var rows = await audit.Query<AuditedDocument>(
            DocumentChecks.OfInvoice(audit.Bytes),
            new { InvoiceId = invoiceId }
        );
        if (rows.FirstOrDefault(row => row.Format == RenderInvoice.Ubl) is not { } ubl)
            return null;
        var part = ubl.SharedSha256.Length == 0 ? null : await _parts.Find(ubl.SharedSha256);
        if (DocumentChecks.Whole(ubl, part) is not { } whole)
            return null;
        try
        {
            return UblReader.Read(whole);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
