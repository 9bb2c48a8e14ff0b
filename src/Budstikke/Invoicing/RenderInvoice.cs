using System.Security.Cryptography;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Schematron;
using Budstikke.Documents.Ubl;
using Budstikke.Documents.Wording;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>A rendered document as it is stored: bytes of its own, and the bytes that many documents share, put in at a
/// place.</summary>
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
)
{
    /// <summary>What the official rules say of it; null where none are set.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>By which rules it was checked; null where none are set.</summary>
    public IReadOnlyList<string>? CheckedBy { get; init; }

    /// <summary>What the rules warn of; null where they do not.</summary>
    public IReadOnlyList<string>? Warnings =>
        OfficialRules.Warnings(Verdict) is { Count: > 0 } warnings ? IssueInvoices.Sentences(warnings) : null;
}

/// <summary>An issued document is bytes: rendered once, and only ever sent as stored.</summary>
internal static class RenderInvoice
{
    public const string Pdf = "pdf";
    public const string Ubl = "ubl";

    /// <summary>How a customer is shown a document: a consumer by the prices that he ordered at.</summary>
    public static PdfPresentation For(Customer customer, bool isTest) =>
        new()
        {
            Language = LanguageOf(customer.Language),
            ShowsPricesWithVat = customer.Type == CustomerType.Private,
            IsTest = isTest,
        };

    /// <summary>The document as it is sent is what the rules are asked about, with all that it carries.</summary>
    public static RenderedInvoice Render(Invoice invoice, PdfPresentation presentation, OfficialRules rules)
    {
        var (pdf, xml) = Documents(invoice, presentation);
        var travels = invoice.Buyer.Endpoint is not null;
        return Stored(pdf, xml, travels) with { Verdict = rules.Check(xml, travels), CheckedBy = rules.Names(travels) };
    }

    private static RenderedInvoice Stored(PdfDocument pdf, byte[] xml, bool isEhf)
    {
        var head = SharedPart.Of(pdf.Head);
        if (!isEhf)
            return new(RenderedPdf(pdf, head), new(Ubl, HashOf(xml), xml), [head]);
        var encoded = SharedPart.Base64Of(pdf.Head);
        return new(RenderedPdf(pdf, head), RenderedEhf(xml, encoded), [head, encoded]);
    }

    /// <summary>Both documents whole, not to be stored: what an order would come to.</summary>
    public static (byte[] Pdf, byte[] Ubl) Preview(Invoice invoice, PdfPresentation presentation)
    {
        var (pdf, xml) = Documents(invoice, presentation with { IsPreview = true });
        return (pdf.ToArray(), xml);
    }

    /// <summary>
    /// The customer's, by its code; Norwegian where we do not write it (bokføringsloven § 12 accepts that always).
    /// </summary>
    public static Language LanguageOf(string code) => Languages.Of(code) ?? Language.No;

    private static RenderedDocument RenderedPdf(PdfDocument pdf, SharedPart head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pdf.Head.Span);
        hash.AppendData(pdf.Body.Span);
        return new(Pdf, Convert.ToHexStringLower(hash.GetHashAndReset()), pdf.Body.ToArray(), head.Sha256);
    }

    /// <summary>An EHF carries its PDF; a document that never travels over Peppol does not.</summary>
    private static (PdfDocument Pdf, byte[] Ubl) Documents(Invoice invoice, PdfPresentation presentation)
    {
        var pdf = InvoicePdf.Render(invoice, presentation);
        if (invoice.Buyer.Endpoint is null)
            return (pdf, UblWriter.ToArray(invoice, UblProfile.En16931));
        var withPdf = invoice with
        {
            Attachments = [new($"{invoice.Number}.pdf", null, "application/pdf", pdf.ToArray())],
        };
        return (pdf, UblWriter.ToArray(withPdf, UblProfile.Peppol));
    }

    /// <summary>The EHF with the PDF in it. The Base64 of the PDF's head is the same in all EHFs, so it is stored as a
    /// shared part.</summary>
    private static RenderedDocument RenderedEhf(byte[] xml, SharedPart encodedHead)
    {
        var at = xml.AsSpan().IndexOf(encodedHead.Content.Span);
        return at < 0
            ? throw new InvalidOperationException("The EHF does not carry its PDF as base64 without line breaks.")
            : new(
                Ubl,
                HashOf(xml),
                [.. xml[..at], .. xml[(at + encodedHead.Content.Length)..]],
                encodedHead.Sha256,
                at
            );
    }

    private static string HashOf(byte[] xml) => Convert.ToHexStringLower(SHA256.HashData(xml));
}
