using Budstikke.Documents.Pdf.Text;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>Brings text into a place of fixed size: first smaller letters, then, if nothing helps, an
/// ellipsis.</summary>
internal static class FittedText
{
    private const char Ellipsis = '…';

    /// <summary>The text's lines in the largest of the sizes in which all of it fits.</summary>
    /// <returns>With <c>IsWhole</c> false, the last line ends in an ellipsis and the text must stand elsewhere in
    /// full.</returns>
    public static (List<string> Lines, Style Style, bool IsWhole) Lines(
        string text,
        Style style,
        double width,
        int count,
        params ReadOnlySpan<double> smallerSizes
    )
    {
        var lines = TextLines.Break(text, style, width);
        foreach (var size in smallerSizes)
        {
            if (lines.Count <= count)
                break;
            style = style with { Size = size };
            lines = TextLines.Break(text, style, width);
        }

        var shown = new List<string>();
        for (var i = 0; i < Math.Min(count, lines.Count); i++)
            shown.Add(text[lines[i].Start..lines[i].End]);
        if (lines.Count > count)
            shown[^1] = Shortened(text[lines[count - 1].Start..], style, width);
        return (shown, style, lines.Count <= count);
    }

    /// <summary>The text on one line, with an ellipsis where it would be too long; it must stand elsewhere in
    /// full.</summary>
    public static string OneLine(string? text, Style style, double width)
    {
        var line = PrintableText.OneLine(text);
        return TextLines.Width(line, style) <= width ? line : Shortened(line, style, width);
    }

    private static string Shortened(string text, Style style, double width)
    {
        var room = width - TextLines.Width([Ellipsis], style);
        var first = TextLines.Break(text.Replace(' ', '\u00A0').Replace('\n', '\u00A0'), style, room)[0];
        return text[first.Start..first.End].Replace('\n', ' ').TrimEnd() + Ellipsis;
    }
}
