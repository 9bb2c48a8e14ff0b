using System.Globalization;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Tests.Support;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Tests.Amounts;

public sealed class NetAmountsTests
{
    private static readonly VatTreatment s_general = new(VatCategory.S, 25);
    private static readonly VatTreatment s_food = new(VatCategory.S, 15);
    private static readonly VatTreatment s_fish = new(VatCategory.S, 11.11m);
    private static readonly VatTreatment s_zero = new(VatCategory.Z, 0);

    [NeedsVectors]
    public void VAT_is_the_part_of_the_gross_sum_that_the_vectors_say()
    {
        foreach (var vector in NorwegianVectors.Section("vat_from_gross", "vectors").EnumerateArray())
        {
            var gross = Decimal("gross");
            var rate = Decimal("rate");
            var vat = rate == 0 ? s_zero : new VatTreatment(VatCategory.S, rate);

            var breakdown = NetAmounts.FromInclusive([Line(1, gross, vat)], [], gross).VatBreakdowns.Single();

            breakdown.TaxAmount.ShouldBe(Decimal("vat"), vector.ToString());
            breakdown.TaxableAmount.ShouldBe(Decimal("net"), vector.ToString());

            decimal Decimal(string name) =>
                decimal.Parse(vector.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void Half_an_ore_of_VAT_is_rounded_up()
    {
        // 0.14 × 12 / 112 is exactly 0.015; rounding to even would do the same there, but not with 0.42, which is
        // 0.045.
        VatOf(0.14m).ShouldBe(0.02m);
        VatOf(0.42m).ShouldBe(0.05m);

        static decimal VatOf(decimal gross) =>
            NetAmounts.FromInclusive([Line(1, gross, new(VatCategory.S, 12))], [], gross).Totals.TotalVat;
    }

    [Fact]
    public void A_discount_lowers_what_VAT_is_computed_of()
    {
        var document = NetAmounts.FromInclusive([new(3, 100, false, 30, 270, s_general)], [], 270);

        document.Lines.ShouldBe([new NetLine(80.00m, 24.00m, 216.00m) { PriceWithVat = 100 }]);
        document.Totals.TotalVat.ShouldBe(54.00m);
        document.Totals.AmountDue.ShouldBe(270.00m);
    }

    [Fact]
    public void The_last_of_equal_lines_gets_the_ore_that_is_left()
    {
        var line = Line(1, 33.33m, s_general);

        var document = NetAmounts.FromInclusive([line, line, line], [], 99.99m);

        document.Lines.Select(l => l.LineNetAmount).ShouldBe([26.66m, 26.66m, 26.67m]);
        document.VatBreakdowns.ShouldBe([new(s_general, 79.99m, 20.00m)]);
    }

    [Fact]
    public void Each_rate_has_a_sum_of_its_own_and_the_highest_comes_first()
    {
        var document = NetAmounts.FromInclusive(
            [Line(1, 51, s_zero), Line(1, 115, s_food), Line(1, 125, s_general), Line(1, 100, s_fish)],
            [],
            391
        );

        document.VatBreakdowns.ShouldBe([
            new(s_general, 100, 25),
            new(s_food, 100, 15),
            new(s_fish, 90, 10),
            new(s_zero, 51, 0),
        ]);
        document.Totals.TotalVat.ShouldBe(50);
    }

    [Fact]
    public void A_fee_is_taxed_with_its_rate_and_comes_on_top_of_the_grand_total()
    {
        var document = NetAmounts.FromInclusive([Line(1, 125, s_general)], [new(6.50m, s_general)], 125);

        document.Charges.ShouldBe([new NetCharge(5.20m)]);
        document.VatBreakdowns.ShouldBe([new(s_general, 105.20m, 26.30m)]);
        document.Totals.SumOfLineNetAmounts.ShouldBe(100);
        document.Totals.SumOfCharges.ShouldBe(5.20m);
        document.Totals.AmountDue.ShouldBe(131.50m);
        document.Totals.RoundingAmount.ShouldBe(0);
    }

    [Theory]
    [InlineData("99.99", "-0.01")]
    [InlineData("100.04", "0.04")]
    public void A_grand_total_that_differs_from_the_lines_stands_as_rounding(string grandTotal, string rounding)
    {
        var asked = decimal.Parse(grandTotal, CultureInfo.InvariantCulture);

        var totals = NetAmounts.FromInclusive([Line(1, 100, s_general)], [], asked).Totals;

        totals.TotalWithVat.ShouldBe(100);
        totals.RoundingAmount.ShouldBe(decimal.Parse(rounding, CultureInfo.InvariantCulture));
        totals.AmountDue.ShouldBe(asked);
    }

    [Theory]
    [InlineData("1", "49.90", "39.92")]
    [InlineData("3", "99.99", "26.663")]
    [InlineData("1000", "1234.57", "0.98766")]
    [InlineData("0.33333333", "12.50", "30.00")]
    [InlineData("999999", "999999999.99", "800.00079999")]
    [InlineData("999999.99999999", "999999999.99", "799.99999999")]
    [InlineData("0.00000001", "999999999.99", "79999999999000000.00")]
    [InlineData("7", "0.00", "0.00")]
    public void A_price_has_just_the_decimals_that_make_the_multiplication_come_out(
        string quantity,
        string amount,
        string price
    )
    {
        var line = Line(Decimal(quantity), Decimal(amount), s_general);

        var net = NetAmounts.FromInclusive([line], [], line.Amount).Lines.Single();

        net.NetPrice.ToString(CultureInfo.InvariantCulture).ShouldBe(price);
        Rounding.ToOre(net.NetPrice * line.Quantity).ShouldBe(net.LineNetAmount);

        static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_price_that_came_without_VAT_stands_as_it_came_where_it_fits()
    {
        // 2 × 10.004 × 1.25 = 25.01; the net is 20.01, for which 10.005 would do as well.
        var document = NetAmounts.FromInclusive([new(2, 10.004m, true, 0, 25.01m, s_general)], [], 25.01m);

        document.Lines.ShouldBe([new NetLine(10.004m, 0, 20.01m) { PriceWithVat = 12.505m }]);
    }

    [Fact]
    public void A_price_that_came_without_VAT_gives_way_where_it_does_not_fit()
    {
        var document = NetAmounts.FromInclusive([new(1, 1000, true, 0, 1250.01m, s_general)], [], 1250.01m);

        document.Lines.ShouldBe([new NetLine(1000.01m, 0, 1000.01m) { PriceWithVat = 1250.01m }]);
    }

    [Fact]
    public void A_line_that_is_discounted_to_nothing_keeps_its_price()
    {
        var document = NetAmounts.FromInclusive([new(2, 50, false, 100, 0, s_general)], [], 0);

        document.Lines.ShouldBe([new NetLine(40, 80, 0) { PriceWithVat = 50 }]);
        document.Totals.AmountDue.ShouldBe(0);
    }

    [Fact]
    public void A_coupon_takes_off_its_part_of_the_VAT_and_its_price_is_not_negative()
    {
        var document = NetAmounts.FromInclusive([Line(1, 500, s_general), Line(-1, -100, s_general)], [], 400);

        document.Lines.ShouldBe([
            new NetLine(400.00m, 0, 400.00m) { PriceWithVat = 500 },
            new NetLine(80.00m, 0, -80.00m) { PriceWithVat = 100 },
        ]);
        document.VatBreakdowns.ShouldBe([new(s_general, 320, 80)]);
        document.Totals.AmountDue.ShouldBe(400);
    }

    [Fact]
    public void Of_a_collective_document_each_order_has_its_own_share_of_the_VAT_to_the_ore()
    {
        // By the lines alone the last 480 of 800 would get the øre, and the first order would have 3.20 of VAT of 8.00.
        var line = Line(1, 0.02m, s_general);
        InclusiveLine[] lines = [.. Enumerable.Range(0, 800).Select(i => line with { Section = i / 400 })];

        var document = NetAmounts.FromInclusive(lines, [], 16);

        document.Totals.TotalVat.ShouldBe(3.20m);
        document.Lines.Chunk(400).Select(order => order.Sum(one => one.LineNetAmount)).ShouldBe([6.40m, 6.40m]);
    }

    [Fact]
    public void Reasons_of_one_category_stand_together_in_its_breakdown()
    {
        var exempt = new VatTreatment(VatCategory.E, 0, "B");
        InclusiveLine[] lines = [Line(1, 10, exempt), Line(1, 10, exempt with { ExemptionReason = "A" })];

        NetAmounts
            .FromInclusive(lines, [], 20)
            .VatBreakdowns.ShouldBe([new(exempt with { ExemptionReason = "A; B" }, 20, 0)]);
    }

    [Fact]
    public void A_thousand_lines_of_the_largest_amounts_come_out()
    {
        var lines = Enumerable.Repeat(Line(1, 999_999_999.99m, s_general), 1000).ToArray();

        var document = NetAmounts.FromInclusive(lines, [], 999_999_999_990m);

        document.Totals.SumOfLineNetAmounts.ShouldBe(799_999_999_992m);
        document.Totals.TotalWithVat.ShouldBe(999_999_999_990m);
        document.Totals.RoundingAmount.ShouldBe(0);
    }

    [Fact]
    public void A_document_without_lines_has_nothing_but_rounding() =>
        NetAmounts.FromInclusive([], [], 1).Totals.RoundingAmount.ShouldBe(1);

    [Fact]
    public void Amounts_that_no_order_can_have_are_a_defect_of_the_caller()
    {
        var line = Line(1, 10, s_general);
        InclusiveLine[] impossible =
        [
            line with
            {
                Amount = -1,
            },
            line with
            {
                Quantity = -1,
            },
            line with
            {
                Quantity = -1,
                Amount = -10,
                Discount = 1,
            },
            line with
            {
                Quantity = -1_000_000.1m,
                Amount = -10,
            },
            line with
            {
                Amount = 0.001m,
            },
            line with
            {
                Discount = -1,
            },
            line with
            {
                Price = -1,
            },
            line with
            {
                Quantity = 0,
            },
            line with
            {
                Quantity = 1_000_000.1m,
            },
            line with
            {
                Vat = new(VatCategory.S, 0),
            },
            line with
            {
                Vat = new(VatCategory.O, 25),
            },
        ];

        foreach (var refused in impossible)
            Should.Throw<ArgumentException>(() => NetAmounts.FromInclusive([refused], [], 10));
        Should.Throw<ArgumentException>(() => NetAmounts.FromInclusive([line], [new(-1, s_general)], 10));
        Should.Throw<ArgumentException>(() => NetAmounts.FromInclusive([line], [], 10.001m));
    }

    [Fact]
    public void A_million_pieces_and_a_rate_of_a_hundred_percent_are_amounts_too()
    {
        var many = new InclusiveLine(1_000_000, 0.01m, false, 0, 10_000, s_general);
        var doubled = new InclusiveLine(1, 10, false, 0, 10, new(VatCategory.S, 100));

        NetAmounts.FromInclusive([many], [], 10_000).Totals.AmountDue.ShouldBe(10_000);
        NetAmounts.FromInclusive([doubled], [], 10).Totals.TotalVat.ShouldBe(5);
    }

    private static InclusiveLine Line(decimal quantity, decimal amount, VatTreatment vat) =>
        new(quantity, amount / quantity, false, 0, amount, vat);
}
