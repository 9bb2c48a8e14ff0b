using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>A line or a charge, as a claim on the net of its category and rate.</summary>
/// <param name="Gross">With VAT, whole øre.</param>
/// <param name="Rank">Decides between equal remainders, so that the order of lines does not.</param>
internal sealed record Share(decimal Gross, VatTreatment Vat, (decimal, decimal, decimal, bool) Rank)
{
    /// <summary>What remains of the exact net behind its whole øre, in parts of (100 + rate).</summary>
    public decimal Remainder => Gross / Rounding.Ore * 100 % (100 + Vat.Rate);

    /// <summary>The exact net, cut to whole øre.</summary>
    public decimal Floor => ((Gross / Rounding.Ore * 100) - Remainder) / (100 + Vat.Rate) * Rounding.Ore;

    public static Share Of(InclusiveLine line) =>
        new(line.Amount, line.Vat, (line.Quantity, line.Price, line.Discount, line.PriceIsWithoutVat));

    public static Share Of(InclusiveCharge charge) => new(charge.Amount, charge.Vat, default);
}

/// <summary>Shares a sum out in whole øre so that the parts give it exactly (Hamilton's method).</summary>
internal static class LargestRemainder
{
    /// <summary>
    /// Every share gets its exact net cut to øre; the øre that are left go to the largest remainders, one each. They are never
    /// more than there are remainders, because <paramref name="net"/> is the sum of the exact nets, rounded. Among equal
    /// remainders the greatest line gets it, and among the same lines the last.
    /// </summary>
    /// <returns>The net of each share, in their order.</returns>
    public static decimal[] Distribute(decimal net, IReadOnlyList<Share> shares)
    {
        var nets = shares.Select(s => Rounding.ToOre(s.Floor)).ToArray();
        var left = (int)((net - nets.Sum()) / Rounding.Ore);
        var ranked = shares.Index().OrderBy(s => s.Item.Remainder).ThenBy(s => s.Item.Gross).ThenBy(s => s.Item.Rank);
        foreach (var (place, _) in ranked.TakeLast(left))
            nets[place] += Rounding.Ore;
        return nets;
    }
}
