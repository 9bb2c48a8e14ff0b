namespace Budstikke.Documents.Amounts;

/// <summary>Shares a sum out in proportion, in whole øre, so that the parts give it exactly.</summary>
public static class Apportionment
{
    /// <summary>
    /// Every part gets its exact share cut down to øre; the øre that are left go to the largest remainders, one each, and among equal ones
    /// to the last. No part is beyond its weight where the sum is not beyond that of the weights.
    /// </summary>
    /// <param name="sum">Whole øre, up to a billion kroner.</param>
    /// <param name="weights">Whole øre, some may be below zero; their sum, up to a billion kroner, has the sign of <paramref name="sum"/> unless
    /// that is zero.</param>
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
        var parts = weights.Zip(remainders, (weight, left) => (ore * weight - left) / whole * Rounding.Ore).ToArray();
        var over = (int)((sum - parts.Sum()) / Rounding.Ore);
        foreach (var (place, _) in remainders.Index().OrderBy(one => one.Item).TakeLast(over))
            parts[place] += Rounding.Ore;
        return [.. parts.Select(Rounding.ToOre)];
    }

    /// <summary>Never below zero, so that a share below zero is cut down as one above it is.</summary>
    private static decimal Remainder(decimal share, decimal whole) =>
        share % whole is var rest && rest < 0 ? rest + whole : rest;
}
