using Budstikke.Documents.Amounts;
using Budstikke.Documents.Vat;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Documents.Tests.Amounts;

/// <summary>What holds for every order. FsCheck prints the seed with a failure; <c>Config.WithReplay</c> takes it.</summary>
public sealed class NetAmountsProperties
{
    private const int Tests = 300;
    private const int MaxLines = 40;

    private static readonly VatTreatment[] s_treatments =
    [
        new(VatCategory.S, 25),
        new(VatCategory.S, 15),
        new(VatCategory.S, 12),
        new(VatCategory.S, 11.11m),
        new(VatCategory.Z, 0),
        new(VatCategory.E, 0, "reason"),
    ];

    [Fact]
    public void What_is_due_is_the_grand_total_and_the_fees() =>
        Check(o =>
        {
            var totals = o.Net().Totals;
            totals.AmountDue.ShouldBe(o.GrandTotal + o.Charges.Sum(c => c.Amount));
            totals.RoundingAmount.ShouldBe(o.GrandTotal - o.Lines.Sum(l => l.Amount));
        });

    [Fact]
    public void Every_sum_is_that_of_its_parts() =>
        Check(o =>
        {
            var net = o.Net();
            var totals = net.Totals;
            totals.SumOfLineNetAmounts.ShouldBe(net.Lines.Sum(l => l.LineNetAmount));
            totals.SumOfCharges.ShouldBe(net.Charges.Sum(c => c.Amount));
            totals.TotalWithoutVat.ShouldBe(totals.SumOfLineNetAmounts + totals.SumOfCharges);
            totals.TotalVat.ShouldBe(net.VatBreakdowns.Sum(b => b.TaxAmount));
            totals.TotalWithVat.ShouldBe(totals.TotalWithoutVat + totals.TotalVat);
            totals.AmountDue.ShouldBe(totals.TotalWithVat + totals.RoundingAmount);
        });

    [Fact]
    public void Every_breakdown_has_the_net_of_its_lines_and_fees_and_VAT_within_an_ore() =>
        Check(o =>
        {
            var net = o.Net();
            foreach (var breakdown in net.VatBreakdowns)
            {
                var (category, rate) = (breakdown.Vat.Category, breakdown.Vat.Rate);
                bool IsIn(VatTreatment vat) => vat.Category == category && vat.Rate == rate;
                var lines = o.Lines.Zip(net.Lines).Where(l => IsIn(l.First.Vat)).ToArray();
                var charges = o.Charges.Zip(net.Charges).Where(c => IsIn(c.First.Vat)).ToArray();
                var gross = lines.Sum(l => l.First.Amount) + charges.Sum(c => c.First.Amount);

                breakdown.TaxableAmount.ShouldBe(
                    lines.Sum(l => l.Second.LineNetAmount) + charges.Sum(c => c.Second.Amount)
                );
                (breakdown.TaxableAmount + breakdown.TaxAmount).ShouldBe(gross);
                Math.Abs(breakdown.TaxAmount - (gross * rate / (100 + rate))).ShouldBeLessThan(Rounding.Ore);
            }
            net.VatBreakdowns.Select(b => (b.Vat.Category, b.Vat.Rate)).ShouldBeUnique();
            net.VatBreakdowns.Select(b => -b.Vat.Rate).ShouldBeInOrder();
        });

    [Fact]
    public void Every_line_is_its_quantity_times_its_price_less_its_allowance_and_within_an_ore_of_its_exact_net() =>
        Check(o =>
        {
            foreach (var (line, net) in o.Lines.Zip(o.Net().Lines))
            {
                Rounding.ToOre(net.NetPrice * line.Quantity).ShouldBe(net.LineNetAmount + net.AllowanceAmount);
                Math.Abs((net.NetPrice * line.Quantity) - net.AllowanceAmount - net.LineNetAmount)
                    .ShouldBeLessThanOrEqualTo(0.02m);
                net.NetPrice.ShouldBeGreaterThanOrEqualTo(0);
                net.NetPrice.Scale.ShouldBeInRange((byte)2, (byte)8);
                Math.Abs(net.LineNetAmount - (line.Amount * 100 / (100 + line.Vat.Rate)))
                    .ShouldBeLessThan(Rounding.Ore);
            }
        });

    [Fact]
    public void Another_order_of_the_lines_changes_nothing_but_the_order() =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Tests),
            Prop.ForAll(
                (from o in Orders() from lines in Gen.Shuffle(o.Lines) select (o, lines)).ToArbitrary(),
                pair =>
                {
                    var (straight, shuffled) = (pair.o.Net(), (pair.o with { Lines = pair.lines }).Net());

                    shuffled.Totals.ShouldBe(straight.Totals);
                    shuffled.VatBreakdowns.ShouldBe(straight.VatBreakdowns);
                    shuffled.Charges.ShouldBe(straight.Charges);
                    pair.lines.Zip(shuffled.Lines).ShouldBe(pair.o.Lines.Zip(straight.Lines), ignoreOrder: true);
                }
            )
        );

    private static void Check(Action<Given> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Tests), Prop.ForAll(Orders().ToArbitrary(), holds));

    private static Gen<Given> Orders() =>
        from count in Gen.Choose(1, MaxLines)
        from lines in Lines().ArrayOf(count)
        from fees in Gen.Choose(0, 2)
        from charges in Charges().ArrayOf(fees)
        from difference in Gen.Choose(-3, 3)
        let sum = lines.Sum(l => l.Amount)
        select new Given(lines, charges, Math.Max(0, sum + (difference * Rounding.Ore)));

    private static Gen<InclusiveLine> Lines() =>
        from quantity in Quantities()
        from amount in Amounts()
        from discount in Gen.OneOf(Gen.Constant(0m), Amounts())
        from vat in Gen.Elements(s_treatments)
        from isWithout in Gen.Elements(true, false)
        let price = (amount + discount) / quantity / (isWithout ? 1 + (vat.Rate / 100) : 1)
        select new InclusiveLine(quantity, Math.Round(price, 8), isWithout, discount, amount, vat);

    private static Gen<InclusiveCharge> Charges() =>
        from amount in Gen.Choose(0, 10_000)
        from vat in Gen.Elements(s_treatments)
        select new InclusiveCharge(amount * Rounding.Ore, vat);

    /// <summary>Small sums are frequent: there the ways of rounding differ most.</summary>
    private static Gen<decimal> Amounts() =>
        from ore in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 100_000), Gen.Choose(0, int.MaxValue))
        from hundredfold in Gen.Choose(0, 20)
        select hundredfold == 0 ? Math.Min(ore, 999_999_999) + 0.99m : ore * Rounding.Ore;

    private static Gen<decimal> Quantities() =>
        Gen.OneOf(
            Gen.Constant(1m),
            Gen.Choose(1, 12).Select(q => (decimal)q),
            Gen.Choose(1, 999_999).Select(q => (decimal)q),
            Gen.Choose(1, 100_000_000).Select(q => q / 100_000_000m),
            Gen.Choose(1, int.MaxValue).Select(q => q / 10_000m)
        );

    private sealed record Given(InclusiveLine[] Lines, InclusiveCharge[] Charges, decimal GrandTotal)
    {
        public NetDocument Net() => NetAmounts.FromInclusive(Lines, Charges, GrandTotal);
    }
}
