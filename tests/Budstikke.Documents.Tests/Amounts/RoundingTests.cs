using System.Globalization;
using Budstikke.Documents.Amounts;

namespace Budstikke.Documents.Tests.Amounts;

public sealed class RoundingTests
{
    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("0.015", "0.02")]
    [InlineData("0.025", "0.03")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("2.674999999", "2.67")]
    [InlineData("80", "80.00")]
    [InlineData("999999999.994", "999999999.99")]
    public void Half_an_ore_goes_away_from_zero_and_two_decimals_stay(string kroner, string ore) =>
        Rounding.ToOre(Decimal(kroner)).ToString(CultureInfo.InvariantCulture).ShouldBe(ore);

    [Theory]
    [InlineData("0", true)]
    [InlineData("0.01", true)]
    [InlineData("1.10000", true)]
    [InlineData("0.001", false)]
    [InlineData("-1.005", false)]
    public void A_sum_is_whole_ore_whatever_its_zeros(string kroner, bool isWhole) =>
        Rounding.IsWholeOre(Decimal(kroner)).ShouldBe(isWhole);

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
