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
internal sealed record RenderedInvoice(
    RenderedDocument Pdf,
    RenderedDocument Ubl,
    IReadOnlyCollection<SharedPart> Shared
);

/// <summary>An issued document is bytes: rendered once, and only ever sent as stored.</summary>
internal static class RenderInvoice
{
    public const string Pdf = "pdf";
    public const string Ubl = "ubl";

    public static RenderedInvoice Render(Invoice invoice, string language)
    {
        var pdf = InvoicePdf.Render(invoice, new PdfPresentation { Language = LanguageOf(language) });
        var head = SharedPart.Of(pdf.Head);
        if (invoice.Buyer.Endpoint is null)
            return new(RenderedPdf(pdf, head), RenderedUbl(invoice), [head]);
        var encoded = SharedPart.Base64Of(pdf.Head);
        return new(RenderedPdf(pdf, head), RenderedEhf(invoice, pdf, encoded), [head, encoded]);
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

    /// <summary>A document that never travels over Peppol carries no PDF.</summary>
    private static RenderedDocument RenderedUbl(Invoice invoice)
    {
        var xml = UblWriter.ToArray(invoice, UblProfile.En16931);
        return new(Ubl, Convert.ToHexStringLower(SHA256.HashData(xml)), xml);
    }

    /// <summary>An EHF carries its PDF, whose head has the same base64 in all of them.</summary>
    private static RenderedDocument RenderedEhf(Invoice invoice, PdfDocument pdf, SharedPart encodedHead)
    {
        var withPdf = invoice with
        {
            Attachments = [new($"{invoice.Number}.pdf", null, "application/pdf", pdf.ToArray())],
        };
        var xml = UblWriter.ToArray(withPdf, UblProfile.Peppol);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(xml));
        var at = xml.AsSpan().IndexOf(encodedHead.Content.Span);
        return at < 0
            ? throw new InvalidOperationException("The EHF does not carry its PDF as base64 without line breaks.")
            : new(Ubl, sha256, [.. xml[..at], .. xml[(at + encodedHead.Content.Length)..]], encodedHead.Sha256, at);
    }
}
