namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>
/// One of our two fonts, its numbers laid out in arrays for the inner loop. A glyph is a number in the font file of
/// this folder; a code is a glyph's number (CID) in the subset that every document's head carries.
/// </summary>
internal sealed class Typeface
{
    /// <summary>Text of the whole file's length is measured in this many parts of the font's size.</summary>
    public const int UnitsPerSize = 1000;

    private const int BasicPlaneCharacters = 0x10000;

    public static readonly Typeface Regular = new("NotoSans-Regular", isBold: false);
    public static readonly Typeface Bold = new("NotoSans-Bold", isBold: true);

    private readonly ushort[] _glyphOfCharacter = new ushort[BasicPlaneCharacters];
    private readonly ushort[] _characterOfGlyph;
    private readonly ushort[] _widthOfGlyph;
    private readonly ushort[] _commonCodeOfGlyph;

    private Typeface(string name, bool isBold)
    {
        (Name, IsBold) = (name, isBold);
        Font = new(Resource(name));
        _characterOfGlyph = new ushort[Font.GlyphCount];
        _widthOfGlyph = new ushort[Font.GlyphCount];
        _commonCodeOfGlyph = new ushort[Font.GlyphCount];
        for (var glyph = 0; glyph < Font.GlyphCount; glyph++)
            _widthOfGlyph[glyph] = (ushort)(Font.Advance(glyph) * UnitsPerSize / Font.UnitsPerEm);
        var common = new List<ushort>();
        foreach (var (character, glyph) in Font.Characters.OrderBy(entry => entry.Key))
        {
            _glyphOfCharacter[character] = glyph;
            _characterOfGlyph[glyph] = (ushort)character;
            if (!Repertoire.IsCommon(character))
                continue;
            common.Add(glyph);
            _commonCodeOfGlyph[glyph] = (ushort)common.Count;
        }

        Common = new(Font, common);
    }

    public string Name { get; }

    public bool IsBold { get; }

    public TrueTypeFont Font { get; }

    /// <summary>What stands in every document's head.</summary>
    public FontSubset Common { get; }

    /// <summary>The glyph of a character; 0 when it has none.</summary>
    public ushort Glyph(char character) => _glyphOfCharacter[character];

    /// <summary>The character that a glyph stands for; 0 for .notdef and for parts of composed glyphs.</summary>
    public ushort Character(ushort glyph) => _characterOfGlyph[glyph];

    /// <summary>The width in thousandths of the font's size.</summary>
    public ushort Width(ushort glyph) => _widthOfGlyph[glyph];

    /// <summary>The glyph's code in the head's subset; 0 when it is not there.</summary>
    public ushort CommonCode(ushort glyph) => _commonCodeOfGlyph[glyph];

    private static byte[] Resource(string name)
    {
        using var stream =
            typeof(Typeface).Assembly.GetManifestResourceStream($"Budstikke.Documents.Pdf.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is not in the assembly.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }
}
