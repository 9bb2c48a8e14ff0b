using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>A line or a charge, as a claim on the net of its category and rate.</summary>
/// <param name="Gross">With VAT, whole øre; below zero for what is taken off.</param>
/// <param name="Rank">Decides between equal remainders, so that the order of lines does not.</param>
internal sealed record Share(decimal Gross, VatTreatment Vat, (decimal, decimal, decimal, bool) Rank)
{
    /// <summary>The order of a collective document that the line is of.</summary>
    public int Section { get; init; }

    /// <summary>What remains of the exact net above its whole øre, in parts of (100 + rate); never below zero.</summary>
    public decimal Remainder
    {
        get
        {
            var whole = 100 + Vat.Rate;
            var rest = Gross / Rounding.Ore * 100 % whole;
            return rest < 0 ? rest + whole : rest;
        }
    }

    /// <summary>The exact net, cut down to whole øre.</summary>
    public decimal Floor => ((Gross / Rounding.Ore * 100) - Remainder) / (100 + Vat.Rate) * Rounding.Ore;

    public static Share Of(InclusiveLine line) =>
        new(line.Amount, line.Vat, (line.Quantity, line.Price, line.Discount, line.PriceIsWithoutVat))
        {
            Section = line.Section,
        };

    public static Share Of(InclusiveCharge charge) => new(charge.Amount, charge.Vat, default);

    /// <summary>All of one section as one claim.</summary>
    public static Share Of(int section, IEnumerable<Share> shares) =>
        new(shares.Sum(share => share.Gross), shares.First().Vat, (section, 0, 0, false));
}

/// <summary>Shares a sum out in whole øre so that the parts give it exactly (Hamilton's method).</summary>
internal static class LargestRemainder
{
    /// <summary>
    /// Shares it over the sections first and then over the shares of each. So the net of an order on a collective invoice is within an øre
    /// of its exact net however many lines it has, and a credit note for the whole order is lawful by itself (BR-CO-17).
    /// </summary>
    /// <returns>The net of each share, in their order.</returns>
    public static decimal[] Distribute(decimal net, IReadOnlyList<Share> shares)
    {
        var sections = shares.Index().GroupBy(share => share.Item.Section).ToArray();
        if (sections.Length == 1)
            return ByRemainder(net, shares);
        var ofSections = ByRemainder(
            net,
            [.. sections.Select(one => Share.Of(one.Key, one.Select(share => share.Item)))]
        );
        var nets = new decimal[shares.Count];
        foreach (var (section, ofSection) in sections.Zip(ofSections))
        foreach (var (place, part) in section.Zip(ByRemainder(ofSection, [.. section.Select(share => share.Item)])))
            nets[place.Index] = part;
        return nets;
    }

    /// <summary>
    /// Every share gets its exact net cut down to øre; the øre that are left go to the largest remainders, one each. They are never
    /// more than there are remainders, because <paramref name="net"/> is less than an øre from the sum of the exact nets. Among equal
    /// remainders the greatest line gets it, and among the same lines the last.
    /// </summary>
    private static decimal[] ByRemainder(decimal net, IReadOnlyList<Share> shares)
    {
        var nets = shares.Select(s => Rounding.ToOre(s.Floor)).ToArray();
        var left = (int)((net - nets.Sum()) / Rounding.Ore);
        var ranked = shares.Index().OrderBy(s => s.Item.Remainder).ThenBy(s => s.Item.Gross).ThenBy(s => s.Item.Rank);
        foreach (var (place, _) in ranked.TakeLast(left))
            nets[place] += Rounding.Ore;
        return nets;
    }
}
