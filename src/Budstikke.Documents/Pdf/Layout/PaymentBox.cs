using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// The foot of the first page, where the giro slip was: how to pay, or what a credit note leaves to pay. It is always
/// there, however many lines there are. The account, the KID (ungrouped, large) and the amount stand in clear, since
/// bank apps photograph them.
/// </summary>
internal sealed class PaymentBox
{
    private const double Inset = 4 * Page.Mm;
    private const double FieldGap = 7 * Page.Mm;
    private const double TitleHeight = 16;
    private const double FieldHeight = 30;
    private const string Iban = "IBAN";
    private const string Bic = "BIC";
    private const double GapAbove = 4 * Page.Mm;

    private readonly Sheets _sheets;
    private readonly Term _title;
    private readonly List<List<(string Label, string Value)>> _rows;

    private PaymentBox(Sheets sheets, Term title, List<(string Label, string Value)> fields) =>
        (_sheets, _title, _rows) = (sheets, title, fields.Count == 0 ? [] : Rows(fields));

    private double Height => TitleHeight + _rows.Count * FieldHeight + Inset;

    /// <summary>Keeps the foot of the first page for it, before anything else is set there.</summary>
    public static PaymentBox Reserve(Sheets sheets)
    {
        var box =
            sheets.Invoice.Type == InvoiceType.CreditNote
                ? new PaymentBox(sheets, Terms.CreditedInvoice, CreditFields(sheets))
                : new PaymentBox(sheets, Terms.PaymentInformation, InvoiceFields(sheets));
        if (box._rows.Count > 0)
            sheets.ReserveFoot(box.Height + GapAbove);
        return box;
    }

    /// <summary>After all else, so that who listens to the page hears it last.</summary>
    public void Draw()
    {
        if (_rows.Count == 0)
            return;
        var (page, y) = (_sheets.Pages[0], Look.BodyBottom - Height);
        page.Fill(Look.Left, y, Look.Width, Height, Ink.Ground);
        page.Fill(Look.Left, y, 2, Height, Ink.Accent);
        page.Text(Look.Left + Inset, y + TitleHeight, _title.PrintedIn(_sheets.Language), Look.Section);
        y += TitleHeight + 6;
        foreach (var row in _rows)
        {
            DrawRow(page, y, row);
            y += FieldHeight;
        }
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
            page.Text(x, y + 9, field.Label, Look.Label);
            page.Text(x, y + 22, field.Value, Look.PaymentValue);
            x += WidthOf(field) + gap;
        }
    }

    private static double WidthOf((string Label, string Value) field) =>
        Math.Max(TextLines.Width(field.Label, Look.Label), TextLines.Width(field.Value, Look.PaymentValue));

    /// <summary>As many fields on a row as fit side by side; a field for banks abroad begins another.</summary>
    private static List<List<(string Label, string Value)>> Rows(List<(string Label, string Value)> fields)
    {
        var rows = new List<List<(string Label, string Value)>> { new() };
        var room = Look.Width - 2 * Inset;
        foreach (var field in fields)
        {
            if (rows[^1].Count > 0 && (room < WidthOf(field) || field.Label == Iban))
            {
                rows.Add([]);
                room = Look.Width - 2 * Inset;
            }

            rows[^1].Add(field);
            room -= WidthOf(field) + FieldGap;
        }

        return rows;
    }

    private static List<(string Label, string Value)> InvoiceFields(Sheets sheets)
    {
        var (invoice, language) = (sheets.Invoice, sheets.Language);
        if (invoice.Totals.AmountDue == 0 || invoice.Payment is not { } payment)
            return [];
        List<(string Label, string Value)> due =
        [
            (Terms.AmountDue.PrintedIn(language), Amount(invoice.Totals.AmountDue, sheets)),
        ];
        if (invoice.DueDate is { } day)
            due.Add((Terms.DueDate.PrintedIn(language), Formats.Date(day, language)));
        return [.. due, .. HowToPay(payment, language)];
    }

    /// <summary>Which invoice, and what is left to pay of it in which way.</summary>
    private static List<(string Label, string Value)> CreditFields(Sheets sheets)
    {
        var language = sheets.Language;
        var fields = new List<(string Label, string Value)>();
        foreach (var invoice in sheets.Invoice.PrecedingInvoices.Where(invoice => invoice.LeftToPay is not null))
        {
            var left = invoice.LeftToPay!.Value;
            fields.Add((Terms.InvoiceNumber.PrintedIn(language), Fitted(invoice.Number)));
            fields.Add((Terms.LeftToPay.PrintedIn(language), Amount(left, sheets)));
            if (left > 0 && invoice.DueDate is { } day)
                fields.Add((Terms.DueDate.PrintedIn(language), Formats.Date(day, language)));
            if (left > 0 && invoice.Payment is { } payment)
                fields.AddRange(HowToPay(payment, language));
        }

        return fields;
    }

    private static string Amount(decimal amount, Sheets sheets) =>
        Formats.AmountWithCurrency(amount, PrintableText.OneLine(sheets.Invoice.Currency), sheets.Language);

    /// <summary>A Norwegian account is shown as one to all; its IBAN stands beside it for banks abroad.</summary>
    private static IEnumerable<(string Label, string Value)> HowToPay(PaymentInstructions payment, Language language)
    {
        var number = PrintableText.OneLine(payment.AccountNumber);
        var iban = Identifiers.Iban.Parse(number).ValueOrNull;
        var account = iban is null ? BankAccount.Parse(number).ValueOrNull : iban.Value.Account;
        if (account is not null || iban is null)
            yield return (Terms.Account.PrintedIn(language), Fitted(account?.Grouped ?? number));
        if (payment.Kid is { } kid)
            yield return (Terms.Kid.PrintedIn(language), kid.ToString());
        if (iban is not null)
            yield return (Iban, iban.Value.Grouped.Replace(' ', '\u00A0'));
        if (!string.IsNullOrWhiteSpace(payment.Bic))
            yield return (Bic, Fitted(payment.Bic));
    }

    private static string Fitted(string value) => FittedText.OneLine(value, Look.PaymentValue, Look.Width - 2 * Inset);
}
