using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Wording;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>Reads a rendered document as others would: with poppler and qpdf.</summary>
internal static class PdfReading
{
    public static PdfDocument Render(Invoice invoice, Language language = Language.No) =>
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

    /// <summary>Every word and where it stands, in points from the upper left corner.</summary>
    public static List<(string Word, double Left, double Top, double Right, double Bottom)> WordBoxes(
        PdfDocument document
    )
    {
        var page = XDocument.Parse(WithFile(document, path => Tool.Run("pdftotext", "-bbox", path, "-").Output));
        return
        [
            .. page.Descendants()
                .Where(element => element.Name.LocalName == "word")
                .Select(word => (word.Value, At(word, "xMin"), At(word, "yMin"), At(word, "xMax"), At(word, "yMax"))),
        ];
    }

    /// <summary>Each size, in points, and colour that text is set in.</summary>
    public static List<(double Size, string Color)> Fonts(PdfDocument document)
    {
        string[] options = ["-xml", "-i", "-stdout", "-zoom", "3"];
        var page = XDocument.Parse(WithFile(document, path => Tool.Run("pdftohtml", [.. options, path]).Output));
        return [.. page.Descendants("fontspec").Select(font => (At(font, "size") / 3, font.Attribute("color")!.Value))];
    }

    private static double At(XElement word, string name) =>
        double.Parse(word.Attribute(name)!.Value, CultureInfo.InvariantCulture);

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
