using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Pdf.Wording;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>What the lines come to: VAT per rate on the left, totals on the right, the amount due large below.</summary>
internal sealed class Sums
{
    private const double TotalsLeft = 112 * Page.Mm;
    private const double RateRight = Look.Left + 20 * Page.Mm;
    private const double BasisRight = Look.Left + 50 * Page.Mm;
    private const double VatRight = Look.Left + 78 * Page.Mm;
    private const double RowHeight = 14;
    private const double BarHeight = 30;

    private readonly Sheets _sheets;
    private readonly PdfLanguage _language;
    private readonly Invoice _invoice;

    private Sums(Sheets sheets) => (_sheets, _language, _invoice) = (sheets, sheets.Language, sheets.Invoice);

    public static void Draw(Sheets sheets)
    {
        var sums = new Sums(sheets);
        sums.DrawRows();
        sums.DrawAmountDue();
        sums.DrawReasons();
    }

    private void DrawRows()
    {
        var totals = Totals();
        var heads = new[]
        {
            Terms.VatRate.ColumnHeadIn(_language),
            Terms.VatBasis.ColumnHeadIn(_language),
            Terms.Vat.ColumnHeadIn(_language),
        };
        var headLines = heads[0].Length;
        var rows = Math.Max(headLines + _invoice.VatBreakdowns.Count, totals.Count);
        _sheets.Need(rows * RowHeight + BarHeight + 8 * Page.Mm);
        _sheets.Y += 5 * Page.Mm;
        for (var row = 0; row < rows; row++)
        {
            _sheets.Need(RowHeight);
            var baseline = _sheets.Y + 10;
            if (row < headLines)
                DrawVat(
                    baseline,
                    heads[0][row],
                    heads[1][row],
                    heads[2][row],
                    row == 0 ? Look.ColumnHead : Look.ColumnSubhead
                );
            else if (row - headLines < _invoice.VatBreakdowns.Count)
                DrawVat(baseline, _invoice.VatBreakdowns[row - headLines]);
            if (row < totals.Count)
                DrawTotal(baseline, totals[row].Label, totals[row].Amount);
            _sheets.Y += RowHeight;
        }
    }

    private void DrawVat(double baseline, VatBreakdown breakdown) =>
        DrawVat(
            baseline,
            Formats.Percent(breakdown.Vat.Rate, _language),
            Formats.Amount(breakdown.TaxableAmount, _language),
            Formats.Amount(breakdown.TaxAmount, _language),
            Look.Body
        );

    private void DrawVat(double baseline, string rate, string basis, string vat, Style style)
    {
        _sheets.Page.TextEndingAt(RateRight, baseline, rate, style);
        _sheets.Page.TextEndingAt(BasisRight, baseline, basis, style);
        _sheets.Page.TextEndingAt(VatRight, baseline, vat, style);
    }

    private void DrawTotal(double baseline, string label, decimal amount)
    {
        var figure = Formats.Amount(amount, _language);
        var style = Look.Body;
        var room = Look.Right - TotalsLeft - TextLines.Width(figure, style) - 3 * Page.Mm;
        var fitted = FittedText.Lines(label, Look.Body, room, 1, 8, 7, 6);
        _sheets.Page.Text(TotalsLeft, baseline, fitted.Lines[0], fitted.Style);
        _sheets.Page.TextEndingAt(Look.Right, baseline, figure, style);
    }

    private List<(string Label, decimal Amount)> Totals()
    {
        var totals = _invoice.Totals;
        var list = new List<(string Label, decimal Amount)>
        {
            (Terms.WithoutVat.In(_language), totals.TotalWithoutVat),
            (Terms.Vat.In(_language), totals.TotalVat),
            (Terms.WithVat.In(_language), totals.TotalWithVat),
        };
        if (totals.PaidAmount != 0)
            list.Add((Terms.Paid.In(_language), -totals.PaidAmount));
        if (totals.RoundingAmount != 0)
            list.Add((Terms.Rounding.In(_language), totals.RoundingAmount));
        return list;
    }

    private void DrawAmountDue()
    {
        _sheets.Need(BarHeight + 3 * Page.Mm);
        _sheets.Y += 2 * Page.Mm;
        var term = _invoice.Type == InvoiceType.CreditNote ? Terms.AmountCredited : Terms.AmountDue;
        var amount = Formats.AmountWithCurrency(
            _invoice.Totals.AmountDue,
            PrintableText.OneLine(_invoice.Currency),
            _language
        );
        var barLeft = TotalsLeft - 3 * Page.Mm;
        var inner = Look.Right - 3 * Page.Mm - TotalsLeft;
        var figure = FittedText.Lines(amount, Look.DueAmount, inner * 0.62, 1, 14, 12, 10, 8, 6);
        var label = FittedText.Lines(
            term.In(_language),
            Look.DueLabel,
            inner - TextLines.Width(figure.Lines[0], figure.Style) - 6,
            1,
            10,
            9,
            8,
            7,
            6,
            5
        );
        _sheets.Page.Fill(barLeft, _sheets.Y, Look.Right - barLeft, BarHeight, Ink.Accent);
        var baseline = _sheets.Y + BarHeight / 2 + 5;
        _sheets.Page.Text(TotalsLeft, baseline, label.Lines[0], label.Style);
        _sheets.Page.TextEndingAt(Look.Right - 3 * Page.Mm, baseline, figure.Lines[0], figure.Style);
        _sheets.Y += BarHeight + 3 * Page.Mm;
    }

    /// <summary>Why no VAT is charged; the sentence on reverse charge stands in Norwegian whatever the reason given.</summary>
    private void DrawReasons()
    {
        foreach (var (vat, _, _) in _invoice.VatBreakdowns)
        {
            var reason = vat.ExemptionReason ?? (vat.Category == VatCategory.E ? Terms.Exempt.In(_language) : null);
            if (
                vat.Category == VatCategory.AE
                && reason?.Contains(Terms.ReverseCharge, StringComparison.Ordinal) != true
            )
                reason = reason is null ? Terms.ReverseCharge : $"{Terms.ReverseCharge}. {reason}";
            if (!string.IsNullOrWhiteSpace(reason))
                _sheets.Paragraph(
                    PrintableText.Of($"{Terms.Vat.In(_language)} {Formats.Percent(vat.Rate, _language)}: {reason}"),
                    Look.Label
                );
        }
    }
}
