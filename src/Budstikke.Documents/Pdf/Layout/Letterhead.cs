using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Pdf.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The first page's upper left: who sends, and to whom, where an envelope's window shows it (C5, C65, E65).</summary>
internal static class Letterhead
{
    private const double SellerTop = 16 * Page.Mm;
    private const double AddressWidth = 85 * Page.Mm;
    private const int AddressLines = 6;

    public static void Draw(Sheets sheets)
    {
        DrawSeller(sheets);
        DrawReturnAddress(sheets);
        DrawAddress(sheets);
    }

    /// <summary>Names and addresses that were cut, in full (bokføringsforskriften § 5-1-2 wants the parties' names).</summary>
    public static void DrawCutShort(Sheets sheets)
    {
        foreach (var (term, text) in sheets.CutShort)
            sheets.Paragraph(PrintableText.OneLine($"{term.In(sheets.Language)}: {text}"), Look.Label);
        if (sheets.CutShort.Count > 0)
            sheets.Y += 4 * Page.Mm;
    }

    /// <summary>Where the body may begin: below every window, and below six lines of address with some air.</summary>
    public static double BodyTop(PdfPresentation presentation) =>
        Math.Max(Look.BodyTop, presentation.AddressTopMm * Page.Mm + AddressLines * Look.Address.Leading + 6 * Page.Mm);

    /// <summary>The number as bokføringsforskriften § 5-1-2 asks for it, and the register's name (foretaksregisterloven § 10-2).</summary>
    public static string Registration(Seller seller, PdfLanguage language)
    {
        var number =
            $"{Terms.OrganizationNumber.In(language)} {seller.OrganizationNumber.Grouped.Replace(' ', '\u00A0')}";
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

    private static void DrawReturnAddress(Sheets sheets)
    {
        var (seller, buyer) = (sheets.Invoice.Seller, sheets.Invoice.Buyer);
        var isAbroad = seller.Address.Country != buyer.Address.Country;
        var address = isAbroad
            ? $"{PostalLine(seller.Address with { PostCode = Prefixed(seller.Address) })}, {Countries.Name(seller.Address.Country)}"
            : PostalLine(seller.Address);
        var left = sheets.Presentation.AddressLeftMm * Page.Mm;
        var y = (sheets.Presentation.AddressTopMm - 1.5) * Page.Mm;
        var text = $"{seller.Name} · {address}";
        sheets.Page.Text(left, y, FittedText.OneLine(text, Look.ReturnAddress, AddressWidth), Look.ReturnAddress);
    }

    private static string? Prefixed(PostalAddress address) =>
        string.IsNullOrWhiteSpace(address.PostCode) ? null : $"{address.Country}-{address.PostCode}";

    /// <summary>At most six lines without a blank one, the place's name in capitals, a foreign country's name last.</summary>
    private static void DrawAddress(Sheets sheets)
    {
        var buyer = sheets.Invoice.Buyer;
        var isAbroad = sheets.Invoice.Seller.Address.Country != buyer.Address.Country;
        var place = PrintableText.OneLine($"{buyer.Address.PostCode} {buyer.Address.City}").ToUpperInvariant();
        var street = PrintableText.Of(buyer.Address.Street).Trim();
        var room = AddressLines - (place.Length > 0 ? 1 : 0) - (isAbroad ? 1 : 0);
        var lines = Fitted(sheets, PrintableText.OneLine(buyer.Name), street.Length > 0 ? 2 : room);
        if (street.Length > 0)
            lines.AddRange(Fitted(sheets, street, room - lines.Count));
        if (place.Length > 0)
            lines.AddRange(Fitted(sheets, place, 1));
        if (isAbroad)
            lines.Add(Countries.Name(buyer.Address.Country));
        var y = sheets.Presentation.AddressTopMm * Page.Mm;
        foreach (var line in lines)
        {
            y += Look.Address.Leading;
            sheets.Page.Text(sheets.Presentation.AddressLeftMm * Page.Mm, y, line, Look.Address);
        }
    }

    private static List<string> Fitted(Sheets sheets, string text, int count)
    {
        var fitted = FittedText.Lines(text, Look.Address, AddressWidth, count, 10);
        if (!fitted.IsWhole)
            sheets.CutShort.Add((Terms.Customer, text));
        fitted.Lines.RemoveAll(string.IsNullOrWhiteSpace);
        return fitted.Lines;
    }

    private static string PostalLine(PostalAddress address) =>
        string.Join(", ", Given(address.Street, PrintableText.OneLine($"{address.PostCode} {address.City}")));

    private static IEnumerable<string> Given(params IEnumerable<string?> texts) =>
        texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!);
}
