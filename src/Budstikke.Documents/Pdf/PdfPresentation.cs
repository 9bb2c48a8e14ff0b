namespace Budstikke.Documents.Pdf;

/// <summary>How an invoice is shown; none of it changes what is owed.</summary>
public sealed record PdfPresentation
{
    /// <summary>The language of the printed words and of the formats of dates and figures.</summary>
    public required PdfLanguage Language { get; init; }

    /// <summary>Where the address block begins, from the sheet's left edge. A printer's envelope window decides.</summary>
    public double AddressLeftMm { get; init; } = 22;

    /// <summary>Where the address block begins, from the sheet's upper edge.</summary>
    public double AddressTopMm { get; init; } = 50;
}

/// <summary>What bokføringsloven § 12 allows; German is therefore printed beside Norwegian.</summary>
public enum PdfLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Norwegian (bokmål).</summary>
    No,

    /// <summary>Swedish.</summary>
    Sv,

    /// <summary>Danish.</summary>
    Da,

    /// <summary>German with Norwegian headings beside it.</summary>
    De,
}
