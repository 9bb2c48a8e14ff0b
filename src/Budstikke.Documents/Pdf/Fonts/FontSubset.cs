using System.Buffers.Binary;

namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>
/// Some glyphs of a font as a font of their own. Glyph 0 stays .notdef; the wished glyphs follow in the given order
/// (one may stand twice), then the parts that composed glyphs are made of. Hinting is left out: at print resolution
/// nobody sees it.
/// </summary>
internal sealed class FontSubset
{
    private const ushort HasInstructions = 0x0100;
    private const ushort WordArguments = 0x0001;
    private const ushort MoreParts = 0x0020;
    private const ushort OneScale = 0x0008;
    private const ushort TwoScales = 0x0040;
    private const ushort Matrix = 0x0080;

    private readonly TrueTypeFont _font;
    private readonly List<ushort> _glyphs = [0];
    private readonly Dictionary<ushort, ushort> _placeOf = new() { [0] = 0 };

    public FontSubset(TrueTypeFont font, IEnumerable<ushort> glyphs)
    {
        _font = font;
        foreach (var glyph in glyphs)
        {
            _placeOf.TryAdd(glyph, (ushort)_glyphs.Count);
            _glyphs.Add(glyph);
        }

        for (var place = 0; place < _glyphs.Count; place++)
            AddPartsOf(_glyphs[place]);
    }

    /// <summary>The source font's glyphs in the subset's order.</summary>
    public IReadOnlyList<ushort> Glyphs => _glyphs;

    /// <summary>The font file.</summary>
    /// <param name="extraTables">Tables beyond those that a PDF's CIDFontType2 needs (ISO 32000-1, 9.9).</param>
    public byte[] ToFontFile(params IEnumerable<(string Tag, byte[] Content)> extraTables)
    {
        var (glyf, offsets) = Outlines();
        var (loca, isLong) = Locations(offsets);
        return SfntFile.Write([
            ("glyf", glyf),
            ("head", Head(isLong)),
            ("hhea", WithCount("hhea", 34)),
            ("hmtx", Metrics()),
            ("loca", loca),
            ("maxp", WithCount("maxp", 4)),
            .. extraTables,
        ]);
    }

    private void AddPartsOf(ushort glyph)
    {
        var outline = _font.Outline(glyph);
        if (outline.Length == 0 || BigEndian.Int16(outline, 0) >= 0)
            return;
        for (var at = 10; at > 0; at = NextPart(outline, at))
        {
            var part = BigEndian.UInt16(outline, at + 2);
            if (_placeOf.TryAdd(part, (ushort)_glyphs.Count))
                _glyphs.Add(part);
        }
    }

    /// <summary>Where the next part of a composed glyph starts; 0 after the last.</summary>
    private static int NextPart(ReadOnlySpan<byte> outline, int at) =>
        (BigEndian.UInt16(outline, at) & MoreParts) == 0 ? 0 : PartEnd(outline, at);

    private static int PartEnd(ReadOnlySpan<byte> outline, int at)
    {
        var flags = BigEndian.UInt16(outline, at);
        var end = at + 4 + ((flags & WordArguments) != 0 ? 4 : 2);
        if ((flags & OneScale) != 0)
            return end + 2;
        if ((flags & TwoScales) != 0)
            return end + 4;
        return (flags & Matrix) != 0 ? end + 8 : end;
    }

    private (byte[] Glyf, List<int> Offsets) Outlines()
    {
        var glyf = new List<byte>();
        var offsets = new List<int>(_glyphs.Count + 1) { 0 };
        foreach (var glyph in _glyphs)
        {
            var outline = _font.Outline(glyph);
            if (outline.Length > 0)
                glyf.AddRange(BigEndian.Int16(outline, 0) < 0 ? Composed(outline) : Simple(outline));
            while (glyf.Count % 4 != 0)
                glyf.Add(0);
            offsets.Add(glyf.Count);
        }

        return (glyf.ToArray(), offsets);
    }

    private static byte[] Simple(ReadOnlySpan<byte> outline)
    {
        var instructions = 10 + 2 * BigEndian.Int16(outline, 0);
        var points = instructions + 2 + BigEndian.UInt16(outline, instructions);
        return [.. outline[..instructions], 0, 0, .. outline[points..]];
    }

    private byte[] Composed(ReadOnlySpan<byte> outline) => WithParts(outline, part => _placeOf[part]);

    /// <summary>An outline for a font in which every glyph has moved up by so many places.</summary>
    public static byte[] WithPartsMoved(ReadOnlySpan<byte> outline, ushort by) =>
        outline.Length > 0 && BigEndian.Int16(outline, 0) < 0
            ? WithParts(outline, part => (ushort)(part + by))
            : outline.ToArray();

    private static byte[] WithParts(ReadOnlySpan<byte> outline, Func<ushort, ushort> placeOf)
    {
        var end = 10;
        for (var at = 10; at > 0; at = NextPart(outline, at))
            end = PartEnd(outline, at);
        var copy = outline[..end].ToArray();
        for (var at = 10; at > 0; at = NextPart(copy, at))
        {
            BigEndian.Set(copy, at + 2, placeOf(BigEndian.UInt16(copy, at + 2)));
            BigEndian.Set(copy, at, (ushort)(BigEndian.UInt16(copy, at) & ~HasInstructions));
        }

        return copy;
    }

    private static (byte[] Loca, bool IsLong) Locations(List<int> offsets)
    {
        var isLong = offsets[^1] > 2 * ushort.MaxValue;
        var loca = new byte[offsets.Count * (isLong ? 4 : 2)];
        for (var i = 0; i < offsets.Count; i++)
        {
            if (isLong)
                BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
            else
                BigEndian.Set(loca, 2 * i, (ushort)(offsets[i] / 2));
        }

        return (loca, isLong);
    }

    private byte[] Head(bool isLong)
    {
        var head = _font.Table("head").ToArray();
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), 0);
        BigEndian.Set(head, 50, isLong ? (ushort)1 : (ushort)0);
        return head;
    }

    private byte[] WithCount(string tag, int at)
    {
        var table = _font.Table(tag).ToArray();
        BigEndian.Set(table, at, (ushort)_glyphs.Count);
        return table;
    }

    private byte[] Metrics()
    {
        var metrics = new byte[4 * _glyphs.Count];
        for (var i = 0; i < _glyphs.Count; i++)
        {
            BigEndian.Set(metrics, 4 * i, _font.Advance(_glyphs[i]));
            BigEndian.Set(metrics, 4 * i + 2, (ushort)_font.LeftBearing(_glyphs[i]));
        }

        return metrics;
    }
}
