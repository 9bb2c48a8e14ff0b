namespace Budstikke.Documents.Amounts;

/// <summary>
/// Shares a sum out in whole øre so that the parts give it exactly (Hamilton's method of the largest remainder).
/// </summary>
public static class Apportionment
{
    /// <summary>
    /// Every part gets its exact share cut down to øre; the øre that are left go to the largest remainders, one each,
    /// and among equal ones to the last. No part is beyond its weight where the sum is not beyond that of the weights.
    /// </summary>
    /// <param name="sum">Whole øre, up to a billion kroner.</param>
    /// <param name="weights">Whole øre, some may be below zero; their sum, up to a billion kroner, has the sign of
    /// <paramref name="sum"/> unless that is zero.</param>
    /// <returns>The part of each weight, in their order; those of weights below zero are below zero.</returns>
    /// <exception cref="ArgumentException">There is something to share out and nothing to share it by.</exception>
    public static decimal[] Of(decimal sum, IReadOnlyList<decimal> weights)
    {
        if (sum == 0)
            return new decimal[weights.Count];
        var whole = weights.Sum();
        if (Math.Sign(whole) != Math.Sign(sum))
            throw new ArgumentException("The weights come to nothing, or to the other side of it.", nameof(weights));
        return whole < 0
            ? [.. Of(-sum, [.. weights.Select(weight => -weight)]).Select(part => -part)]
            : Shared(sum, weights, whole);
    }

    private static decimal[] Shared(decimal sum, IReadOnlyList<decimal> weights, decimal whole)
    {
        // In øre, products stay whole, and what a division by the whole leaves over is exact.
        var ore = sum / Rounding.Ore;
        var remainders = weights.Select(weight => Remainder(ore * weight, whole)).ToArray();
        var floors = weights.Zip(remainders, (weight, left) => (ore * weight - left) / whole * Rounding.Ore);
        return Filled(sum, floors, remainders.Index().OrderBy(one => one.Item).Select(one => one.Index));
    }

    /// <summary>
    /// The parts, cut down to whole øre, with the øre that are left: one each, to the last places of the ranking.
    /// </summary>
    private static decimal[] Filled(decimal sum, IEnumerable<decimal> floors, IEnumerable<int> ranking)
    {
        decimal[] parts = [.. floors.Select(Rounding.ToOre)];
        var left = (int)((sum - parts.Sum()) / Rounding.Ore);
        foreach (var place in ranking.TakeLast(left))
            parts[place] += Rounding.Ore;
        return parts;
    }

    /// <summary>Never below zero, so that a share below zero is cut down as one above it is.</summary>
    private static decimal Remainder(decimal share, decimal whole) =>
        share % whole is var rest && rest < 0 ? rest + whole : rest;

    /// <summary>
    /// Shares a net out over the sections first and then over the shares of each. So the net of an order on a
    /// collective invoice is within an øre of its exact net however many lines it has, and a credit note for the
    /// whole order is lawful by itself (BR-CO-17).
    /// </summary>
    /// <returns>The net of each share, in their order.</returns>
    internal static decimal[] OfNet(decimal net, IReadOnlyList<Share> shares)
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
    /// Every share gets its exact net cut down to øre; the øre that are left go to the largest remainders, one each.
    /// They are never more than there are remainders, because <paramref name="net"/> is less than an øre from the sum
    /// of the exact nets. Among equal remainders the greatest line gets it, and among the same lines the last.
    /// </summary>
    private static decimal[] ByRemainder(decimal net, IReadOnlyList<Share> shares)
    {
        var ranked = shares.Index().OrderBy(s => s.Item.Remainder).ThenBy(s => s.Item.Gross).ThenBy(s => s.Item.Rank);
        return Filled(net, shares.Select(share => share.Floor), ranked.Select(s => s.Index));
    }
}
