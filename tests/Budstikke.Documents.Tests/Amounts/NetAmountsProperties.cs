using Budstikke.Documents.Amounts;
using Budstikke.Documents.Vat;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Documents.Tests.Amounts;

/// <summary>What holds for every order. FsCheck prints the seed with a failure; <c>Config.WithReplay</c> takes
/// it.</summary>
public sealed class NetAmountsProperties
{
    private const int Tests = 300;

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
                (from o in AnyOrder.Generator() from lines in Gen.Shuffle(o.Lines) select (o, lines)).ToArbitrary(),
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

    private static void Check(Action<AnyOrder> holds) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Tests),
            Prop.ForAll(AnyOrder.Generator().ToArbitrary(), holds)
        );
}
