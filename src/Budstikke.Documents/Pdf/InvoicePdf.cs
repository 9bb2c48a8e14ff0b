using System.IO.Compression;
using System.Security.Cryptography;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Documents.Pdf.Layout;
using Budstikke.Documents.Pdf.Objects;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf;

/// <summary>
/// Sets an invoice or credit note on A4 sheets (PDF 1.7). Pure: the same invoice gives the same bytes, on the same
/// runtime. Any string is set; what our fonts have no glyph for shows as a box, and is still found when the text is
/// copied.
/// </summary>
public static class InvoicePdf
{
    private const int IdBytes = 16;
    private const string Producer = "Budstikke";

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

    private static PdfDocument Write(Sheets sheets)
    {
        var head = Head.Shared;
        using var writer = new ObjectWriter(head.Bytes.Length, head.Offsets);
        var (catalog, info, pages, resources) = (
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve()
        );
        var kids = new List<int>(sheets.Pages.Count);
        foreach (var page in sheets.Pages)
            kids.Add(AddPage(writer, page, pages, resources));
        AddResources(writer, resources, sheets.Extras.AddFonts(writer));
        AddPages(writer, pages, kids);
        AddCatalog(writer, catalog, pages, sheets.Language);
        AddInfo(writer, info, sheets);
        writer.AddTrailer(catalog, info, SHA256.HashData(writer.Bytes.Written).AsSpan(0, IdBytes));
        return new(head.Bytes, writer.Bytes.Written.ToArray()) { PageCount = kids.Count };
    }

    private static int AddPage(ObjectWriter writer, Page page, int parent, int resources)
    {
        var (content, number) = (writer.Reserve(), writer.Reserve());
        writer.AddStream(content, page.Content.Written, CompressionLevel.Fastest);
        writer.Begin(number).Add("<</Type/Page/Parent "u8).Add(parent).Add(" 0 R/Resources "u8).Add(resources);
        writer.Bytes.Add(" 0 R/MediaBox[0 0 "u8).Add(Page.Width).Add((byte)' ').Add(Page.Height);
        writer.Bytes.Add("]/Contents "u8).Add(content).Add(" 0 R>>"u8);
        writer.End();
        return number;
    }

    private static void AddResources(ObjectWriter writer, int number, (int Regular, int Bold) extras)
    {
        var bytes = writer.Begin(number).Add("<</Font<<"u8);
        AddFont(bytes, (byte)'1', Head.Shared.RegularFont);
        AddFont(bytes, (byte)'2', Head.Shared.BoldFont);
        AddFont(bytes, (byte)'3', extras.Regular);
        AddFont(bytes, (byte)'4', extras.Bold);
        bytes.Add(">>>>"u8);
        writer.End();
    }

    private static void AddFont(ByteBuffer bytes, byte name, int font)
    {
        if (font != 0)
            bytes.Add("/F"u8).Add(name).Add((byte)' ').Add(font).Add(" 0 R"u8);
    }

    private static void AddPages(ObjectWriter writer, int number, List<int> kids)
    {
        var bytes = writer.Begin(number).Add("<</Type/Pages/Count "u8).Add(kids.Count).Add("/Kids["u8);
        foreach (var kid in kids)
            bytes.Add(kid).Add(" 0 R "u8);
        bytes.Add("]>>"u8);
        writer.End();
    }

    private static void AddCatalog(ObjectWriter writer, int number, int pages, Language language)
    {
        writer.Begin(number).Add("<</Type/Catalog/Pages "u8).Add(pages).Add(" 0 R/Lang("u8);
        writer.Bytes.AddAscii(Languages.TagOfPdf(language)).Add(")/ViewerPreferences<</DisplayDocTitle true>>>>"u8);
        writer.End();
    }

    /// <summary>The dates are the invoice's: a clock would make each rendering differ.</summary>
    private static void AddInfo(ObjectWriter writer, int number, Sheets sheets)
    {
        var invoice = sheets.Invoice;
        var bytes = writer.Begin(number).Add("<</Title"u8);
        bytes.AddTextString(PrintableText.OneLine($"{sheets.MarkedTitle} {invoice.Number} – {invoice.Seller.Name}"));
        bytes.Add("/Author"u8).AddTextString(PrintableText.OneLine(invoice.Seller.Name));
        bytes.Add("/Producer("u8).AddAscii(Producer).Add(")/CreationDate(D:"u8);
        bytes
            .AddAscii($"{invoice.IssueDate.Year:0000}{invoice.IssueDate.Month:00}{invoice.IssueDate.Day:00}")
            .Add(")>>"u8);
        writer.End();
    }
}
