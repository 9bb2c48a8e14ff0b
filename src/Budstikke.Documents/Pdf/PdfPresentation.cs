using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf;

/// <summary>How an invoice is shown; none of it changes what is owed.</summary>
public sealed record PdfPresentation
{
    /// <summary>The language of the printed words and of the formats of dates and figures.</summary>
    public required Language Language { get; init; }

    /// <summary>
    /// Says across every sheet and in its title that it is no invoice: what an order would come to, shown before there
    /// is a number.
    /// </summary>
    public bool IsPreview { get; init; }

    /// <summary>Says across every sheet and in its title that it is of a test and claims nothing.</summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// Each line has its price, discount and amount with VAT, as a consumer ordered them, where all lines and charges
    /// say so (<see cref="Invoices.InvoiceLine.WithVat"/>); the sums below them are the same.
    /// </summary>
    public bool ShowsPricesWithVat { get; init; }

    /// <summary>
    /// Where the address block begins, from the sheet's left edge: 18 to 32 mm, between the zone that printers keep
    /// free and the right-hand column. A printer's envelope window decides.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It would meet one of them.</exception>
    public double AddressLeftMm
    {
        get;
        init => field = Within(value, 18, 32);
    } = 22;

    /// <summary>Where it begins, from the upper edge: 45 to 75 mm, below the seller's name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It would meet the seller's name or stand too low for any
    /// window.</exception>
    public double AddressTopMm
    {
        get;
        init => field = Within(value, 45, 75);
    } = 50;

    private static double Within(double value, double least, double most) =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"must be {least} to {most} mm");
}
