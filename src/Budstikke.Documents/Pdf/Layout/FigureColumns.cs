using Budstikke.Documents.Pdf.Text;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// Columns of figures that end at the right, each as wide as its widest figure, so that figures stand under each other
/// and none is cut: where the room is short, all become smaller. A column without any figure is left out.
/// </summary>
internal sealed class FigureColumns
{
    private static readonly double[] Sizes = [9, 8, 7, 6, 5, 4];

    private readonly string[][] _heads;
    private readonly double[] _rights;
    private readonly double[] _widths;
    private readonly double _gap;

    /// <param name="heads">Each column's head, from top to bottom.</param>
    /// <param name="rows">Each row's figures; one that is empty stays so.</param>
    /// <param name="place">Where the last column ends, what all columns may take together, and the gap before
    /// each.</param>
    public FigureColumns(string[][] heads, IReadOnlyList<string[]> rows, (double Right, double Room, double Gap) place)
    {
        var right = place.Right;
        (_heads, _gap) = (heads, place.Gap);
        _widths = new double[heads.Length];
        _rights = new double[heads.Length];
        TotalWidth = double.MaxValue;
        foreach (var size in Sizes)
        {
            var figures = Look.Body with { Size = size };
            var width = Measure(rows, figures);
            if (width >= TotalWidth)
                break; // The heads are the widest: smaller figures would gain nothing.
            (TotalWidth, Figures) = (width, figures);
            if (width <= place.Room)
                break;
        }

        for (var column = heads.Length - 1; column >= 0; column--)
        {
            _rights[column] = right;
            right -= _widths[column] > 0 ? _widths[column] + _gap : 0;
        }
    }

    /// <summary>With the gaps before each column.</summary>
    public double TotalWidth { get; }

    public Style Figures { get; }

    public static Style HeadStyle(int line) => line == 0 ? Look.ColumnHead : Look.Label;

    /// <summary>Draws the heads and gives the number of their lines.</summary>
    public int DrawHeads(Page page, double baseline)
    {
        var lines = 0;
        for (var column = 0; column < _heads.Length; column++)
        {
            if (_widths[column] == 0)
                continue;
            for (var i = 0; i < _heads[column].Length; i++)
            {
                var y = baseline + i * Look.ColumnHead.Leading;
                page.TextEndingAt(_rights[column], y, _heads[column][i], HeadStyle(i));
            }

            lines = Math.Max(lines, _heads[column].Length);
        }

        return lines;
    }

    /// <param name="isStrong">A sum; it is measured as a plain figure, and may reach into the gap before it.</param>
    public void DrawRow(Page page, double baseline, string[] cells, bool isStrong = false)
    {
        var style = isStrong ? Look.Strong with { Size = Figures.Size } : Figures;
        for (var column = 0; column < cells.Length; column++)
            page.TextEndingAt(_rights[column], baseline, cells[column], style);
    }

    private double Measure(IReadOnlyList<string[]> rows, Style figures)
    {
        var total = 0.0;
        for (var column = 0; column < _heads.Length; column++)
        {
            var width = 0.0;
            for (var row = 0; row < rows.Count; row++)
                width = Math.Max(width, TextLines.Width(rows[row][column], figures));
            for (var i = 0; width > 0 && i < _heads[column].Length; i++)
                width = Math.Max(width, TextLines.Width(_heads[column][i], HeadStyle(i)));
            _widths[column] = width;
            total += width > 0 ? width + _gap : 0;
        }

        return total;
    }
}
