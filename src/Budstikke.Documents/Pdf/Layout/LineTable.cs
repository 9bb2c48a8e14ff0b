using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// The invoice's lines: the description has what the figures leave, and wraps. Heads repeat on each page. A line breaks
/// over pages only where one page cannot hold it; nothing is dropped or cut.
/// </summary>
internal sealed class LineTable
{
    private const double NarrowestDescription = 48 * Page.Mm;
    private const double ColumnGap = 5 * Page.Mm;
    private const double Padding = 4;

    private readonly Sheets _sheets;
    private readonly FigureColumns _columns;
    private readonly double _descriptionWidth;

    private LineTable(Sheets sheets, List<TableRow> rows)
    {
        _sheets = sheets;
        var cells = rows.ConvertAll(row => row.Cells);
        _columns = new(Heads(sheets), cells, (Look.Right, Look.Width - NarrowestDescription, ColumnGap));
        _descriptionWidth = Math.Max(Look.Width - _columns.TotalWidth, NarrowestDescription / 2);
    }

    public static void Draw(Sheets sheets)
    {
        var rows = TableRow.Of(sheets.Invoice, sheets.Language);
        var table = new LineTable(sheets, rows);
        table.DrawHeads();
        sheets.OnNewPage = table.DrawHeads;
        foreach (var row in rows)
            table.DrawRow(row);
        sheets.OnNewPage = null;
    }

    /// <summary>Prices and amounts are without VAT (BT-146, BT-131), which a private reader must be told.</summary>
    private static string[][] Heads(Sheets sheets)
    {
        var language = sheets.Language;
        string[] net = sheets.ShowsVat ? [Terms.ExcludingVat.PrintedIn(language)] : [];
        return
        [
            Terms.Quantity.ColumnHeadIn(language),
            [.. Terms.UnitPrice.ColumnHeadIn(language), .. net],
            Terms.Discount.ColumnHeadIn(language),
            Terms.Vat.ColumnHeadIn(language),
            [.. Terms.Amount.ColumnHeadIn(language), .. net],
        ];
    }

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
    }

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
        _sheets.Page.Text(Look.Left, baseline, line.Of(text), style);
        _columns.DrawRow(_sheets.Page, baseline, cells);
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
