using Budstikke.Documents.Amounts;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Documents.Tests.Amounts;

public sealed class ApportionmentTests
{
    [Fact]
    public void What_is_left_goes_to_the_largest_remainders_and_among_equal_ones_to_the_last()
    {
        Apportionment.Of(1.00m, [1, 1, 1]).ShouldBe([0.33m, 0.33m, 0.34m]);
        Apportionment.Of(0.05m, [3, 1, 1]).ShouldBe([0.03m, 0.01m, 0.01m]);
        Apportionment.Of(0.02m, [5, 3, 1]).ShouldBe([0.01m, 0.01m, 0]);
    }

    [Fact]
    public void Nothing_is_shared_out_by_nothing()
    {
        Apportionment.Of(0, [0, 0]).ShouldBe([0, 0]);
        Apportionment.Of(0, []).ShouldBeEmpty();
        Apportionment.Of(0, [5, -5]).ShouldBe([0, 0]);
        Should.Throw<ArgumentException>(() => Apportionment.Of(0.01m, [0]));
        Should.Throw<ArgumentException>(() => Apportionment.Of(0.01m, [1, -2]));
    }

    [Fact]
    public void A_billion_kroner_is_shared_out_to_the_ore()
    {
        var parts = Apportionment.Of(999_999_999.99m, [.. Enumerable.Repeat(999_999.99m, 999), 0.01m]);

        parts.Sum().ShouldBe(999_999_999.99m);
        parts.ShouldAllBe(part => Rounding.IsWholeOre(part));
    }

    [Fact]
    public void The_parts_give_the_sum_and_each_is_within_an_ore_of_its_share_and_not_above_its_weight() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(
                    from count in Gen.Choose(1, 40)
                    from least in Gen.Elements(0, 0, -3)
                    from weights in Gen.OneOf(Gen.Choose(least, 5), Gen.Choose(least * 20_000, 100_000)).ArrayOf(count)
                    from permille in Gen.Choose(0, 1000)
                    select (
                        Sum: Math.Truncate(weights.Sum() * permille / 1000m) / 100,
                        Weights: weights.Select(ore => ore / 100m).ToArray()
                    )
                ),
                asked =>
                {
                    var parts = Apportionment.Of(asked.Sum, asked.Weights);
                    var whole = asked.Weights.Sum();
                    parts.Sum().ShouldBe(asked.Sum);
                    foreach (var (part, weight) in parts.Zip(asked.Weights))
                    {
                        part.ShouldBeInRange(Math.Min(0, weight), Math.Max(0, weight));
                        if (whole != 0)
                            Math.Abs(part - asked.Sum * weight / whole).ShouldBeLessThan(0.01m);
                    }
                }
            )
        );
}
