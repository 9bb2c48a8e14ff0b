using System.Buffers.Binary;

namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>The cmap table: which glyph a character has. Read in formats 4 and 12, written in 12.</summary>
internal static class CharacterMap
{
    private const int GroupBytes = 12;

    /// <summary>All Unicode subtables together; the later, larger ones win where they differ.</summary>
    public static Dictionary<int, ushort> Read(ReadOnlySpan<byte> cmap)
    {
        var characters = new Dictionary<int, ushort>();
        var count = BigEndian.UInt16(cmap, 2);
        for (var at = 4; at < 4 + 8 * count; at += 8)
        {
            var table = cmap[BigEndian.Int32(cmap, at + 4)..];
            var format = BigEndian.UInt16(table, 0);
            if (format == 4)
                ReadSegments(table, characters);
            else if (format == 12)
                ReadGroups(table, characters);
        }

        return characters;
    }

    /// <summary>A cmap with one subtable of format 12; the characters ascend.</summary>
    public static byte[] Write(IReadOnlyList<(int Character, ushort Glyph)> characters)
    {
        var groups = Groups(characters);
        var cmap = new byte[12 + 16 + GroupBytes * groups.Count];
        BigEndian.Set(cmap, 2, 1);
        BigEndian.Set(cmap, 4, 3);
        BigEndian.Set(cmap, 6, 10);
        BinaryPrimitives.WriteInt32BigEndian(cmap.AsSpan(8), 12);
        BigEndian.Set(cmap, 12, 12);
        BinaryPrimitives.WriteInt32BigEndian(cmap.AsSpan(16), cmap.Length - 12);
        BinaryPrimitives.WriteInt32BigEndian(cmap.AsSpan(24), groups.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            var group = cmap.AsSpan(28 + GroupBytes * i);
            BinaryPrimitives.WriteInt32BigEndian(group, groups[i].First);
            BinaryPrimitives.WriteInt32BigEndian(group[4..], groups[i].Last);
            BinaryPrimitives.WriteInt32BigEndian(group[8..], groups[i].Glyph);
        }

        return cmap;
    }

    private static List<(int First, int Last, int Glyph)> Groups(
        IReadOnlyList<(int Character, ushort Glyph)> characters
    )
    {
        var groups = new List<(int First, int Last, int Glyph)>();
        foreach (var (character, glyph) in characters)
        {
            var continues =
                groups.Count > 0
                && groups[^1].Last == character - 1
                && groups[^1].Glyph + (character - groups[^1].First) == glyph;
            if (continues)
                groups[^1] = groups[^1] with { Last = character };
            else
                groups.Add((character, character, glyph));
        }

        return groups;
    }

    private static void ReadSegments(ReadOnlySpan<byte> table, Dictionary<int, ushort> characters)
    {
        var doubled = BigEndian.UInt16(table, 6);
        var (ends, starts) = (14, 16 + doubled);
        var (deltas, offsets) = (starts + doubled, starts + 2 * doubled);
        for (var segment = 0; segment < doubled; segment += 2)
        {
            int last = BigEndian.UInt16(table, ends + segment);
            var delta = BigEndian.UInt16(table, deltas + segment);
            var offset = BigEndian.UInt16(table, offsets + segment);
            int first = BigEndian.UInt16(table, starts + segment);
            for (var character = first; character <= last && character < 0xFFFF; character++)
            {
                int glyph =
                    offset == 0
                        ? character
                        : BigEndian.UInt16(table, offsets + segment + offset + 2 * (character - first));
                if (offset == 0 || glyph != 0)
                    glyph = (glyph + delta) & 0xFFFF;
                if (glyph != 0)
                    characters[character] = (ushort)glyph;
            }
        }
    }

    private static void ReadGroups(ReadOnlySpan<byte> table, Dictionary<int, ushort> characters)
    {
        var count = BigEndian.Int32(table, 12);
        for (var at = 16; at < 16 + GroupBytes * count; at += GroupBytes)
        {
            var first = BigEndian.Int32(table, at);
            var last = BigEndian.Int32(table, at + 4);
            var glyph = BigEndian.Int32(table, at + 8);
            for (var character = first; character <= last; character++)
                characters[character] = (ushort)(glyph + character - first);
        }
    }
}
