using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The first page's upper right: the title and what identifies the document (bokføringsforskriften §
/// 5-1-1).</summary>
internal static class Particulars
{
    private const double TitleTop = 15 * Page.Mm;
    private const double Top = 32 * Page.Mm;
    private const double Width = Look.Right - Look.RightColumn;
    private const double LabelWidth = 31 * Page.Mm;
    private const double LabelGap = 2 * Page.Mm;
    private const double LabelLeading = 9;
    private const double RowGap = 2.2;

    public static void Draw(Sheets sheets)
    {
        DrawTitle(sheets);
        sheets.Y = Top;
        foreach (var (term, value, isStrong) in Values(sheets.Invoice, sheets.Language))
        {
            if (!string.IsNullOrWhiteSpace(value))
                DrawRow(
                    sheets,
                    term.ColumnHeadIn(sheets.Language),
                    PrintableText.Of(value),
                    isStrong ? Look.Strong : Look.Body
                );
        }

        sheets.Y = Math.Max(Letterhead.BodyTop(sheets.Presentation), sheets.Y + 5 * Page.Mm);
    }

    private static void DrawTitle(Sheets sheets)
    {
        var y = TitleTop + Look.Title.Leading;
        var whole = FittedText.Lines(sheets.Title, Look.Title, Width, 1, 18, 15);
        // Two languages that are too long side by side stand below each other.
        string[] titles = whole.IsWhole ? [sheets.Title] : sheets.TitleTerm.ColumnHeadIn(sheets.Language);
        foreach (var (at, title) in titles.Index())
        {
            var line = FittedText.Lines(title, at == 0 ? Look.Title : Look.Section, Width, 1, 18, 15, 12, 11, 10, 9);
            sheets.Page.Text(Look.RightColumn, y, line.Lines[0], line.Style);
            y += Look.Section.Leading;
        }
    }

    private static void DrawRow(Sheets sheets, string[] labels, string value, Style style)
    {
        var lines = TextLines.Break(value, style, Width - LabelWidth);
        labels = [.. labels.SelectMany(label => FittedText.Lines(label, Look.Label, LabelWidth - LabelGap, 2).Lines)];
        sheets.Need(Math.Max(style.Leading, labels.Length * LabelLeading));
        for (var i = 0; i < labels.Length; i++)
            sheets.Page.Text(Look.RightColumn, sheets.Y + style.Size + i * LabelLeading, labels[i], Look.Label);
        var bottom = sheets.Y + labels.Length * LabelLeading + 2;
        var page = sheets.Pages.Count;
        foreach (var line in lines)
        {
            sheets.Need(style.Leading);
            sheets.Page.Text(Look.RightColumn + LabelWidth, sheets.Y + style.Size, line.Of(value), style);
            sheets.Y += style.Leading;
        }

        sheets.Y = (page == sheets.Pages.Count ? Math.Max(sheets.Y, bottom) : sheets.Y) + RowGap;
    }

    private static IEnumerable<(Term Term, string? Value, bool IsStrong)> Values(Invoice invoice, Language language)
    {
        var isCredit = invoice.Type == InvoiceType.CreditNote;
        yield return (isCredit ? Terms.CreditNoteNumber : Terms.InvoiceNumber, invoice.Number, true);
        yield return (isCredit ? Terms.Date : Terms.InvoiceDate, Formats.Date(invoice.IssueDate, language), false);
        if (!isCredit && invoice.DueDate is { } due && invoice.Totals.AmountDue != 0)
            yield return (Terms.DueDate, Formats.Date(due, language), true);
        yield return (
            Terms.OriginalInvoice,
            string.Join('\n', invoice.PrecedingInvoices.Select(original => Original(original, language))),
            true
        );
        yield return (Terms.CustomerNumber, invoice.Buyer.CustomerNumber, false);
        yield return (Terms.CustomerOrganization, Organization(invoice.Buyer), false);
        yield return (Terms.YourReference, invoice.BuyerReference, false);
        yield return (Terms.OrderNumber, invoice.PurchaseOrderReference, false);
        if (invoice.Delivery?.Date is { } delivered)
            yield return (Terms.DeliveryDate, Formats.Date(delivered, language), false);
        yield return (Terms.DeliveryPlace, Place(invoice.Delivery), false);
        if (invoice.Period is { } period)
            yield return (Terms.Period, Formats.Period(period, language), false);
    }

    private static string Original(PrecedingInvoice original, Language language) =>
        original.IssueDate is { } issued ? $"{original.Number}, {Formats.Date(issued, language)}" : original.Number;

    private static string? Place(Delivery? delivery) =>
        delivery?.Place ?? (delivery?.Country is { } country ? Countries.Name(country) : null);

    /// <summary>A sole trader's client may have given a personal number by mistake: it is never printed.</summary>
    private static string? Organization(Buyer buyer) =>
        PersonalNumber.Parse(buyer.LegalRegistrationId).IsValid ? null
        : OrganizationNumber.Parse(buyer.LegalRegistrationId).ValueOrNull is { } number ? number.Grouped
        : buyer.LegalRegistrationId;
}
