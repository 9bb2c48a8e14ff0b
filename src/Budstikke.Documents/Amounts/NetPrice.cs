namespace Budstikke.Documents.Amounts;

/// <summary>The price for one, without VAT, that makes a line's multiplication come out
/// (PEPPOL-EN16931-R120).</summary>
internal static class NetPrice
{
    /// <summary>Beyond it, 8 decimals of a price could be more than half an øre off in the product.</summary>
    public const decimal MaxQuantity = 1_000_000;

    private const int MinDecimals = 2;
    private const int MaxDecimals = 8;

    /// <summary>The price with the fewest decimals for which quantity × price rounds to
    /// <paramref name="sum"/>.</summary>
    /// <param name="line">Its own price stands where that is without VAT and fits.</param>
    /// <param name="sum">The line's net amount before its allowance, whole øre.</param>
    public static decimal Of(InclusiveLine line, decimal sum)
    {
        if (line.PriceIsWithoutVat && Fits(line.Price, MaxDecimals, line, sum))
            return Shortest(line.Price);
        var exact = sum / line.Quantity;
        var decimals = MinDecimals;
        while (decimals < MaxDecimals && !Fits(exact, decimals, line, sum))
            decimals++;
        return Rounded(exact, decimals);
    }

    private static bool Fits(decimal price, int decimals, InclusiveLine line, decimal sum) =>
        Rounding.ToOre(Rounded(price, decimals) * line.Quantity) == sum;

    private static decimal Shortest(decimal price)
    {
        var decimals = MinDecimals;
        while (Rounded(price, decimals) != Rounded(price, MaxDecimals))
            decimals++;
        return Rounded(price, decimals);
    }

    /// <summary>The sum with 0.00 gives it two decimals at least, so that 80 is written 80.00.</summary>
    private static decimal Rounded(decimal price, int decimals) =>
        Math.Round(price, decimals, MidpointRounding.AwayFromZero) + 0.00m;
}
