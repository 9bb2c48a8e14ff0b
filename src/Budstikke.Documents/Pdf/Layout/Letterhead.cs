using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The first page's upper left: who sends, and to whom, where an envelope's window shows it (C5, C65,
/// E65).</summary>
internal static class Letterhead
{
    private const double SellerTop = 16 * Page.Mm;

    public static void Draw(Sheets sheets)
    {
        DrawSeller(sheets);
        DrawReturnAddress(sheets);
        DrawAddress(sheets);
    }

    /// <summary>Names and addresses that were cut, in full (bokføringsforskriften § 5-1-2 wants the parties'
    /// names).</summary>
    public static void DrawCutShort(Sheets sheets)
    {
        foreach (var (term, text) in sheets.CutShort)
            sheets.Paragraph(PrintableText.OneLine($"{term.PrintedIn(sheets.Language)}: {text}"), Look.Label);
        if (sheets.CutShort.Count > 0)
            sheets.Y += 4 * Page.Mm;
    }

    /// <summary>Where the body may begin: below every window, and below the longest address with some air.</summary>
    public static double BodyTop(PdfPresentation presentation) =>
        Math.Max(
            Look.BodyTop,
            presentation.AddressTopMm * Page.Mm + AddressBlock.MaxLines * Look.Address.Leading + 6 * Page.Mm
        );

    /// <summary>The number as bokføringsforskriften § 5-1-2 asks for it, and the register's name (foretaksregisterloven
    /// § 10-2).</summary>
    public static string Registration(Seller seller, Language language)
    {
        var digits = seller.OrganizationNumber.Grouped.Replace(' ', '\u00A0');
        var number = $"{Terms.OrganizationNumber.PrintedIn(language)} {digits}";
        if (seller.IsVatRegistered)
            number += "\u00A0" + Terms.VatSuffix;
        return seller.IsInForetaksregisteret ? $"{number} · {Terms.Foretaksregisteret}" : number;
    }

    private static void DrawSeller(Sheets sheets)
    {
        var seller = sheets.Invoice.Seller;
        var width = Look.RightColumn - Look.Left - 5 * Page.Mm;
        var name = FittedText.Lines(PrintableText.OneLine(seller.Name), Look.SellerName, width, 2, 12, 10, 8);
        if (!name.IsWhole)
            sheets.CutShort.Add((Terms.Seller, seller.Name));
        var y = SellerTop;
        foreach (var line in name.Lines)
        {
            y += name.Style.Leading;
            sheets.Page.Text(Look.Left, y, line, name.Style);
        }

        y += 2;
        foreach (var text in SellerLines(sheets))
        {
            y += Look.Label.Leading;
            var shown = FittedText.OneLine(text, Look.Label, width);
            sheets.Page.Text(Look.Left, y, shown, Look.Label);
            if (shown != PrintableText.OneLine(text))
                sheets.CutShort.Add((Terms.Seller, text));
        }
    }

    private static IEnumerable<string> SellerLines(Sheets sheets)
    {
        var seller = sheets.Invoice.Seller;
        yield return Registration(seller, sheets.Language);
        yield return PostalLine(seller.Address);
        var contact = string.Join(" · ", Given(seller.Email, seller.Phone));
        if (contact.Length > 0)
            yield return contact;
    }

    /// <summary>A letter that comes back finds its way by the address, so the name gives way to it, and the street to
    /// the place.</summary>
    private static void DrawReturnAddress(Sheets sheets)
    {
        var (seller, buyer) = (sheets.Invoice.Seller, sheets.Invoice.Buyer);
        var (address, country) = (seller.Address, "");
        if (address.Country != buyer.Address.Country)
            (address, country) = (
                address with
                {
                    PostCode = Prefixed(address),
                },
                $", {Countries.Name(address.Country)}"
            );
        var place = PostalLine(address with { Street = null }) + country;
        var text = PrintableText.OneLine($"{seller.Name} · {PostalLine(address)}{country}");
        if (TextLines.Width(text, Look.Label) > AddressBlock.Width)
        {
            var room = AddressBlock.Width - TextLines.Width($", {place}", Look.Label);
            text = string.Join(", ", Given(FittedText.OneLine(address.Street, Look.Label, room), place));
        }

        var left = sheets.Presentation.AddressLeftMm * Page.Mm;
        var y = (sheets.Presentation.AddressTopMm - 1.5) * Page.Mm;
        sheets.Page.Text(left, y, FittedText.OneLine(text, Look.Label, AddressBlock.Width), Look.Label);
    }

    private static string? Prefixed(PostalAddress address) =>
        string.IsNullOrWhiteSpace(address.PostCode) ? null : $"{address.Country}-{address.PostCode}";

    private static void DrawAddress(Sheets sheets)
    {
        var (seller, buyer) = (sheets.Invoice.Seller, sheets.Invoice.Buyer);
        var block = AddressBlock.Of(buyer.Name, buyer.Address, seller.Address.Country);
        sheets.CutShort.AddRange(block.CutShort.Select(text => (Terms.Customer, text)));
        var y = sheets.Presentation.AddressTopMm * Page.Mm;
        foreach (var line in block.Lines)
        {
            y += Look.Address.Leading;
            sheets.Page.Text(sheets.Presentation.AddressLeftMm * Page.Mm, y, line, Look.Address);
        }
    }

    private static string PostalLine(PostalAddress address) =>
        string.Join(", ", Given(address.Street, PrintableText.OneLine($"{address.PostCode} {address.City}")));

    private static IEnumerable<string> Given(params IEnumerable<string?> texts) =>
        texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!);
}
