using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// The invoice's lines: the description has what the figures leave, and wraps. Heads repeat on each page, and so does
/// the heading of an order that goes on there. A line breaks over pages only where one page cannot hold it; nothing is
/// dropped or cut.
/// </summary>
internal sealed class LineTable
{
    private const double NarrowestDescription = 48 * Page.Mm;
    private const double ColumnGap = 5 * Page.Mm;
    private const double Padding = 3;

    /// <summary>So many of the last lines go with the sums, so that a last page has more than these alone.</summary>
    private const int RowsWithSums = 2;

    private readonly Sheets _sheets;
    private readonly FigureColumns _columns;
    private readonly double _descriptionWidth;
    private readonly List<Step> _steps = [];
    private string? _goesOn;

    private LineTable(Sheets sheets, List<TablePart> parts)
    {
        _sheets = sheets;
        var cells = parts.SelectMany(part => part.Rows).Select(row => row.Cells).ToList();
        cells.AddRange(parts.Where(part => part.Sum is not null).Select(part => SumCells(part.Sum!)));
        _columns = new(Heads(sheets), cells, (Look.Right, Look.Width - NarrowestDescription, ColumnGap));
        _descriptionWidth = Math.Max(Look.Width - _columns.TotalWidth, NarrowestDescription / 2);
        for (var at = 0; at < parts.Count; at++)
            Add(parts[at], isAfterSum: at > 0 && parts[at - 1].Sum is not null);
    }

    /// <summary>Something that is drawn on one page where a page can hold it.</summary>
    /// <param name="IsRow">A line of the document, and neither a heading nor a sum.</param>
    /// <param name="StaysWithNext">No page ends between the two.</param>
    private sealed record Step(double Height, Action Draw, bool IsRow, bool StaysWithNext);

    /// <param name="sheets">Where it is drawn.</param>
    /// <param name="heightOfEnd">What comes after the table and must not stand alone on a page.</param>
    public static void Draw(Sheets sheets, double heightOfEnd)
    {
        var table = new LineTable(sheets, TablePart.Of(sheets));
        var needs = table.Needs(heightOfEnd);
        sheets.Need(sheets.HeightOf(_ => table.DrawHeads()) + needs.FirstOrDefault());
        table.DrawHeads();
        sheets.OnNewPage = table.DrawHeads;
        foreach (var (step, need) in table._steps.Zip(needs))
        {
            sheets.Need(need);
            step.Draw();
        }

        sheets.OnNewPage = null;
    }

    /// <summary>The room that each step asks for: its own, and that of what must not be parted from it.</summary>
    private double[] Needs(double heightOfEnd)
    {
        var needs = new double[_steps.Count];
        var (together, rows) = (heightOfEnd, 0);
        for (var at = _steps.Count - 1; at >= 0; at--)
        {
            var step = _steps[at];
            var isNearEnd = rows < RowsWithSums;
            together = step.Height + (step.StaysWithNext || isNearEnd ? together : 0);
            if (together > Sheets.LargestStep)
                together = step.Height;
            needs[at] = together;
            rows += step.IsRow ? 1 : 0;
        }

        return needs;
    }

    /// <summary>A private reader must be told whether prices and amounts are with VAT or without (BT-146,
    /// BT-131).</summary>
    private static string[][] Heads(Sheets sheets)
    {
        var language = sheets.Language;
        var vat = sheets.ShowsPricesWithVat ? Terms.IncludingVat : Terms.ExcludingVat;
        string[] of = sheets.ShowsVat ? [vat.PrintedIn(language)] : [];
        return
        [
            Terms.Quantity.ColumnHeadIn(language),
            [.. Terms.UnitPrice.ColumnHeadIn(language), .. of],
            Terms.Discount.ColumnHeadIn(language),
            Terms.Vat.ColumnHeadIn(language),
            [.. Terms.Amount.ColumnHeadIn(language), .. of],
        ];
    }

    private static string[] SumCells(string sum) => ["", "", "", "", sum];

