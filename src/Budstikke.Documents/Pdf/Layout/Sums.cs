using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>What the lines come to: VAT per rate on the left, totals on the right, the amount due large
/// below.</summary>
internal sealed class Sums
{
    private const double TotalsLeft = 112 * Page.Mm;
    private const double VatRight = 105 * Page.Mm;
    private const double RateWidth = 18 * Page.Mm;
    private const double VatGap = 5 * Page.Mm;
    private const double RowHeight = 14;
    private const double BarHeight = 30;

    /// <summary>How much of their size capitals are high.</summary>
    private const double CapHeight = 0.71;
    private const double BarInset = 3 * Page.Mm;

    private readonly Sheets _sheets;
    private readonly Language _language;
    private readonly Invoice _invoice;

    private Sums(Sheets sheets) => (_sheets, _language, _invoice) = (sheets, sheets.Language, sheets.Invoice);

    public static void Draw(Sheets sheets)
    {
        var sums = new Sums(sheets);
        sums.DrawRows(sheets.ShowsVat ? sheets.Invoice.VatBreakdowns : []);
        sums.DrawAmountDue();
        sums.DrawReasons();
    }

    private void DrawRows(IReadOnlyList<VatBreakdown> breakdowns)
    {
        var cells = new List<string[]>(breakdowns.Count);
        foreach (var breakdown in breakdowns)
            cells.Add([
                Formats.Amount(breakdown.TaxableAmount, _language),
                Formats.Amount(breakdown.TaxAmount, _language),
            ]);
        string[] rate = Terms.VatRate.ColumnHeadIn(_language);
        string[][] heads = [Terms.VatBasis.ColumnHeadIn(_language), Terms.Vat.ColumnHeadIn(_language)];
        var columns = new FigureColumns(heads, cells, (VatRight, VatRight - Look.Left - RateWidth, VatGap));
        var totals = Totals();
        var headRows = rate.Length;
        var rows = Math.Max(breakdowns.Count > 0 ? headRows + breakdowns.Count : 0, totals.Count);
        _sheets.Need(rows * RowHeight + BarHeight + 10 * Page.Mm);
        _sheets.Y += 5 * Page.Mm;
        for (var row = 0; row < rows; row++)
        {
            _sheets.Need(RowHeight);
            var baseline = _sheets.Y + 10;
            if (row == 0 && breakdowns.Count > 0)
                DrawVatHeads(columns, baseline, rate);
            else if (row >= headRows && row - headRows < breakdowns.Count)
                DrawVat(columns, baseline, breakdowns[row - headRows].Vat, cells[row - headRows]);
            if (row < totals.Count)
                DrawTotal(baseline, totals[row].Label, totals[row].Amount);
            _sheets.Y += RowHeight;
        }
    }

    private void DrawVatHeads(FigureColumns columns, double baseline, string[] rate)
    {
        for (var i = 0; i < rate.Length; i++)
        {
            var y = baseline + i * Look.ColumnHead.Leading;
            _sheets.Page.Text(Look.Left, y, rate[i], FigureColumns.HeadStyle(i));
        }

        columns.DrawHeads(_sheets.Page, baseline);
    }

    private void DrawVat(FigureColumns columns, double baseline, VatTreatment vat, string[] cells)
    {
        _sheets.Page.Text(Look.Left, baseline, Formats.Percent(vat.Rate, _language), Look.Body);
        columns.DrawRow(_sheets.Page, baseline, cells);
    }

    private void DrawTotal(double baseline, string label, decimal amount)
    {
        var figure = Formats.Amount(amount, _language);
        var room = Look.Right - TotalsLeft - TextLines.Width(figure, Look.Body) - 3 * Page.Mm;
        var fitted = FittedText.Lines(label, Look.Body, room, 1, Look.SmallestSize);
        _sheets.Page.Text(TotalsLeft, baseline, fitted.Lines[0], fitted.Style);
        _sheets.Page.TextEndingAt(Look.Right, baseline, figure, Look.Body);
    }

