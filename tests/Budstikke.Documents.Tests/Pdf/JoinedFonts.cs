using System.Buffers.Binary;
using Budstikke.Documents.Pdf.Fonts;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>
/// Puts the glyphs of several Noto fonts behind those of Noto Sans: each of Noto's files has one script or kind of
/// sign. The first font that has a character draws it; all have 1000 units to the em, so nothing is scaled.
/// </summary>
internal static class JoinedFonts
{
    /// <summary>What stands for the minus and for what has no glyph is decided in <see cref="Repertoire"/>.</summary>
    private static readonly int[] s_decidedElsewhere = [0x2212, Repertoire.Box];

    public static TrueTypeFont Of(TrueTypeFont first, params IEnumerable<TrueTypeFont> others)
    {
        List<TrueTypeFont> fonts = [first, .. others];
        var (glyf, offsets, metrics) = (new List<byte>(), new List<int> { 0 }, new List<byte>());
        var characters = new SortedDictionary<int, ushort>();
        ushort before = 0;
        foreach (var font in fonts)
        {
            font.UnitsPerEm.ShouldBe(first.UnitsPerEm);
            for (var glyph = 0; glyph < font.GlyphCount; glyph++)
            {
                glyf.AddRange(FontSubset.WithPartsMoved(font.Outline(glyph), before));
                while (glyf.Count % 4 != 0)
                    glyf.Add(0);
                offsets.Add(glyf.Count);
                metrics.AddRange(BigEndianBytes(font.Advance(glyph), (ushort)font.LeftBearing(glyph)));
            }

            foreach (var (character, glyph) in font.Characters)
                if (font == first || !s_decidedElsewhere.Contains(character))
                    characters.TryAdd(character, (ushort)(before + glyph));
            before += (ushort)font.GlyphCount;
        }

        var head = first.Table("head").ToArray();
        BigEndian.Set(head, 50, 1); // Long offsets.
        return new(
            SfntFile.Write([
                ("glyf", [.. glyf]),
                ("loca", Offsets(offsets)),
                ("hmtx", [.. metrics]),
                ("head", head),
                ("hhea", WithCount(first, "hhea", 34, before)),
                ("maxp", WithCount(first, "maxp", 4, before)),
                ("cmap", CharacterMap.Write([.. characters.Select(entry => (entry.Key, entry.Value))])),
                ("name", first.Table("name").ToArray()),
                ("OS/2", first.Table("OS/2").ToArray()),
                ("post", first.Table("post").ToArray()),
            ])
        );
    }

    private static byte[] BigEndianBytes(ushort one, ushort two) =>
        [(byte)(one >> 8), (byte)one, (byte)(two >> 8), (byte)two];

    private static byte[] Offsets(List<int> offsets)
    {
        var loca = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
        return loca;
    }

    private static byte[] WithCount(TrueTypeFont font, string tag, int at, ushort count)
    {
        var table = font.Table(tag).ToArray();
        BigEndian.Set(table, at, count);
        return table;
    }
}
