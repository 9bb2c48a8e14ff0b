using System.Globalization;
using Budstikke.Documents.Pdf.Fonts;

namespace Budstikke.Documents.Pdf.Text;

/// <summary>
/// Goes through a printable text glyph by glyph. A text element (Unicode annex 29) that has a character without a glyph
/// becomes one box, so that a reader sees that something stands there. Measuring, breaking and drawing all read through
/// this.
/// </summary>
internal ref struct GlyphReader(ReadOnlySpan<char> text, Typeface face)
{
    /// <summary>Below this nothing combines with what stands before it.</summary>
    private const char FirstCombining = '\u0300';

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Typeface _face = face;
    private int _elementEnd;

    /// <summary>Where in the text the glyph's characters begin.</summary>
    public int Start { get; private set; }

    /// <summary>Where they end.</summary>
    public int End { get; private set; }

    public ushort Glyph { get; private set; }

    /// <summary>The glyph is the box that stands for a text element.</summary>
    public bool IsBox { get; private set; }

    /// <summary>A box for a character of a script that runs from right to left: Hebrew, Arabic, Syriac and their
    /// kin.</summary>
    public readonly bool IsRightToLeft =>
        IsBox
        && _text[Start]
            is (>= '\u0590' and <= '\u08FF')
                or (>= '\uFB1D' and <= '\uFDFF')
                or (>= '\uFE70' and <= '\uFEFC');

    public readonly ushort Width => _face.Width(Glyph);

    public readonly ReadOnlySpan<char> Characters => _text[Start..End];

    public bool Next()
    {
        while (true)
        {
            Start = End;
            if (Start >= _text.Length)
                return false;
            if (Start >= _elementEnd && IsIntricate() && !CanPrintElement())
                return TakeBox();
            End = Start + 1;
            var c = _text[Start] == '\n' ? ' ' : _text[Start];
            Glyph = _face.Glyph(c);
            IsBox = false;
            if (Glyph != 0)
                return true;
            if (!PrintableText.JoinsNeighbours(c))
                return TakeBox();
        }
    }

    /// <summary>The text elements that need a box, each once.</summary>
    public static IReadOnlyList<string> Boxes(ReadOnlySpan<char> text, Typeface face)
    {
        List<string>? boxes = null;
        var glyphs = new GlyphReader(text, face);
        while (glyphs.Next())
        {
            if (glyphs.IsBox && boxes?.Contains(glyphs.Characters.ToString()) != true)
                (boxes ??= []).Add(glyphs.Characters.ToString());
        }

        return boxes ?? [];
    }

    /// <summary>More than a plain character that nothing combines with.</summary>
    private readonly bool IsIntricate() =>
        _text[Start] >= FirstCombining || (Start + 1 < _text.Length && _text[Start + 1] >= FirstCombining);

    private bool CanPrintElement()
    {
        _elementEnd = Start + StringInfo.GetNextTextElementLength(_text[Start..]);
        foreach (var c in _text[Start.._elementEnd])
        {
            if (c != '\n' && _face.Glyph(c) == 0 && !PrintableText.JoinsNeighbours(c))
                return false;
        }

        return true;
    }

    private bool TakeBox()
    {
        End = Math.Max(_elementEnd, Start + 1);
        Glyph = _face.Glyph(Repertoire.Box);
        IsBox = true;
        return true;
    }
}
