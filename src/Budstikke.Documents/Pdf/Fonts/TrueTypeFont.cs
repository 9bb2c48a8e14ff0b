using System.Text;

namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>
/// A TrueType font file (OpenType specification, tables head, hhea, hmtx, maxp, loca, glyf, cmap, OS/2), read as far as
/// a PDF needs it: widths, outlines, and which glyph a character has. The file is one of our own resources, so it is
/// trusted.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _tables = [];
    private readonly int _fullMetricCount;
    private readonly bool _hasLongOffsets;

    public TrueTypeFont(ReadOnlyMemory<byte> file)
    {
        _file = file;
        ReadDirectory();
        var head = Table("head");
        UnitsPerEm = BigEndian.UInt16(head, 18);
        _hasLongOffsets = BigEndian.Int16(head, 50) == 1;
        GlyphCount = BigEndian.UInt16(Table("maxp"), 4);
        _fullMetricCount = BigEndian.UInt16(Table("hhea"), 34);
        Characters = CharacterMap.Read(Table("cmap"));
    }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    /// <summary>The glyph of each character that has one.</summary>
    public IReadOnlyDictionary<int, ushort> Characters { get; }

    /// <summary>Left, bottom, right, top of all glyphs together, in font units.</summary>
    public (short Left, short Bottom, short Right, short Top) Bounds
    {
        get
        {
            var head = Table("head");
            return (
                BigEndian.Int16(head, 36),
                BigEndian.Int16(head, 38),
                BigEndian.Int16(head, 40),
                BigEndian.Int16(head, 42)
            );
        }
    }

    public int Ascender => BigEndian.Int16(Table("hhea"), 4);

    public int Descender => BigEndian.Int16(Table("hhea"), 6);

    public int CapHeight => BigEndian.Int16(Table("OS/2"), 88);

    public ReadOnlySpan<byte> Table(string tag) => _tables[tag].Span;

    /// <summary>The width in font units; the last full metric holds for all glyphs after it (hmtx).</summary>
    public ushort Advance(int glyph) => BigEndian.UInt16(Table("hmtx"), 4 * Math.Min(glyph, _fullMetricCount - 1));

    public short LeftBearing(int glyph)
    {
        var at = glyph < _fullMetricCount ? 4 * glyph + 2 : 4 * _fullMetricCount + 2 * (glyph - _fullMetricCount);
        return BigEndian.Int16(Table("hmtx"), at);
    }

    /// <summary>The glyph's description in glyf; empty when nothing is drawn, as for a space.</summary>
    public ReadOnlySpan<byte> Outline(int glyph) => Table("glyf")[OutlineStart(glyph)..OutlineStart(glyph + 1)];

    private int OutlineStart(int glyph) =>
        _hasLongOffsets ? BigEndian.Int32(Table("loca"), 4 * glyph) : 2 * BigEndian.UInt16(Table("loca"), 2 * glyph);

    private void ReadDirectory()
    {
        var file = _file.Span;
        var count = BigEndian.UInt16(file, 4);
        for (var at = 12; at < 12 + 16 * count; at += 16)
        {
            var tag = Encoding.ASCII.GetString(file.Slice(at, 4));
            _tables[tag] = _file.Slice(BigEndian.Int32(file, at + 8), BigEndian.Int32(file, at + 12));
        }
    }
}
