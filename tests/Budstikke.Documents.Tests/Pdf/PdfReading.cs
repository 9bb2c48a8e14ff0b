using System.Text;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>Reads a rendered document as others would: with poppler and qpdf.</summary>
internal static class PdfReading
{
    public static PdfDocument Render(Invoice invoice, PdfLanguage language = PdfLanguage.No) =>
        InvoicePdf.Render(invoice, new() { Language = language });

    /// <summary>The text in reading order, no-break spaces as spaces.</summary>
    public static string Text(PdfDocument document) => Text(document, "-raw");

    /// <summary>The text laid out as on the sheet.</summary>
    public static string Layout(PdfDocument document) => Text(document, "-layout");

    /// <summary>What qpdf has against the file; empty when nothing.</summary>
    public static string Faults(PdfDocument document) =>
        WithFile(
            document,
            path =>
            {
                var (exit, output) = Tool.Run("qpdf", "--check", path);
                return exit == 0 && !output.Contains("WARNING", StringComparison.Ordinal) ? "" : output;
            }
        );

    private static string Text(PdfDocument document, string mode) =>
        WithFile(document, path => Tool.Run("pdftotext", "-enc", "UTF-8", mode, path, "-").Output)
            .Normalize(NormalizationForm.FormC)
            .Replace('\u00A0', ' ');

    private static string WithFile(PdfDocument document, Func<string, string> read)
    {
        var path = Path.Combine(Path.GetTempPath(), $"budstikke-{Guid.NewGuid():N}.pdf");
        try
        {
            File.WriteAllBytes(path, document.ToArray());
            return read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