    private List<(string Label, decimal Amount)> Totals()
    {
        var totals = _invoice.Totals;
        var list = new List<(string Label, decimal Amount)>();
        if (_sheets.ShowsVat)
        {
            list.Add((Terms.TotalWithoutVat.PrintedIn(_language), totals.TotalWithoutVat));
            list.Add((Terms.Vat.PrintedIn(_language), totals.TotalVat));
        }

        var sum = _sheets.ShowsVat ? Terms.TotalWithVat : Terms.Total;
        list.Add((sum.PrintedIn(_language), totals.TotalWithVat));
        if (totals.PaidAmount != 0)
            list.Add((Terms.Paid.PrintedIn(_language), -totals.PaidAmount));
        if (totals.RoundingAmount != 0)
            list.Add((Terms.Rounding.PrintedIn(_language), totals.RoundingAmount));
        return list;
    }

    private void DrawAmountDue()
    {
        _sheets.Need(BarHeight + 5 * Page.Mm);
        _sheets.Y += 2 * Page.Mm;
        var term =
            _invoice.Type == InvoiceType.CreditNote ? Terms.AmountCredited
            : _invoice.Totals.AmountDue == 0 ? Terms.NothingDue
            : Terms.AmountDue;
        var currency = PrintableText.OneLine(_invoice.Currency);
        var amount = Formats.AmountWithCurrency(_invoice.Totals.AmountDue, currency, _language);
        var (left, right) = (TotalsLeft - BarInset, Look.Right - BarInset);
        var figure = FittedText.Lines(amount, Look.DueAmount, 0.62 * (right - TotalsLeft), 1, 14, 12, 10, 8, 6, 5);
        var labelRoom = right - TotalsLeft - TextLines.Width(figure.Lines[0], figure.Style) - 6;
        var label = FittedText.Lines(term.PrintedIn(_language), Look.DueLabel, labelRoom, 1, 10, 9);
        if (!label.IsWhole)
            label = FittedText.Lines(term.PrintedIn(_language), Look.DueLabel, labelRoom, 2, 9, Look.SmallestSize);
        _sheets.Page.Fill(left, _sheets.Y, Look.Right - left, BarHeight, Ink.Accent);
        var baseline = _sheets.Y + BarHeight / 2 + 5;
        var isOne = label.Lines.Count == 1;
        var first = isOne
            ? baseline
            : _sheets.Y + BarHeight / 2 - label.Style.Leading / 2 + CapHeight * label.Style.Size / 2;
        for (var i = 0; i < label.Lines.Count; i++)
            _sheets.Page.Text(TotalsLeft, first + i * label.Style.Leading, label.Lines[i], label.Style);

        _sheets.Page.TextEndingAt(right, baseline, figure.Lines[0], figure.Style);
        _sheets.Y += BarHeight + 3 * Page.Mm;
    }

    /// <summary>Why no VAT is charged; the sentence on reverse charge stands in Norwegian whatever the reason
    /// given.</summary>
    private void DrawReasons()
    {
        foreach (var (vat, _, _) in _invoice.VatBreakdowns)
        {
            var reason =
                vat.ExemptionReason ?? (vat.Category == VatCategory.E ? Terms.Exempt.PrintedIn(_language) : null);
            if (
                vat.Category == VatCategory.AE
                && reason?.Contains(VatReasons.ReverseCharge, StringComparison.Ordinal) != true
            )
                reason = reason is null ? VatReasons.ReverseCharge : $"{VatReasons.ReverseCharge}. {reason}";
            if (string.IsNullOrWhiteSpace(reason))
                continue;
            if (_sheets.ShowsVat)
                reason = $"{Terms.Vat.PrintedIn(_language)} {Formats.Percent(vat.Rate, _language)}: {reason}";
            _sheets.Paragraph(PrintableText.Of(reason), Look.Label);
        }
    }
}
