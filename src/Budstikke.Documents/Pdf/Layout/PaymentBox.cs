using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// How to pay, in place of the old giro slip. The account, the KID (ungrouped, large) and the amount stand in clear,
/// since bank apps photograph them.
/// </summary>
internal static class PaymentBox
{
    private const double Inset = 4 * Page.Mm;
    private const double FieldGap = 7 * Page.Mm;
    private const double TitleHeight = 16;
    private const double FieldHeight = 30;

    public static void Draw(Sheets sheets)
    {
        var invoice = sheets.Invoice;
        if (invoice.Type == InvoiceType.CreditNote || invoice.Totals.AmountDue == 0)
            return;
        if (invoice.Payment is not { } payment)
            return;
        var rows = Rows(Fields(sheets, payment));
        var height = TitleHeight + rows.Count * FieldHeight + Inset;
        sheets.Need(height + 4 * Page.Mm);
        sheets.Y += 4 * Page.Mm;
        sheets.Page.Fill(Look.Left, sheets.Y, Look.Width, height, Ink.Ground);
        sheets.Page.Fill(Look.Left, sheets.Y, 2, height, Ink.Accent);
        var title = Terms.PaymentInformation.PrintedIn(sheets.Language);
        sheets.Page.Text(Look.Left + Inset, sheets.Y + TitleHeight, title, Look.Section);
        var y = sheets.Y + TitleHeight + 6;
        foreach (var row in rows)
        {
            DrawRow(sheets.Page, y, row);
            y += FieldHeight;
        }

        sheets.Y += height + 4 * Page.Mm;
    }

    private static void DrawRow(Page page, double y, List<(string Label, string Value)> row)
    {
        var natural = 0.0;
        foreach (var field in row)
            natural += WidthOf(field);
        var gap = row.Count > 1 ? Math.Min((Look.Width - 2 * Inset - natural) / (row.Count - 1), 4 * FieldGap) : 0;
        var x = Look.Left + Inset;
        foreach (var field in row)
        {
            page.Text(x, y + 9, field.Label, Look.Small);
            page.Text(x, y + 22, field.Value, Look.PaymentValue);
            x += WidthOf(field) + gap;
        }
    }

    private static double WidthOf((string Label, string Value) field) =>
        Math.Max(TextLines.Width(field.Label, Look.Small), TextLines.Width(field.Value, Look.PaymentValue));

    /// <summary>As many fields on a row as fit side by side.</summary>
    private static List<List<(string Label, string Value)>> Rows(List<(string Label, string Value)> fields)
    {
        var rows = new List<List<(string Label, string Value)>> { new() };
        var room = Look.Width - 2 * Inset;
        foreach (var field in fields)
        {
            if (rows[^1].Count > 0 && room < WidthOf(field))
            {
                rows.Add([]);
                room = Look.Width - 2 * Inset;
            }

            rows[^1].Add(field);
            room -= WidthOf(field) + FieldGap;
        }

        return rows;
    }

    private static List<(string Label, string Value)> Fields(Sheets sheets, PaymentInstructions payment)
    {
        var (invoice, language) = (sheets.Invoice, sheets.Language);
        var fields = new List<(string Label, string Value)>
        {
            (Terms.Account.PrintedIn(language), Fitted(Account(PrintableText.OneLine(payment.AccountNumber)))),
        };
        if (!string.IsNullOrWhiteSpace(payment.Bic))
            fields.Add(("BIC", Fitted(payment.Bic)));
        if (payment.Kid is { } kid)
            fields.Add((Terms.Kid.PrintedIn(language), kid.ToString()));
        var currency = PrintableText.OneLine(invoice.Currency);
        fields.Add(
            (
                Terms.AmountDue.PrintedIn(language),
                Formats.AmountWithCurrency(invoice.Totals.AmountDue, currency, language)
            )
        );
        if (invoice.DueDate is { } due)
            fields.Add((Terms.DueDate.PrintedIn(language), Formats.Date(due, language)));
        return fields;
    }

    private static string Fitted(string value) => FittedText.OneLine(value, Look.PaymentValue, Look.Width - 2 * Inset);

    /// <summary>A Norwegian account as NNNN.NN.NNNNN, an IBAN in groups of four.</summary>
    private static string Account(string number)
    {
        if (BankAccount.Parse(number).ValueOrNull is { } account)
            return account.Grouped;
        if (number.Length < 15 || !char.IsAsciiLetterUpper(number[0]))
            return number;
        var compact = number.Replace(" ", "", StringComparison.Ordinal);
        return string.Join('\u00A0', compact.Chunk(4).Select(group => new string(group)));
    }
}
