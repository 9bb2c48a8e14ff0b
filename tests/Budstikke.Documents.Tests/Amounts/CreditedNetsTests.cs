using Budstikke.Documents.Amounts;
using Budstikke.Documents.Vat;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Documents.Tests.Amounts;

/// <summary>An issued document that is given back in parts: what holds after each of them, and in the end.</summary>
public sealed class CreditedNetsTests
{
    private const int Tests = 300;
    private const int MaxParts = 12;
    private static readonly VatTreatment s_general = new(VatCategory.S, 25);

    [Fact]
    public void Twelve_lines_of_33_33_give_back_the_VAT_that_was_issued()
    {
        var issued = Issued(Enumerable.Repeat(33.33m, 12), s_general);

        var nets = GiveBackLineByLine(issued, Enumerable.Range(0, 12));

        nets.ShouldBe(issued.Select(line => line.Net));
        (12 * 33.33m - nets.Sum()).ShouldBe(79.99m);
    }

    [Theory]
    [InlineData(25, "0.06")]
    [InlineData(12, "0.03")]
    public void Thirty_ore_in_ten_parts_give_back_the_VAT_of_thirty_ore(int percent, string vat)
    {
        var line = Issued([0.30m], new(VatCategory.S, percent)).Single();

        var given = 0m;
        for (var part = 0; part < 10; part++)
        {
            line = line with { Amount = 0.03m };
            var net = CreditedNets.Of([line]).Single();
            given += 0.03m - net;
            line = line with { GrossBefore = line.GrossBefore + 0.03m, NetBefore = line.NetBefore + net, Amount = 0 };
        }

        $"{given:0.00}".ShouldBe(vat);
    }

    [Fact]
    public void A_line_that_is_given_back_whole_gives_back_its_own_net_beside_lines_that_are_not()
    {
        var issued = Issued([33.33m, 33.33m, 33.33m], s_general);
        issued.Select(line => line.Net).ShouldBe([26.66m, 26.66m, 26.67m]);

        CreditedNets.Of([issued[0], issued[1], issued[2] with { Amount = 33.33m }]).ShouldBe([0, 0, 26.67m]);
        CreditedNets
            .Of([issued[0] with { Amount = 10 }, issued[1], issued[2] with { Amount = 33.33m }])
            .ShouldBe([8.00m, 0, 26.67m]);
    }

    [Fact]
    public void A_coupon_s_goods_give_back_no_more_VAT_than_was_paid_at_their_rate()
    {
        // 0.09 with 0.02 off has 0.01 of VAT: 0.02 stands on the one line and -0.01 on the other. The share of 0.07 in
        // the first is 0.02.
        var issued = Issued([0.09m, -0.02m], s_general);
        issued.Select(line => line.Net).ShouldBe([0.07m, -0.01m]);

        var net = CreditedNets.Of([issued[0] with { Amount = 0.07m }, issued[1]])[0];

        (0.07m - net).ShouldBe(0.01m);
    }

    [Fact]
    public void What_was_given_back_beyond_the_VAT_before_is_taken_back_by_the_next()
    {
        // 0.30 in eight parts by an earlier release: each 0.02 without VAT, so 0.08 of 0.06.
        var line = Issued([0.30m], s_general).Single() with
        {
            GrossBefore = 0.24m,
            NetBefore = 0.16m,
        };

        var next = CreditedNets.Of([line with { Amount = 0.03m }]).Single();
        var last = CreditedNets.Of([line with { Amount = 0.06m }]).Single();

        (0.03m - next).ShouldBe(-0.03m);
        (0.06m - last).ShouldBe(-0.02m);
    }

    [Fact]
    public void Many_lines_whose_ore_were_rounded_to_one_side_are_given_back_lawfully_and_to_nothing()
    {
        // Of a thousand lines of 0.02, 600 were issued without VAT and 400 with 0.01: neither half is within a krone of
        // its rate.
        var issued = Issued(Enumerable.Repeat(0.02m, 1000), s_general);
        var taxed = issued.Index().Where(line => line.Item.Net == 0.01m).Select(line => line.Index).ToArray();
        taxed.Length.ShouldBe(400);

        var first = GiveBack(issued, taxed);
        var second = GiveBack(first.Lines, [.. Enumerable.Range(0, 1000).Except(taxed)]);

        IsLawful(first.Amount, first.Net, 25).ShouldBeTrue();
        IsLawful(second.Amount, second.Net, 25).ShouldBeTrue();
        (first.Net + second.Net).ShouldBe(issued.Sum(line => line.Net));
        foreach (var line in second.Lines)
            Math.Abs(line.NetBefore - line.Net).ShouldBeLessThanOrEqualTo(0.01m);
    }

