using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Documents.Pdf.Layout;
using Budstikke.Documents.Pdf.Text;

namespace Budstikke.Documents.Pdf;

/// <summary>
/// Sets an invoice or credit note on A4 sheets (PDF 1.7). Pure: the same invoice gives the same bytes, on the same
/// runtime. Any string is set; what our fonts have no glyph for shows as a box, and is still found when the text is
/// copied.
/// </summary>
public static class InvoicePdf
{
    /// <summary>Sets the document.</summary>
    public static PdfDocument Render(Invoice invoice, PdfPresentation presentation)
    {
        using var sheets = new Sheets(invoice, presentation);
        var box = PaymentBox.Reserve(sheets);
        Letterhead.Draw(sheets);
        Particulars.Draw(sheets);
        Letterhead.DrawCutShort(sheets);
        LineTable.Draw(sheets, HeightOfEnd(sheets));
        Sums.Draw(sheets);
        ClosingWords.Draw(sheets);
        box.Draw();
        Footer.Draw(sheets);
        return Write(sheets);
    }

    /// <summary>What must not stand on a page without a line above it; long notes may.</summary>
    private static double HeightOfEnd(Sheets sheets)
    {
        var sums = sheets.HeightOf(Sums.Draw);
        var all = sums + sheets.HeightOf(ClosingWords.Draw);
        return all < Sheets.LargestStep / 2 ? all : sums;
    }

    /// <summary>Every text element has a glyph in our fonts; control characters have none.</summary>
    public static bool CanPrint(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return false;
        }

        return Unprintable(text).Count == 0;
    }

    /// <summary>
    /// The text elements that have no glyph in our fonts and show as a box, each once, in the order of the text.
    /// </summary>
    public static IReadOnlyList<string> Unprintable(string text) =>
        PrintableText.IsPlain(text) ? [] : GlyphReader.Boxes(PrintableText.Of(text), Typeface.Regular);

    /// <summary>The dates are the invoice's: a clock would make each rendering differ.</summary>
    private static PdfDocument Write(Sheets sheets)
    {
        var invoice = sheets.Invoice;
        return PdfFile.Write(
            sheets.Pages,
            sheets.Extras,
            new(
                $"{sheets.MarkedTitle} {invoice.Number} – {invoice.Seller.Name}",
                invoice.Seller.Name,
                sheets.Language,
                invoice.IssueDate
            )
        );
    }
}
