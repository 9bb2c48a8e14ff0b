using System.Security.Cryptography;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Ubl;

namespace Budstikke.Invoicing;

/// <summary>A rendered document as it is stored: bytes of its own, and the bytes that many documents share, put in at a place.</summary>
/// <param name="Sha256">Lower-case hex, over the whole.</param>
/// <param name="SharedSha256">The hash of the shared bytes; null where there are none.</param>
internal sealed record RenderedDocument(
    string Format,
    string Sha256,
    byte[] Own,
    string? SharedSha256 = null,
    int SharedAt = 0
);

/// <param name="Shared">What the documents refer to by its hash.</param>
internal sealed record RenderedInvoice(RenderedDocument Pdf, RenderedDocument Ubl, SharedPart Shared);

/// <summary>An issued document is bytes: rendered once, and only ever sent as stored.</summary>
internal static class RenderInvoice
{
    public const string Pdf = "pdf";
    public const string Ubl = "ubl";

    public static RenderedInvoice Render(Invoice invoice, string language)
    {
        var pdf = InvoicePdf.Render(invoice, new PdfPresentation { Language = LanguageOf(language) });
        var head = SharedPart.Of(pdf.Head);
        return new(RenderedPdf(pdf, head), RenderedUbl(invoice, pdf), head);
    }

    public static PdfLanguage LanguageOf(string language) =>
        language switch
        {
            "en" => PdfLanguage.En,
            "sv" => PdfLanguage.Sv,
            "da" => PdfLanguage.Da,
            "de" => PdfLanguage.De,
            _ => PdfLanguage.No,
        };

    private static RenderedDocument RenderedPdf(PdfDocument pdf, SharedPart head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pdf.Head.Span);
        hash.AppendData(pdf.Body.Span);
        return new(Pdf, Convert.ToHexStringLower(hash.GetHashAndReset()), pdf.Body.ToArray(), head.Sha256);
    }

    /// <summary>An EHF carries its PDF; a document that never travels over Peppol does not.</summary>
    private static RenderedDocument RenderedUbl(Invoice invoice, PdfDocument pdf)
    {
        var isEhf = invoice.Buyer.Endpoint is not null;
        var withPdf = isEhf
            ? invoice with
            {
                Attachments = [new($"{invoice.Number}.pdf", null, "application/pdf", pdf.ToArray())],
            }
            : invoice;
        var xml = UblWriter.ToArray(withPdf, isEhf ? UblProfile.Peppol : UblProfile.En16931);
        return new(Ubl, Convert.ToHexStringLower(SHA256.HashData(xml)), xml);
    }
}
