using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Budstikke.Tests.Stories;

/// <summary>
/// Any invoice, of one order or of several, with fee and rounding, given back by any refunds in any order: by the pure
/// decisions alone, so that many can be tried. The seed is printed; <c>Config.WithReplay</c> takes it.
/// </summary>
public sealed class AnySplitTests(ITestOutputHelper console)
{
    private const int Invoices = 400;
    private const int InvoicesForTheOfficialRules = 40;
    private const int MaxOrders = 3;
    private const int MaxRefunds = 9;

    // Any odd number: the step of the random generator.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly Client s_client = new()
    {
        ClientId = "CLT1",
        Mode = ClientMode.Live,
        Seller = BudstikkeApp.SampleClient.Seller,
        Settings = AddClient.SettingsOf(BudstikkeApp.SampleClient, ClientSettings.Undecided),
        KidPrefix = "00001",
    };

    [Fact]
    public void It_ends_at_nothing_rate_by_rate_and_never_gives_back_more_than_was_issued() =>
        ForAll(Invoices, _ => { });

    [NeedsPeppolRules]
    public void Each_of_its_credit_notes_is_accepted_by_the_official_rules() =>
        ForAll(
            InvoicesForTheOfficialRules,
            note =>
                PeppolRules.ShouldAcceptAsEn16931(UblWriter.ToArray(note, UblProfile.En16931)).GetAwaiter().GetResult()
        );

    private void ForAll(int invoices, Action<Invoice> check)
    {
        var seed = (ulong)Random.Shared.NextInt64();
        console.WriteLine($"{invoices} random invoices, seed {seed}");
        var replay = new Replay(new Rnd(seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(invoices).WithReplay(FSharpOption<Replay>.Some(replay));
        Check.One(
            config,
            Prop.ForAll(
                (
                    from count in Gen.Choose(1, MaxOrders)
                    from orders in AnyOrder.Generator().ArrayOf(count)
                    from fee in Gen.Elements(0m, 8.30m)
                    from dice in Gen.Choose(0, int.MaxValue)
                    select (orders, fee, dice)
                ).ToArbitrary(),
                asked => GiveBack([.. asked.orders.Select(Collected)], asked.fee, new Random(asked.dice), check)
            )
        );
    }

    private static CollectedOrder Collected(AnyOrder asked, int at)
    {
        var order = CheckOrder.Check(asked.Order).Order with { Customer = Samples.ToPerson.Customer };
        return new(
            new($"ODR{at}", "CLT1", "CSRT1", OrderState.Sent, 0, at, null, JsonOptions.Store(order), 0),
            order,
            new(new(2026, 11, 1), new(2026, 11, 30))
        );
    }

    private static void GiveBack(CollectedOrder[] orders, decimal fee, Random dice, Action<Invoice> check)
    {
        var invoice = UblReader.Read(
            UblWriter.ToArray(DraftCollective.From(orders, s_client, 10001, BudstikkeApp.Monday, fee))
        );
        InvoiceRules.Check(invoice).ShouldBeEmpty();
        var (total, totals) = (new Dictionary<decimal, decimal>(), invoice.VatBreakdowns.ToDictionary(RateOf));
        var given = orders.ToDictionary(order => order, _ => new List<IssuedCredit>());
        for (var left = dice.Next(MaxRefunds); left >= 0; left--)
            foreach (var order in left == 0 ? orders : [orders[dice.Next(orders.Length)]])
            {
                if (Share(order, given[order], left == 0 ? null : dice) is not { } credit)
                    continue;
                var note = DraftCreditNote.From(
                    new(invoice, order.Row, given[order]),
                    credit,
                    10002,
                    BudstikkeApp.Monday
                );
                InvoiceRules.Check(note).ShouldBeEmpty();
                check(note);
                note.Totals.AmountDue.ShouldBe(credit.Amount);
                given[order].Add(new(credit, [.. note.Lines.Select(line => line.LineNetAmount)]));
                foreach (var part in note.VatBreakdowns)
                    total[part.Vat.Rate] = total.GetValueOrDefault(part.Vat.Rate) + part.TaxAmount;
                foreach (var (rate, tax) in total)
                    tax.ShouldBeLessThanOrEqualTo(MostOf(orders, totals[rate].TaxAmount));
            }
        // The fee was for the invoice, which was made and sent.
        foreach (var (rate, issued) in totals)
            total
                .GetValueOrDefault(rate)
                .ShouldBe(issued.TaxAmount - FeeVat(invoice, fee, rate) - VatOfNothing(orders, invoice, rate));
        given
            .Values.Sum(credits => credits.Sum(credit => credit.Credit.Amount))
            .ShouldBe(invoice.Totals.AmountDue - fee);
    }

    /// <summary>Of several orders, one may be owed at a rate at which another is not: then the orders are judged and
    /// not the invoice.</summary>
    private static decimal MostOf(CollectedOrder[] orders, decimal issued) =>
        orders.Length == 1 ? Math.Max(0, issued) : decimal.MaxValue;

    private static decimal RateOf(VatBreakdown breakdown) => breakdown.Vat.Rate;

    private static decimal FeeVat(Invoice invoice, decimal fee, decimal rate) =>
        invoice.Charges is [var charge] && charge.Vat.Rate == rate ? fee - charge.Amount : 0;

    /// <summary>An order of which nothing is asked has nothing to give back, whatever its lines say at each
    /// rate.</summary>
    private static decimal VatOfNothing(CollectedOrder[] orders, Invoice invoice, decimal rate) =>
        orders
            .Where(order => order.Order.Claimed.GrandTotal == 0)
            .SelectMany(order => order.Order.Lines.Zip(DraftCreditNote.LinesOn(invoice, order.Row.OrderId)))
            .Where(line => line.Second.Vat.Rate == rate)
            .Sum(line => line.First.Amount - line.Second.LineNetAmount);

    /// <summary>A wish at random, as far as it is granted; without dice, all that is left.</summary>
    private static Credit? Share(CollectedOrder order, List<IssuedCredit> given, Random? dice)
    {
        Credit[] earlier = [.. given.Select(credit => credit.Credit)];
        var left = order.Order.Claimed.GrandTotal - earlier.Sum(credit => credit.Amount);
        if (left <= 0)
            return null;
        return ShareRefund.Of(order.Order, earlier, dice is null ? new(left, []) : AnyWish(order.Order, left, dice));
    }

    private static RefundWish AnyWish(Order order, decimal left, Random dice)
    {
        if (dice.Next(3) == 0)
            return new(Math.Max(0.01m, Math.Round(left * dice.Next(1, 1000) / 1000m, 2)), []);
        LineCredit[] lines =
        [
            .. order
                .Lines.Select((line, i) => new LineCredit(i + 1, AnyPart(line.Amount, dice)))
                .Where(line => line.Amount != 0 && dice.Next(2) == 0),
        ];
        var sum = lines.Sum(line => line.Amount);
        return sum > 0 ? new(Math.Max(0.01m, sum + (dice.Next(-1, 2) * 0.01m)), lines) : new(left, []);
    }

    private static decimal AnyPart(decimal amount, Random dice) =>
        dice.Next(2) == 0 ? amount : Math.Round(amount * dice.Next(1, 1000) / 1000m, 2);
}
