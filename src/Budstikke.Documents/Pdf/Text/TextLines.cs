using System.Runtime.InteropServices;
using Budstikke.Documents.Pdf.Fonts;

namespace Budstikke.Documents.Pdf.Text;

/// <summary>A part of a text that stands on one line.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextLine(int Start, int End)
{
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, End - Start);
}

/// <summary>Measures text and breaks it into lines. All sums are whole thousandths of the font's size, so nothing
/// drifts.</summary>
internal static class TextLines
{
    /// <summary>The width in points.</summary>
    public static double Width(ReadOnlySpan<char> text, Style style) =>
        Units(text, style.Face) * style.Size / Typeface.UnitsPerSize;

    /// <summary>
    /// Breaks at line ends, else at the last blank or after the last hyphen that fits, else, in a word wider than the
    /// line, between two text elements. At least one element stands on a line, so that it ends with any width.
    /// </summary>
    /// <param name="text">In printable form.</param>
    /// <param name="width">In points.</param>
    public static List<TextLine> Break(ReadOnlySpan<char> text, Style style, double width)
    {
        var lines = new List<TextLine>();
        var limit = (long)Math.Floor(width * Typeface.UnitsPerSize / style.Size);
        var start = 0;
        while (start < text.Length)
        {
            var (end, next) = FirstLine(text[start..], style.Face, limit);
            lines.Add(new(start, start + end));
            start += next;
        }

        if (lines.Count == 0)
            lines.Add(new(0, 0));
        return lines;
    }

    private static long Units(ReadOnlySpan<char> text, Typeface face)
    {
        long units = 0;
        var glyphs = new GlyphReader(text, face);
        while (glyphs.Next())
            units += glyphs.Width;
        return units;
    }

    /// <summary>Where the first line ends and where the second begins.</summary>
    private static (int End, int Next) FirstLine(ReadOnlySpan<char> text, Typeface face, long limit)
    {
        long units = 0;
        var (breakEnd, breakNext) = (0, 0);
        var glyphs = new GlyphReader(text, face);
        while (glyphs.Next())
        {
            var c = text[glyphs.Start];
            if (c == '\n')
                return (glyphs.Start, glyphs.End);
            if (c == ' ' && glyphs.Start > 0)
                (breakEnd, breakNext) = (glyphs.Start, glyphs.End);
            units += glyphs.Width;
            if (units > limit && c != ' ')
                return BreakBefore(glyphs.Start, glyphs.End, (breakEnd, breakNext));
            if (c is '-' or '\u2013' or '\u2014' && glyphs.Start > 0 && text[glyphs.Start - 1] != ' ')
                (breakEnd, breakNext) = (glyphs.End, glyphs.End);
        }

        return (text.Length, text.Length);
    }

    private static (int End, int Next) BreakBefore(int start, int end, (int End, int Next) opportunity)
    {
        if (opportunity.Next > 0)
            return opportunity;
        return start == 0 ? (end, end) : (start, start);
    }
}
