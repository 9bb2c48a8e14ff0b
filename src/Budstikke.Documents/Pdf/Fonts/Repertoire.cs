namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>
/// Which characters our fonts keep of Noto Sans 2.004 and its sisters (Armenian, Georgian, Symbols, Symbols 2, Math),
/// and which of them stand in every document's head. The font files in this folder are made by
/// <see cref="MakeFontFile"/>; a test (FontFilesTests) checks that, and makes them anew when asked. Scripts whose
/// letters change with their neighbours or run from right to left are left out, as this typesetter cannot set them, and
/// so are those of East Asia, which would make the files a hundred times as large.
/// </summary>
internal static class Repertoire
{
    /// <summary>The visible box that stands for a text element without a glyph.</summary>
    public const char Box = '\u25A1';

    private const char Minus = '\u2212';

    private static readonly (int First, int Last)[] Common =
    [
        (0x20, 0x7E),
        (0xA0, 0x17F),
        (0x218, 0x21B),
        (0x1E9E, 0x1E9E),
        (0x2010, 0x2027),
        (0x202F, 0x203A),
        (0x20A0, 0x20BF),
        (0x2116, 0x2122),
        (Minus, Minus),
        (Box, Box),
    ];

    private static readonly (int First, int Last)[] Rarer =
    [
        (0x180, 0x52F),
        (0x530, 0x58F), // Armenian.
        (0x10A0, 0x10FF), // Georgian.
        (0x1C90, 0x1CBF), // Georgian capitals.
        (0x1E00, 0x1FFF),
        (0x2000, 0x206F),
        (0x2070, 0x209F),
        (0x20A0, 0x20CF),
        (0x2100, 0x218F),
        (0x2190, 0x21FF), // Arrows.
        (0x2200, 0x22FF), // Mathematical operators.
        (0x2300, 0x2300), // The sign of a diameter.
        (0x2318, 0x2318),
        (0x25A0, 0x25FF), // Geometric shapes.
        (0x2600, 0x2606),
        (0x260E, 0x2612),
        (0x2639, 0x263A),
        (0x2640, 0x2642),
        (0x2660, 0x266F),
        (0x26A0, 0x26A0),
        (0x2709, 0x2709),
        (0x2713, 0x2718), // Check marks and crosses.
        (0x2764, 0x2764),
        (0xFB00, 0xFB06),
        (0xFB13, 0xFB17),
    ];

    public static bool IsCommon(int character) => IsIn(Common, character);

    /// <summary>
    /// The characters and their glyphs in the whole fonts, joined to one, the common ones first. Every character gets a
    /// glyph of its own, so that text copied from a PDF is what was written (no-break space and space share one in Noto
    /// Sans). The minus sign and the white square are drawn as Noto Sans draws the en dash and .notdef: it has neither,
    /// and those of its sisters are not made for figures and for running text.
    /// </summary>
    public static IReadOnlyList<(int Character, ushort Glyph)> Choose(TrueTypeFont whole)
    {
        var characters = new Dictionary<int, ushort>(whole.Characters);
        characters.TryAdd(Minus, characters['\u2013']);
        characters.TryAdd(Box, 0);
        return
        [
            .. characters
                .Where(entry => IsCommon(entry.Key) || IsIn(Rarer, entry.Key))
                .OrderBy(entry => IsCommon(entry.Key) ? 0 : 1)
                .ThenBy(entry => entry.Key)
                .Select(entry => (entry.Key, entry.Value)),
        ];
    }

    /// <summary>The font file that stands in this folder, made of the whole fonts joined to one.</summary>
    public static byte[] MakeFontFile(TrueTypeFont whole)
    {
        var chosen = Choose(whole);
        var subset = new FontSubset(whole, chosen.Select(entry => entry.Glyph));
        var characters = chosen
            .Select((entry, i) => (entry.Character, (ushort)(i + 1)))
            .OrderBy(entry => entry.Character)
            .ToList();
        return subset.ToFontFile(
            ("cmap", CharacterMap.Write(characters)),
            ("name", whole.Table("name").ToArray()),
            ("OS/2", whole.Table("OS/2").ToArray()),
            ("post", NamelessPost(whole))
        );
    }

    /// <summary>The post table in version 3, which has no glyph names.</summary>
    private static byte[] NamelessPost(TrueTypeFont whole)
    {
        var post = whole.Table("post")[..32].ToArray();
        BigEndian.Set(post, 0, 3);
        BigEndian.Set(post, 2, 0);
        return post;
    }

    private static bool IsIn((int First, int Last)[] ranges, int character)
    {
        foreach (var (first, last) in ranges)
        {
            if (character >= first && character <= last)
                return true;
        }

        return false;
    }
}
