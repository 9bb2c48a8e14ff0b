using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Documents.Pdf.Objects;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>The rarer glyphs that one document needs beyond its head: they go into subsets of its own.</summary>
internal sealed class ExtraGlyphs
{
    private const string ExtraTag = "BUDSTX";

    private readonly List<ushort> _regular = [];
    private readonly List<ushort> _bold = [];

    /// <summary>The glyph's code in the document's own subset.</summary>
    public ushort Code(Typeface face, ushort glyph)
    {
        var glyphs = face.IsBold ? _bold : _regular;
        var place = glyphs.IndexOf(glyph);
        if (place < 0)
        {
            place = glyphs.Count;
            glyphs.Add(glyph);
        }

        return (ushort)(place + 1);
    }

    /// <summary>Writes the subsets that are needed, and gives the fonts' object numbers, 0 for one that is
    /// not.</summary>
    public (int Regular, int Bold) AddFonts(ObjectWriter writer) =>
        (AddFont(writer, Typeface.Regular, _regular), AddFont(writer, Typeface.Bold, _bold));

    private static int AddFont(ObjectWriter writer, Typeface face, List<ushort> glyphs) =>
        glyphs.Count == 0 ? 0 : FontObjects.Add(writer, face, new FontSubset(face.Font, glyphs), ExtraTag);
}
