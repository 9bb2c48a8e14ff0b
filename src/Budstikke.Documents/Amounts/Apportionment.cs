namespace Budstikke.Documents.Amounts;

/// <summary>Shares a sum out in proportion, in whole øre, so that the parts give it exactly.</summary>
public static class Apportionment
{
    /// <summary>
    /// Every part gets its exact share cut to øre; the øre that are left go to the largest remainders, one each, and among equal ones to
    /// the last. No part is above its weight where the sum is not above that of the weights.
    /// </summary>
    /// <param name="sum">Whole øre, not negative, up to a billion kroner.</param>
    /// <param name="weights">Whole øre, none negative, some above zero unless the sum is zero; together up to a billion kroner.</param>
    /// <returns>The part of each weight, in their order.</returns>
    /// <exception cref="ArgumentException">There is something to share out and nothing to share it by.</exception>
    public static decimal[] Of(decimal sum, IReadOnlyList<decimal> weights)
    {
        var whole = weights.Sum();
        if (whole == 0)
            return sum == 0
                ? new decimal[weights.Count]
                : throw new ArgumentException("Nothing has a weight.", nameof(weights));
        // In øre, products stay whole, and what a division by the whole leaves over is exact.
        var ore = sum / Rounding.Ore;
        var remainders = weights.Select(weight => ore * weight % whole).ToArray();
        var parts = weights.Zip(remainders, (weight, left) => (ore * weight - left) / whole * Rounding.Ore).ToArray();
        var over = (int)((sum - parts.Sum()) / Rounding.Ore);
        foreach (var (place, _) in remainders.Index().OrderBy(one => one.Item).TakeLast(over))
            parts[place] += Rounding.Ore;
        return [.. parts.Select(Rounding.ToOre)];
    }
}
