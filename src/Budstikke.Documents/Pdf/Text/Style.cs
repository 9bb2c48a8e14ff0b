using Budstikke.Documents.Pdf.Fonts;

namespace Budstikke.Documents.Pdf.Text;

/// <summary>How text looks.</summary>
/// <param name="Size">In points.</param>
internal readonly record struct Style(Typeface Face, double Size, Ink Ink)
{
    private const double LeadingPerSize = 1.35;

    /// <summary>From one baseline to the next, in points.</summary>
    public double Leading => Size * LeadingPerSize;
}

/// <summary>The few colours; each must read well in greyscale, since letters are printed so (Digipost).</summary>
internal enum Ink
{
    /// <summary>Ordinary text.</summary>
    Text,

    /// <summary>Labels and small print.</summary>
    Quiet,

    /// <summary>Headings, and the ground under the amount due.</summary>
    Accent,

    /// <summary>Text on the accent.</summary>
    Paper,

    /// <summary>Thin lines.</summary>
    Rule,

    /// <summary>The ground under a box.</summary>
    Ground,
}
