using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The foot of every page: so that a lost sheet finds its invoice again.</summary>
internal static class Footer
{
    private const double NameGap = 6 * Page.Mm;

    public static void Draw(Sheets sheets)
    {
        var seller = sheets.Invoice.Seller;
        // The Norwegian word alone is lawful, and short enough beside two languages' page numbers.
        var language = sheets.Language == Language.De ? Language.No : sheets.Language;
        var registration = Letterhead.Registration(seller, language);
        var number = FittedText.OneLine($"{sheets.Title} {sheets.Invoice.Number}", Look.Footer, Look.Width * 0.35);
        var longest = $"{number} · {PageOf(sheets, sheets.Pages.Count)} · {registration} · ";
        var nameRoom = Look.Width - TextLines.Width(longest, Look.Footer) - NameGap;
        var left = $"{FittedText.OneLine(seller.Name, Look.Footer, nameRoom)} · {registration}";
        var (y, page) = (Look.FooterTop + 11, 0);
        foreach (var sheet in sheets.Pages)
        {
            page++;
            sheet.Rule(Look.Left, Look.FooterTop, Look.Width);
            sheet.Text(Look.Left, y, left, Look.Footer);
            sheet.TextEndingAt(Look.Right, y, $"{number} · {PageOf(sheets, page)}", Look.Footer);
        }
    }

    private static string PageOf(Sheets sheets, int page) =>
        string.Format(null, Terms.Page.PrintedIn(sheets.Language), page, sheets.Pages.Count);
}
