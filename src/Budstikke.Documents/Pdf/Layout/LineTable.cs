using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Pdf.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// The invoice's lines. Columns are as wide as their widest figure; the description has the rest and wraps. Heads repeat on each
/// page. A line breaks over pages only where one page cannot hold it; nothing is dropped or cut.
/// </summary>
internal sealed class LineTable
{
    private const int Columns = 5;
    private const int DiscountColumn = 2;
    private const double Gap = 5 * Page.Mm;
    private const double NarrowestDescription = 48 * Page.Mm;
    private const double Padding = 4;

    private static readonly double[] FigureSizes = [9, 8, 7, 6, 5, 4];

    private readonly Sheets _sheets;
    private readonly List<TableRow> _rows;
    private readonly string[][] _heads;
    private readonly double[] _rights = new double[Columns];
    private readonly bool _hasDiscount;
    private readonly Style _figures;
    private readonly double _descriptionWidth;

    private LineTable(Sheets sheets)
    {
        _sheets = sheets;
        _rows = TableRow.Of(sheets.Invoice, sheets.Language);
        _hasDiscount = _rows.Exists(row => row.Cells[DiscountColumn].Length > 0);
        _heads = Heads(sheets.Language);
        var widths = new double[Columns];
        foreach (var size in FigureSizes)
        {
            _figures = Look.Body with { Size = size };
            _descriptionWidth = Look.Width - Measure(widths);
            if (_descriptionWidth >= NarrowestDescription)
                break;
        }

        PlaceColumns(widths);
    }

    public static void Draw(Sheets sheets)
    {
        var table = new LineTable(sheets);
        table.DrawHeads();
        sheets.OnNewPage = table.DrawHeads;
        foreach (var row in table._rows)
            table.DrawRow(row);
        sheets.OnNewPage = null;
    }

    private static string[][] Heads(PdfLanguage language) =>
        [
            Terms.Quantity.ColumnHeadIn(language),
            Terms.UnitPrice.ColumnHeadIn(language),
            Terms.Discount.ColumnHeadIn(language),
            Terms.Vat.ColumnHeadIn(language),
            Terms.Amount.ColumnHeadIn(language),
        ];

    private double Measure(double[] widths)
    {
        Array.Clear(widths);
        for (var column = 0; column < Columns; column++)
        {
            foreach (var head in _heads[column])
                widths[column] = Math.Max(widths[column], TextLines.Width(head, Look.ColumnHead));
            foreach (var row in _rows)
                widths[column] = Math.Max(widths[column], TextLines.Width(row.Cells[column], _figures));
        }

        if (!_hasDiscount)
            widths[DiscountColumn] = 0;
        var total = 0.0;
        for (var column = 0; column < Columns; column++)
            total += IsShown(column) ? widths[column] + Gap : 0;
        return total;
    }

    private void PlaceColumns(double[] widths)
    {
        var right = Look.Right;
        for (var column = Columns - 1; column >= 0; column--)
        {
            _rights[column] = right;
            right -= IsShown(column) ? widths[column] + Gap : 0;
        }
    }

    private bool IsShown(int column) => column != DiscountColumn || _hasDiscount;

    private void DrawHeads()
    {
        var (page, top) = (_sheets.Page, _sheets.Y);
        var lines = 1;
        var description = Terms.Description.ColumnHeadIn(_sheets.Language);
        for (var i = 0; i < description.Length; i++)
            page.Text(Look.Left, HeadBaseline(top, i), description[i], HeadStyle(i));
        for (var column = 0; column < Columns; column++)
        {
            if (!IsShown(column))
                continue;
            for (var i = 0; i < _heads[column].Length; i++)
                page.TextEndingAt(_rights[column], HeadBaseline(top, i), _heads[column][i], HeadStyle(i));
            lines = Math.Max(lines, _heads[column].Length);
        }

        _sheets.Y = HeadBaseline(top, lines - 1) + Padding + 1;
        page.Rule(Look.Left, _sheets.Y, Look.Width, 1, Ink.Accent);
        _sheets.Y += 2;
    }

    private static double HeadBaseline(double top, int line) =>
        top + Look.ColumnHead.Size + line * Look.ColumnHead.Leading;

    private static Style HeadStyle(int line) => line == 0 ? Look.ColumnHead : Look.ColumnSubhead;

    private void DrawRow(TableRow row)
    {
        var names = TextLines.Break(row.Name, Look.Body, _descriptionWidth);
        var details = row.Detail.Length == 0 ? [] : TextLines.Break(row.Detail, Look.Small, _descriptionWidth);
        var height = names.Count * Look.Body.Leading + details.Count * Look.Small.Leading + 2 * Padding;
        if (row.Section is { } section)
            DrawSection(section, height);
        _sheets.Need(height);
        _sheets.Y += Padding;
        for (var i = 0; i < names.Count; i++)
            DrawLine(row.Name, names[i], Look.Body, i == 0 ? row.Cells : []);
        foreach (var line in details)
            DrawLine(row.Detail, line, Look.Small, []);
        _sheets.Y += Padding;
        _sheets.Page.Rule(Look.Left, _sheets.Y, Look.Width, 0.4);
    }

    private void DrawLine(string text, TextLine line, Style style, string[] cells)
    {
        _sheets.Need(style.Leading);
        var baseline = _sheets.Y + style.Size;
        _sheets.Page.Text(Look.Left, baseline, text.AsSpan(line.Start, line.End - line.Start), style);
        for (var column = 0; column < cells.Length; column++)
            _sheets.Page.TextEndingAt(_rights[column], baseline, cells[column], _figures);
        _sheets.Y += style.Leading;
    }

    /// <summary>A heading never stands alone at the foot of a page.</summary>
    private void DrawSection(string section, double heightOfFirstRow)
    {
        var lines = TextLines.Break(section, Look.Section, Look.Width).Count;
        _sheets.Need(lines * Look.Section.Leading + 3 * Padding + heightOfFirstRow);
        _sheets.Y += 2 * Padding;
        _sheets.Paragraph(section, Look.Section);
        _sheets.Y += Padding / 2;
    }
}
