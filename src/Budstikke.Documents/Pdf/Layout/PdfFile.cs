using System.IO.Compression;
using System.Security.Cryptography;
using Budstikke.Documents.Pdf.Objects;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>What a file says of itself.</summary>
/// <param name="Date">Of its making.</param>
internal sealed record FileInformation(string Title, string Author, Language Language, DateOnly Date);

/// <summary>Writes pages that have been set into a file (ISO 32000-1).</summary>
internal static class PdfFile
{
    private const int IdBytes = 16;
    private const string Producer = "Budstikke";

    public static PdfDocument Write(IReadOnlyList<Page> sheets, ExtraGlyphs extras, FileInformation information)
    {
        var head = Head.Shared;
        using var writer = new ObjectWriter(head.Bytes.Length, head.Offsets);
        var (catalog, info, pages, resources) = (
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve()
        );
        var kids = new List<int>(sheets.Count);
        foreach (var page in sheets)
            kids.Add(AddPage(writer, page, pages, resources));
        AddResources(writer, resources, extras.AddFonts(writer));
        AddPages(writer, pages, kids);
        AddCatalog(writer, catalog, pages, information.Language);
        AddInfo(writer, info, information);
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

    private static void AddInfo(ObjectWriter writer, int number, FileInformation information)
    {
        var (title, author, _, date) = information;
        var bytes = writer.Begin(number).Add("<</Title"u8);
        bytes.AddTextString(PrintableText.OneLine(title));
        bytes.Add("/Author"u8).AddTextString(PrintableText.OneLine(author));
        bytes.Add("/Producer("u8).AddAscii(Producer).Add(")/CreationDate(D:"u8);
        bytes.AddAscii($"{date.Year:0000}{date.Month:00}{date.Day:00}").Add(")>>"u8);
        writer.End();
    }
}
