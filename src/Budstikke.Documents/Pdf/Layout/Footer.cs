using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Pdf.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The foot of every page: so that a lost sheet finds its invoice again.</summary>
internal static class Footer
{
    public static void Draw(Sheets sheets)
    {
        var seller = sheets.Invoice.Seller;
        var registration = Letterhead.Registration(seller, sheets.Language);
        var number = FittedText.OneLine($"{sheets.Title} {sheets.Invoice.Number}", Look.Footer, Look.Width * 0.3);
        var nameRoom =
            Look.Width * 0.62 - TextLines.Width(registration, Look.Footer) - TextLines.Width(number, Look.Footer) / 2;
        var left = $"{FittedText.OneLine(seller.Name, Look.Footer, Math.Max(nameRoom, 60))} · {registration}";
        var (y, page) = (Look.FooterTop + 11, 0);
        foreach (var sheet in sheets.Pages)
        {
            page++;
            var count = string.Format(null, Terms.Page.In(sheets.Language), page, sheets.Pages.Count);
            sheet.Rule(Look.Left, Look.FooterTop, Look.Width);
            sheet.Text(Look.Left, y, left, Look.Footer);
            sheet.TextEndingAt(Look.Right, y, $"{number} · {count}", Look.Footer);
        }
    }
}
