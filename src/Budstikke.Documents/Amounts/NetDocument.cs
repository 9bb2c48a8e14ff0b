using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Amounts;

/// <summary>What of a line stands on the invoice.</summary>
/// <param name="NetPrice">BT-146: 2 to 8 decimals, before the allowance.</param>
/// <param name="AllowanceAmount">BT-136: the discount without VAT; zero when there was none.</param>
/// <param name="LineNetAmount">BT-131: rounded quantity × price, less the allowance.</param>
public sealed record NetLine(decimal NetPrice, decimal AllowanceAmount, decimal LineNetAmount)
{
    /// <summary>The price for one with VAT, before the discount: as it was given, where it was given so.</summary>
    public required decimal PriceWithVat { get; init; }
}

/// <summary>What of a fee stands on the invoice.</summary>
/// <param name="Amount">BT-99.</param>
public sealed record NetCharge(decimal Amount);

/// <summary>The amounts of a lawful document, in whole øre.</summary>
/// <param name="Lines">One for each line given, in its order.</param>
/// <param name="Charges">One for each charge given, in its order.</param>
/// <param name="VatBreakdowns">BG-23: one per category and rate, highest rate first.</param>
/// <param name="Totals">BG-22; the amount due is the client's grand total and the charges, to the øre.</param>
public sealed record NetDocument(
    IReadOnlyList<NetLine> Lines,
    IReadOnlyList<NetCharge> Charges,
    IReadOnlyList<VatBreakdown> VatBreakdowns,
    DocumentTotals Totals
);
