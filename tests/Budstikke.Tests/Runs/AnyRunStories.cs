using System.Text;
using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;
using static FsCheck.Fluent.Gen;

namespace Budstikke.Tests.Runs;

/// <summary>What holds for every set of collected orders. The seed is printed; <c>Config.WithReplay</c> takes
/// it.</summary>
public sealed class AnyRunStories(ITestOutputHelper console)
{
    private const int Cases = 8;
    private const int Customers = 4;
    private const int CollectiveOrders = 120;

    // Any odd number: the step of the random generator.
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_everyPeriod = TimeSpan.FromDays(45);

    /// <summary>An order, and how long after the beginning it comes.</summary>
    private sealed record Coming(Order Order, TimeSpan After);

    [Theory, OnSqlite, OnPostgres]
    public void Whatever_comes_and_wherever_it_is_killed_each_order_is_once_on_an_invoice_of_its_period(Store store) =>
        ForAll(
            Cases,
            from count in Choose(1, 12)
            from orders in AnyComing().ArrayOf(count)
            from deaths in Choose(0, 4)
            from cuts in Choose(1, 70).ArrayOf(deaths)
            select (orders.OrderBy(one => one.After).ToList(), cuts),
            async story =>
            {
                var folder = StoreFolder.New();
                await Live(store, folder, story.Item1, story.cuts);
                await StoreFolder.Delete(folder);
            }
        );

    [NeedsPeppolRules]
    public void Every_collective_invoice_is_accepted_by_the_official_rules() =>
        ForAll(
            1,
            AnyOrder.Generator().ArrayOf(CollectiveOrders),
            async orders =>
            {
                await using var app = await BudstikkeApp.Start();
                foreach (var (i, one) in orders.Index())
                    await app.Submit(Alike(one, orders[i % Customers]));
                await app.Wait(TimeSpan.FromDays(1));
                var invoices = await Invoices(app);
                invoices.Count.ShouldBeLessThan(CollectiveOrders);
                foreach (var invoice in invoices)
                {
                    var ubl = (await app.Document(invoice.Snapshot.OrderIds[0], RenderInvoice.Ubl))!;
                    if (orders.Any(one => one.IsForPeppol && one.Order.Customer == invoice.Snapshot.Customer))
                        await PeppolRules.ShouldAccept(ubl);
                    else
                        await PeppolRules.ShouldAcceptAsEn16931(ubl);
                }
            }
        );

    /// <summary>What one asks for, to be paid by the other.</summary>
    private static Order Alike(AnyOrder one, AnyOrder payer) =>
        CheckOrder
            .Check(
                one.Order with
                {
                    Customer = payer.Order.Customer,
                    MaturityDays = payer.Order.MaturityDays,
                    BuyerReference = payer.Order.BuyerReference,
                    SeparateInvoices = false,
                }
            )
            .Order;

    private static Gen<Coming> AnyComing() =>
        from customer in Choose(0, 2)
        from interval in Elements(InvoiceInterval.Daily, InvoiceInterval.Monthly, InvoiceInterval.TwiceMonthly)
        from separate in Elements(true, false, false, false)
        from maturity in Elements(10, 10, 14)
        from ore in Choose(1, 100_000)
        from daysBefore in Elements(0, 0, 0, 3, 20, 40)
        from minutes in Choose(0, 11 * 24 * 60)
        let after = TimeSpan.FromMinutes(minutes)
        let sum = ore / 100m
        let sample = Samples.ToPerson
        select new Coming(
            sample with
            {
                Lines = [sample.Lines[0] with { Price = sum, Amount = sum, VatRate = 25 }],
                Claimed = new(sum, 0, 0, sum),
                Customer = sample.Customer with { Msisdn = $"4000000{customer}" },
                Interval = interval,
                SeparateInvoices = separate,
                MaturityDays = maturity,
                OrderedAt = BudstikkeApp.Monday + after - TimeSpan.FromDays(daysBefore),
            },
            after
        );

    /// <summary>One life after another, each ended by its cut; the last goes to the end.</summary>
    private static async Task Live(Store store, string folder, List<Coming> coming, int[] cuts)
    {
        var ids = new List<string>();
        var now = BudstikkeApp.Monday;
        for (var life = 0; life <= cuts.Length; life++)
        {
            await using var app = await BudstikkeApp.Start(
                store,
                folder,
                now,
                new Dictionary<string, string?> { ["Node:RunSliceOrders"] = "2" }
            );
            if (life < cuts.Length)
                new Death(cuts[life]).Threaten(app);
            try
            {
                while (ids.Count < coming.Count)
                    ids.Add(await Submit(app, coming[ids.Count], ids.Count));
                await app.Wait(s_everyPeriod);
            }
            catch (CrashException) { }
            now = app.Clock.GetUtcNow() + s_pause;
            if (life == cuts.Length)
                await ShouldBeInvoiced(app, ids, coming);
        }
    }

    private static async Task<string> Submit(BudstikkeApp app, Coming one, int at)
    {
        var wait = BudstikkeApp.Monday + one.After - app.Clock.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await app.Wait(wait);
        return await app.Submit(one.Order, key: new($"order-{at}", Encoding.UTF8.GetBytes("{}")));
    }

    private static async Task ShouldBeInvoiced(BudstikkeApp app, List<string> ids, List<Coming> coming)
    {
        var invoices = await Invoices(app);
        invoices.SelectMany(invoice => invoice.Snapshot.OrderIds).ShouldBe(ids, ignoreOrder: true);
        invoices
            .Select(invoice => invoice.Number)
            .ShouldBe(Enumerable.Range(10001, invoices.Count).Select(n => (long)n));
        invoices.Sum(invoice => invoice.AmountDue / 100m).ShouldBe(coming.Sum(one => one.Order.Claimed.GrandTotal));
        var rows = await app.Services.GetRequiredService<OrderStore>().Find(app.ClientId, ids);
        foreach (var invoice in invoices)
        {
            var holds = invoice.Snapshot.OrderIds.Select(id => HoldOf(rows.Single(row => row.OrderId == id))).ToList();
            holds.Select(hold => hold?.Period).Distinct().Count().ShouldBe(1);
            if (holds is [{ Reason: null } hold, ..])
                invoice.IssueDate.ShouldBe(hold.Period.RunDay.ToString("O"));
        }
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static Hold? HoldOf(OrderRow row) =>
        Hold.Of(row.Order, DateTimeOffset.FromUnixTimeMilliseconds(row.AcceptedAt), new RunSettings());

    private static Task<IReadOnlyList<InvoiceRow>> Invoices(BudstikkeApp app) =>
        app.Database.Read(session =>
            session.Query<InvoiceRow>($"SELECT {InvoiceRow.Columns} FROM invoices ORDER BY number")
        );

    private void ForAll<T>(int cases, Gen<T> generator, Func<T, Task> check)
    {
        var seed = (ulong)Random.Shared.NextInt64();
        console.WriteLine($"{cases} random stories, seed {seed}");
        var replay = new Replay(new Rnd(seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(FSharpOption<Replay>.Some(replay));
        Check.One(config, Prop.ForAll(Arb.From(generator), check));
    }
}
