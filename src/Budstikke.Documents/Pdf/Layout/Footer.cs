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
        var number = FittedText.OneLine($"{sheets.Title} {sheets.Invoice.Number}", Look.Label, Look.Width * 0.6);
        var longest = TextLines.Width($"{number} · {PageOf(sheets, sheets.Pages.Count)}", Look.Label);
        var left = $"{PrintableText.OneLine(seller.Name)} · {registration}";
        // Two languages may need a line of their own.
        var isOneLine = TextLines.Width(left, Look.Label) + NameGap + longest <= Look.Width;
        left = FittedText.OneLine(left, Look.Label, Look.Width);
        var (y, page) = (Look.FooterTop + 11, 0);
        foreach (var sheet in sheets.Pages)
        {
            page++;
            sheet.Rule(Look.Left, Look.FooterTop, Look.Width);
            sheet.Text(Look.Left, y, left, Look.Label);
            var right = isOneLine ? y : y + Look.Label.Leading;
            sheet.TextEndingAt(Look.Right, right, $"{number} · {PageOf(sheets, page)}", Look.Label);
        }
    }

    private static string PageOf(Sheets sheets, int page) =>
        string.Format(null, Terms.Page.PrintedIn(sheets.Language), page, sheets.Pages.Count);
}
