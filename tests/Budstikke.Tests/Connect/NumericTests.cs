using System.Diagnostics;
using System.Globalization;
using Budstikke.Connect.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Tests.Connect;

public sealed class NumericTests
{
    [Theory]
    [InlineData("0.125", 2, "0.13")]
    [InlineData("-0.125", 2, "-0.13")]
    [InlineData("0.1249999999999999999999999999999999999", 2, "0.12")]
    [InlineData("2.675", 2, "2.68")]
    [InlineData("123456789.123456785", 8, "123456789.12345679")]
    [InlineData("0.000000005", 8, "0.00000001")]
    [InlineData("0.0000000000000000000000000000000000000000001e43", 8, "1")]
    [InlineData("10000000000000000000000000000000000000000000e-43", 8, "1")]
    [InlineData("12345678901234567890123456789e-20", 8, "123456789.01234568")]
    [InlineData("-0", 2, "0")]
    [InlineData("-0.001", 2, "0")]
    [InlineData("0e999999999999999999999", 2, "0")]
    [InlineData("1e-999999999999999999999", 2, "0")]
    public void Any_spelling_of_a_number_is_rounded_away_from_zero(string text, int decimals, string expected)
    {
        var number = Numeric.Read(text, decimals);
        number.ShouldBe(decimal.Parse(expected, CultureInfo.InvariantCulture));
        number!.Value.ToString("0.########", CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Fact]
    public void A_decimal_written_out_is_read_as_the_framework_reads_it() =>
        Prop.ForAll(
                Gen.Choose(-999_999_999, 999_999_999)
                    .SelectMany(whole => Gen.Choose(0, 28).Select(scale => (whole, scale)))
                    .ToArbitrary(),
                sample =>
                {
                    var written = new decimal(Math.Abs(sample.whole), 0, 0, sample.whole < 0, (byte)sample.scale);
                    var text = written.ToString(CultureInfo.InvariantCulture);
                    return Numeric.Read(text, 8) == Math.Round(written, 8, MidpointRounding.AwayFromZero)
                        && Numeric.Read($"{sample.whole}e-{sample.scale}", 8) == Numeric.Read(text, 8);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_million_digits_take_no_time()
    {
        var watch = Stopwatch.StartNew();
        Numeric.Read(new string('9', 1_000_000), 2).ShouldBe(1e18m);
        Numeric.Read("0." + new string('0', 1_000_000) + "1", 2).ShouldBe(0);
        Numeric.Read("1e" + new string('9', 1_000_000), 2).ShouldBe(1e18m);
        // A square of the length would take minutes; a busy machine takes a second.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