    private void DrawHeads()
    {
        var baseline = _sheets.Y + Look.ColumnHead.Size;
        var description = Terms.Description.ColumnHeadIn(_sheets.Language);
        for (var i = 0; i < description.Length; i++)
        {
            var y = baseline + i * Look.ColumnHead.Leading;
            _sheets.Page.Text(Look.Left, y, description[i], FigureColumns.HeadStyle(i));
        }

        var lines = Math.Max(_columns.DrawHeads(_sheets.Page, baseline), description.Length);
        _sheets.Y = baseline + (lines - 1) * Look.ColumnHead.Leading + Padding + 1;
        _sheets.Page.Rule(Look.Left, _sheets.Y, Look.Width, 1, Ink.Accent);
        _sheets.Y += 2;
        if (_goesOn is { } heading)
            DrawHeading(
                FittedText.OneLine($"{heading} {Terms.Continued.In(_sheets.Language)}", Look.Section, Look.Width)
            );
    }

    private void Add(TablePart part, bool isAfterSum)
    {
        if (part.Heading is { } heading)
            AddStep(() => DrawHeading(heading), isRow: false, staysWithNext: true);
        else if (isAfterSum)
            AddStep(() => _sheets.Y += 3 * Padding, isRow: false, staysWithNext: true);
        foreach (var (at, row) in part.Rows.Index())
        {
            var isLast = at == part.Rows.Count - 1;
            var (names, details) = LinesOf(row);
            _steps.Add(
                new(
                    HeightOf(names, details),
                    () =>
                    {
                        _goesOn = part.Heading;
                        DrawRow(row, names, details);
                    },
                    IsRow: true,
                    StaysWithNext: isLast && part.Sum is not null
                )
            );
        }

        if (part.Sum is { } sum)
            AddStep(() => DrawSum(sum), isRow: false, staysWithNext: false);
    }

    private void AddStep(Action draw, bool isRow, bool staysWithNext) =>
        _steps.Add(new(_sheets.HeightOf(_ => draw()), draw, isRow, staysWithNext));

    private (List<TextLine> Names, List<TextLine> Details) LinesOf(TableRow row) =>
        (
            TextLines.Break(row.Name, Look.Body, _descriptionWidth),
            row.Detail.Length == 0 ? [] : TextLines.Break(row.Detail, Look.Label, _descriptionWidth)
        );

    private static double HeightOf(List<TextLine> names, List<TextLine> details) =>
        names.Count * Look.Body.Leading + details.Count * Look.Label.Leading + 2 * Padding;

    private void DrawRow(TableRow row, List<TextLine> names, List<TextLine> details)
    {
        _sheets.Y += Padding;
        for (var i = 0; i < names.Count; i++)
            DrawLine(row.Name, names[i], Look.Body, i == 0 ? row.Cells : []);
        foreach (var line in details)
            DrawLine(row.Detail, line, Look.Label, []);
        _sheets.Y += Padding;
        _sheets.Page.Rule(Look.Left, _sheets.Y, Look.Width, 0.4);
    }

    private void DrawLine(string text, TextLine line, Style style, string[] cells)
    {
        _sheets.Need(style.Leading);
        var baseline = _sheets.Y + style.Size;
        _sheets.Page.Text(Look.Left, baseline, line.Of(text), style);
        _columns.DrawRow(_sheets.Page, baseline, cells);
        _sheets.Y += style.Leading;
    }

    private void DrawHeading(string heading)
    {
        _sheets.Y += 2 * Padding;
        _sheets.Paragraph(heading, Look.Section);
        _sheets.Y += Padding / 2;
    }

    private void DrawSum(string sum)
    {
        _sheets.Y += Padding;
        var baseline = _sheets.Y + Look.Strong.Size;
        _sheets.Page.Text(Look.Left, baseline, Terms.Subtotal.PrintedIn(_sheets.Language), Look.Strong);
        _columns.DrawRow(_sheets.Page, baseline, SumCells(sum), isStrong: true);
        _sheets.Y += Look.Strong.Leading + Padding;
        _sheets.Page.Rule(Look.Left, _sheets.Y, Look.Width, 0.4);
        _goesOn = null;
    }
}
