using Budstikke.Documents.Pdf.Layout;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf;

/// <summary>Something to be read and kept: a title, and labelled texts under headings. It is in English.</summary>
/// <param name="Date">Of its making.</param>
public sealed record Report(string Title, string Author, DateOnly Date, IReadOnlyList<ReportSection> Sections);

/// <summary>A heading with what stands under it.</summary>
public sealed record ReportSection(string Heading, IReadOnlyList<ReportRow> Rows);

/// <summary>A label, and a text of any length beside it.</summary>
public sealed record ReportRow(string Label, string Text);

/// <summary>Sets a report on A4 sheets. Pure, and any string is set, as with <see cref="InvoicePdf"/>.</summary>
public static class ReportPdf
{
    private const double Top = 25 * Page.Mm;
    private const double LabelWidth = 42 * Page.Mm;
    private const double Gap = 3;
    private const double SectionGap = 10;

    /// <summary>So many lines of a text; a file beside the report has the rest.</summary>
    private const int MaxLines = 60;

    /// <summary>Sets the report.</summary>
    public static PdfDocument Render(Report report)
    {
        var extras = new ExtraGlyphs();
        var pages = new List<Page> { new(extras) };
        try
        {
            var y = Top;
            foreach (var line in Lines(report.Title, Look.SellerName, Look.Width))
                y = Put(line, Look.Left, y, Look.SellerName);
            foreach (var section in report.Sections)
            {
                y += SectionGap;
                // A heading does not stand alone at the foot.
                Need(Look.Section.Leading + Gap + 2 * Look.Body.Leading);
                y = Put(PrintableText.OneLine(section.Heading), Look.Left, y, Look.Section);
                pages[^1].Rule(Look.Left, y - Look.Section.Leading + 4, Look.Width);
                y += Gap;
                foreach (var row in section.Rows)
                    Draw(row);
            }
            for (var i = 0; i < pages.Count; i++)
            {
                pages[i].Rule(Look.Left, Look.FooterTop, Look.Width);
                pages[i].TextEndingAt(Look.Right, Look.FooterTop + 11, $"{i + 1} / {pages.Count}", Look.Label);
            }
            return PdfFile.Write(pages, extras, new(report.Title, report.Author, Language.En, report.Date));

            void Draw(ReportRow row)
            {
                var labels = Lines(row.Label, Look.Label, LabelWidth - Gap);
                var texts = Lines(row.Text, Look.Body, Look.Width - LabelWidth);
                for (var i = 0; i < Math.Max(labels.Count, texts.Count); i++)
                {
                    Need(Look.Body.Leading);
                    if (i < labels.Count)
                        pages[^1].Text(Look.Left, y, labels[i], Look.Label);
                    if (i < texts.Count)
                        pages[^1].Text(Look.Left + LabelWidth, y, texts[i], Look.Body);
                    y += Look.Body.Leading;
                }
                y += Gap;
            }

            double Put(string line, double x, double at, Style style)
            {
                pages[^1].Text(x, at, line, style);
                return at + style.Leading;
            }

            void Need(double height)
            {
                if (y + height <= Look.BodyBottom)
                    return;
                pages.Add(new(extras));
                y = Top;
            }
        }
        finally
        {
            foreach (var page in pages)
                page.Dispose();
        }
    }

    private static List<string> Lines(string text, Style style, double width)
    {
        var printable = PrintableText.Of(text);
        var lines = TextLines.Break(printable, style, width);
        return
        [
            .. lines.Take(MaxLines).Select(line => line.Of(printable).ToString()),
            .. lines.Count > MaxLines ? ["…"] : Array.Empty<string>(),
        ];
    }
}
