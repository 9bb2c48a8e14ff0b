using System.IO.Compression;
using Budstikke.Documents.Pdf.Fonts;

namespace Budstikke.Documents.Pdf.Objects;

/// <summary>
/// The five objects of a font in a document (ISO 32000-1, 9.6 to 9.8): program, descriptor, ToUnicode, CIDFontType2 and
/// the composite font in front of them. Codes are two bytes and are glyph numbers of the subset (Identity-H).
/// </summary>
internal static class FontObjects
{
    private const int RangesInABlock = 100;

    /// <summary>Writes them and gives the number of the composite font.</summary>
    /// <param name="tag">Six capital letters that mark the name of a subset (9.6.4).</param>
    public static int Add(ObjectWriter writer, Typeface face, FontSubset subset, string tag)
    {
        var (program, descriptor, toUnicode, descendant, font) = (
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve(),
            writer.Reserve()
        );
        var name = tag + "+" + face.Name;
        AddProgram(writer, program, subset);
        AddDescriptor(writer, descriptor, face, name, program);
        AddToUnicode(writer, toUnicode, face, subset);
        AddDescendant(writer, descendant, face, subset, (name, descriptor));
        writer.Begin(font).Add("<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/"u8).AddAscii(name);
        writer
            .Bytes.Add("/DescendantFonts["u8)
            .Add(descendant)
            .Add(" 0 R]/ToUnicode "u8)
            .Add(toUnicode)
            .Add(" 0 R>>"u8);
        writer.End();
        return font;
    }

    private static void AddProgram(ObjectWriter writer, int number, FontSubset subset)
    {
        var file = subset.ToFontFile();
        using var entries = new ByteBuffer();
        entries.Add("/Length1 "u8).Add(file.Length);
        writer.AddStream(number, file, CompressionLevel.SmallestSize, entries.Written);
    }

    private static void AddDescriptor(ObjectWriter writer, int number, Typeface face, string name, int program)
    {
        const int nonSymbolic = 32;
        var font = face.Font;
        var (left, bottom, right, top) = font.Bounds;
        var bytes = writer.Begin(number).Add("<</Type/FontDescriptor/FontName/"u8).AddAscii(name);
        bytes.Add("/Flags "u8).Add(nonSymbolic).Add("/FontBBox["u8).Add(Scaled(face, left));
        bytes.Add((byte)' ').Add(Scaled(face, bottom)).Add((byte)' ').Add(Scaled(face, right));
        bytes.Add((byte)' ').Add(Scaled(face, top)).Add("]/ItalicAngle 0/Ascent "u8).Add(Scaled(face, font.Ascender));
        bytes.Add("/Descent "u8).Add(Scaled(face, font.Descender));
        bytes.Add("/CapHeight "u8).Add(Scaled(face, font.CapHeight));
        bytes.Add("/StemV "u8).Add(face.IsBold ? 140 : 80);
        bytes.Add("/FontFile2 "u8).Add(program).Add(" 0 R>>"u8);
        writer.End();
    }

    private static int Scaled(Typeface face, int units) => units * Typeface.UnitsPerSize / face.Font.UnitsPerEm;

    private static void AddDescendant(
        ObjectWriter writer,
        int number,
        Typeface face,
        FontSubset subset,
        (string Name, int Number) descriptor
    )
    {
        var bytes = writer.Begin(number).Add("<</Type/Font/Subtype/CIDFontType2/BaseFont/"u8).AddAscii(descriptor.Name);
        bytes.Add("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"u8);
        bytes.Add("/FontDescriptor "u8).Add(descriptor.Number).Add(" 0 R/DW 0/W[0["u8);
        foreach (var glyph in subset.Glyphs)
            bytes.Add(face.Width(glyph)).Add((byte)' ');
        bytes.Add("]]>>"u8);
        writer.End();
    }

    private static void AddToUnicode(ObjectWriter writer, int number, Typeface face, FontSubset subset)
    {
        using var map = new ByteBuffer();
        map.Add("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"u8);
        map.Add("/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"u8);
        map.Add("/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"u8);
        map.Add("1 begincodespacerange<0000><FFFF>endcodespacerange\n"u8);
        var ranges = Ranges(face, subset);
        for (var block = 0; block < ranges.Count; block += RangesInABlock)
        {
            var end = Math.Min(block + RangesInABlock, ranges.Count);
            map.Add(end - block).Add(" beginbfrange\n"u8);
            for (var i = block; i < end; i++)
                AddRange(map, ranges[i]);
            map.Add("endbfrange\n"u8);
        }

        map.Add("endcmap CMapName currentdict/CMap defineresource pop end end"u8);
        writer.AddStream(number, map.Written, CompressionLevel.SmallestSize);
    }

    private static void AddRange(ByteBuffer map, (ushort First, ushort Last, ushort Character) range)
    {
        map.Add((byte)'<').AddHex(range.First).Add("><"u8).AddHex(range.Last).Add("><"u8);
        map.AddHex(range.Character).Add(">\n"u8);
    }

    /// <summary>Codes that follow each other as their characters do; within one high byte, as 9.10.3 asks.</summary>
    private static List<(ushort First, ushort Last, ushort Character)> Ranges(Typeface face, FontSubset subset)
    {
        var ranges = new List<(ushort First, ushort Last, ushort Character)>();
        for (ushort code = 1; code < subset.Glyphs.Count; code++)
        {
            var character = face.Character(subset.Glyphs[code]);
            if (character == 0)
                continue;
            var continues =
                ranges.Count > 0
                && ranges[^1].Last == code - 1
                && ranges[^1].Character + (code - ranges[^1].First) == character
                && (code & 0xFF) != 0
                && (character & 0xFF) != 0;
            if (continues)
                ranges[^1] = ranges[^1] with { Last = code };
            else
                ranges.Add((code, code, character));
        }

        return ranges;
    }
}