    [Fact]
    public void Any_split_in_any_order_is_lawful_and_never_more_than_was_issued_and_ends_at_nothing() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Tests),
            Prop.ForAll(
                (
                    from order in AnyOrder.Generator()
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (order, seed)
                ).ToArbitrary(),
                asked => GiveBackAtRandom(asked.order, new Random(asked.seed))
            )
        );

    private static void GiveBackAtRandom(AnyOrder order, Random random)
    {
        CreditedLine[] lines =
        [
            .. order.Lines.Zip(
                order.Net().Lines,
                (line, net) => new CreditedLine(line.Amount, net.LineNetAmount, line.Vat)
            ),
        ];
        for (var part = random.Next(MaxParts); part >= 0; part--)
        {
            CreditedLine[] asked = [.. lines.Select(line => part == 0 ? AllLeft(line) : Some(line, random))];
            var nets = CreditedNets.Of([.. WithinRates(asked)]);
            lines = [.. WithinRates(asked).Zip(nets, Given)];
            foreach (var rate in WithinRates(asked).Zip(nets).GroupBy(line => line.First.Vat))
                IsLawful(rate.Sum(line => line.First.Amount), rate.Sum(line => line.Second), rate.Key.Rate)
                    .ShouldBeTrue();
            foreach (var rate in lines.GroupBy(line => line.Vat))
            {
                rate.Sum(Tax).ShouldBeLessThanOrEqualTo(Math.Max(0, rate.Sum(line => line.Gross - line.Net)));
                rate.Sum(line => line.NetBefore).ShouldBeLessThanOrEqualTo(Math.Max(0, rate.Sum(line => line.Net)));
            }
            foreach (var line in lines)
                Math.Abs(line.NetBefore).ShouldBeLessThanOrEqualTo(Math.Abs(line.Net) + 0.01m);
        }
        foreach (var rate in lines.GroupBy(line => line.Vat))
            rate.Sum(Tax).ShouldBe(rate.Sum(line => line.Gross - line.Net));

        static decimal Tax(CreditedLine line) => line.GrossBefore - line.NetBefore;
    }

    private static CreditedLine AllLeft(CreditedLine line) => line with { Amount = line.Gross - line.GrossBefore };

    /// <summary>Nothing of most lines, all that is left of some, a part of others.</summary>
    private static CreditedLine Some(CreditedLine line, Random random) =>
        random.Next(4) switch
        {
            0 => AllLeft(line),
            1 => line with { Amount = Rounding.ToOre((line.Gross - line.GrossBefore) * random.Next(1000) / 1000m) },
            _ => line with { Amount = 0 },
        };

    /// <summary>As a refund is refused that gives back more at a rate than was paid at it.</summary>
    private static IEnumerable<CreditedLine> WithinRates(CreditedLine[] lines)
    {
        var refused = lines
            .GroupBy(line => line.Vat)
            .Where(rate => rate.Sum(line => line.GrossBefore + line.Amount) > Math.Max(0, rate.Sum(line => line.Gross)))
            .Select(rate => rate.Key)
            .ToHashSet();
        return lines.Select(line => refused.Contains(line.Vat) ? line with { Amount = 0 } : line);
    }

    private static CreditedLine Given(CreditedLine line, decimal net) =>
        line with
        {
            GrossBefore = line.GrossBefore + line.Amount,
            NetBefore = line.NetBefore + net,
            Amount = 0,
        };

    private static IEnumerable<decimal> GiveBackLineByLine(CreditedLine[] issued, IEnumerable<int> order)
    {
        var lines = issued;
        foreach (var at in order)
            lines = GiveBack(lines, [at]).Lines;
        return [.. lines.Select(line => line.NetBefore)];
    }

    private static (CreditedLine[] Lines, decimal Amount, decimal Net) GiveBack(CreditedLine[] lines, int[] whole)
    {
        CreditedLine[] asked = [.. lines.Select((line, at) => whole.Contains(at) ? AllLeft(line) : line)];
        var nets = CreditedNets.Of(asked);
        return ([.. asked.Zip(nets, Given)], asked.Sum(line => line.Amount), nets.Sum());
    }

    /// <summary>BR-CO-17 of a document with these sums at a rate.</summary>
    private static bool IsLawful(decimal gross, decimal net, decimal percent) =>
        Math.Abs(gross - net - Rounding.ToOre(net * percent / 100)) < 1;

    private static CreditedLine[] Issued(IEnumerable<decimal> amounts, VatTreatment vat)
    {
        InclusiveLine[] lines =
        [
            .. amounts.Select(amount => new InclusiveLine(
                amount < 0 ? -1 : 1,
                Math.Abs(amount),
                false,
                0,
                amount,
                vat
            )),
        ];
        var net = NetAmounts.FromInclusive(lines, [], lines.Sum(line => line.Amount));
        return [.. lines.Zip(net.Lines, (line, one) => new CreditedLine(line.Amount, one.LineNetAmount, vat))];
    }
}
