using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Documents.Pdf.Objects;
using Budstikke.Documents.Pdf.Text;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>
/// One A4 page's content (ISO 32000-1, 8 and 9). Places are in points from the upper left corner; a text's place is its
/// baseline.
/// </summary>
internal sealed class Page(ExtraGlyphs? extras) : IDisposable
{
    /// <summary>Takes what is drawn only to be measured, and shows nothing.</summary>
    public static readonly Page Unseen = new(null);

    public const double Mm = 72 / 25.4;
    public const double Width = 210 * Mm;
    public const double Height = 297 * Mm;

    /// <summary>How much of the diagonal the text across a sheet may take.</summary>
    private const double MarkShare = 0.8;

    private Ink? _ink;
    private (byte Font, double Size) _font;

    /// <summary>The content stream, not yet compressed.</summary>
    public ByteBuffer Content { get; } = new();

    /// <param name="text">In printable form.</param>
    public void Text(double x, double y, ReadOnlySpan<char> text, Style style)
    {
        if (text.IsEmpty || extras is null)
            return;
        SetInk(style.Ink);
        Content.Add("BT "u8).Add(x).Add((byte)' ').Add(Height - y).Add(" Td "u8);
        byte open = 0;
        var glyphs = new GlyphReader(text, style.Face);
        while (glyphs.Next())
        {
            var (font, code) = Code(style.Face, glyphs.Glyph);
            if (open != 0 && (open != font || glyphs.IsBox))
                open = Close();
            SetFont(font, style.Size);
            if (glyphs.IsRightToLeft)
                AddBackwards(text, ref glyphs, style);
            else if (glyphs.IsBox)
                AddBox(glyphs.Characters, code);
            else
            {
                if (open == 0)
                    Content.Add((byte)'(');
                open = font;
                AddCode(code);
            }
        }

        if (open != 0)
            Close();
        Content.Add("ET\n"u8);
    }

    /// <summary>Text that ends at a place.</summary>
    public void TextEndingAt(double right, double y, ReadOnlySpan<char> text, Style style) =>
        Text(right - TextLines.Width(text, style), y, text, style);

    /// <summary>From the lower left corner towards the upper right one, under all that comes later: the first thing on
    /// a page.</summary>
    public void Across(ReadOnlySpan<char> text, Style style)
    {
        var diagonal = Math.Sqrt(Width * Width + Height * Height);
        var width = TextLines.Width(text, style);
        var fitting = Math.Min(1, MarkShare * diagonal / width);
        style = style with { Size = style.Size * fitting };
        var (cos, sin) = (Width / diagonal, Height / diagonal);
        Content.Add("q "u8).Add(cos).Add((byte)' ').Add(sin).Add((byte)' ').Add(-sin).Add((byte)' ').Add(cos);
        Content.Add((byte)' ').Add(Width / 2).Add((byte)' ').Add(Height / 2).Add(" cm\n"u8);
        Text(-width * fitting / 2, Height + style.Size / 3, text, style);
        Content.Add("Q\n"u8);
        (_ink, _font) = (null, default);
    }

    public void Fill(double x, double y, double width, double height, Ink ink)
    {
        if (extras is null)
            return;
        SetInk(ink);
        Content.Add(x).Add((byte)' ').Add(Height - y - height).Add((byte)' ');
        Content.Add(width).Add((byte)' ').Add(height).Add(" re f\n"u8);
    }

    /// <summary>A horizontal line.</summary>
    public void Rule(double x, double y, double width, double thickness = 0.5, Ink ink = Ink.Rule) =>
        Fill(x, y - thickness / 2, width, thickness, ink);

    public void Dispose() => Content.Dispose();

    private (byte Font, ushort Code) Code(Typeface face, ushort glyph)
    {
        var code = face.CommonCode(glyph);
        return code != 0
            ? (face.IsBold ? (byte)'2' : (byte)'1', code)
            : (face.IsBold ? (byte)'4' : (byte)'3', extras!.Code(face, glyph));
    }

    /// <summary>
    /// Boxes of a script that runs from right to left, and the blanks between them, from the last to the first: who
    /// copies text expects to find it as it would be seen. Leaves the reader on the last of them.
    /// </summary>
    private void AddBackwards(ReadOnlySpan<char> text, ref GlyphReader glyphs, Style style)
    {
        var ranges = new List<TextLine>();
        var count = 0;
        var last = glyphs;
        for (var ahead = glyphs; ahead.IsRightToLeft || text[ahead.Start] == ' '; )
        {
            ranges.Add(new(ahead.Start, ahead.End));
            if (ahead.IsRightToLeft)
            {
                last = ahead;
                count = ranges.Count;
            }

            if (!ahead.Next())
                break;
        }

        glyphs = last;
        var (box, blank) = (style.Face.CommonCode(last.Glyph), style.Face.CommonCode(style.Face.Glyph(' ')));
        for (var i = count - 1; i >= 0; i--)
        {
            var characters = text[ranges[i].Start..ranges[i].End];
            AddBox(characters, characters is " " ? blank : box);
        }
    }

    /// <summary>A box still copies, searches and reads aloud as what it stands for (14.9.4).</summary>
    private void AddBox(ReadOnlySpan<char> standsFor, ushort code)
    {
        Content.Add("/Span<</ActualText"u8).AddTextString(standsFor).Add(">>BDC("u8);
        AddCode(code);
        Content.Add(")Tj EMC "u8);
    }

    private void AddCode(ushort code) => Content.AddInString((byte)(code >> 8)).AddInString((byte)code);

    private byte Close()
    {
        Content.Add(")Tj "u8);
        return 0;
    }

    private void SetFont(byte font, double size)
    {
        if (_font == (font, size))
            return;
        _font = (font, size);
        Content.Add("/F"u8).Add(font).Add((byte)' ').Add(size).Add(" Tf "u8);
    }

    private void SetInk(Ink ink)
    {
        if (_ink == ink)
            return;
        _ink = ink;
        Content.Add(
            ink switch
            {
                Ink.Text => ".11 .13 .16 rg\n"u8,
                Ink.Quiet => ".3 .33 .37 rg\n"u8,
                Ink.Accent => ".1 .24 .36 rg\n"u8,
                Ink.Paper => "1 g\n"u8,
                Ink.Rule => ".78 .81 .84 rg\n"u8,
                _ => ".95 .96 .97 rg\n"u8,
            }
        );
    }
}
