namespace Budstikke.Documents.Amounts;

/// <summary>The one way in which a sum becomes whole øre.</summary>
public static class Rounding
{
    /// <summary>Digits of an amount in kroner.</summary>
    public const int OreDecimals = 2;

    /// <summary>One øre, in kroner.</summary>
    public const decimal Ore = 0.01m;

    /// <summary>Kroner to two decimals, half away from zero (EN 16931); always with two decimals behind the
    /// point.</summary>
    public static decimal ToOre(decimal kroner) =>
        Math.Round(kroner, OreDecimals, MidpointRounding.AwayFromZero) + 0.00m;

    /// <summary>True of a sum without fractions of an øre.</summary>
    public static bool IsWholeOre(decimal kroner) => kroner == Math.Round(kroner, OreDecimals);
}
