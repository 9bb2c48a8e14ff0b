using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>What is said after the figures: notes and statutory sentences.</summary>
internal static class ClosingWords
{
    private const double Gap = 5;

    public static void Draw(Sheets sheets)
    {
        var (invoice, language) = (sheets.Invoice, sheets.Language);
        sheets.Y += Gap;
        foreach (var note in invoice.Notes)
            DrawParagraph(sheets, note, Look.Body);
        if (invoice.PaymentTerms is { } terms)
            DrawParagraph(sheets, $"{Terms.PaymentTerms.PrintedIn(language)}: {terms}", Look.Body);
        if (invoice is { Type: InvoiceType.Invoice, DueDate: not null, Totals.AmountDue: not 0 })
            DrawParagraph(sheets, Terms.LateInterest.PrintedIn(language), Look.Label);
        if (invoice.SalesOrderReference is { } order)
            DrawParagraph(sheets, $"{Terms.OurReference.PrintedIn(language)} {order}", Look.Label);
    }

    private static void DrawParagraph(Sheets sheets, string text, Style style)
    {
        var printable = PrintableText.Of(text).Trim();
        if (printable.Length == 0)
            return;
        sheets.Paragraph(printable, style);
        sheets.Y += Gap;
    }
}
