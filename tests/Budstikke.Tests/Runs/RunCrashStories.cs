using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Budstikke.Tests.Runs;

/// <summary>A run is killed at each of its points, one after another, and another node goes on with it.</summary>
public sealed class RunCrashStories(ITestOutputHelper console)
{
    private const int MaxPoints = 200;
    private static readonly DateTimeOffset s_run = new(2026, 11, 24, 5, 0, 0, TimeSpan.Zero);

    /// <summary>Two customers to a slice, and one of them with two invoices.</summary>
    private static readonly Dictionary<string, string?> s_settings = new() { ["Node:RunSliceOrders"] = "4" };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_survives_a_kill_at_any_point(Store store)
    {
        var fresh = StoreFolder.New();
        var orders = new List<string>();
        await using (var app = await BudstikkeApp.Start(store, fresh))
            foreach (var order in Orders())
                orders.Add(await app.Submit(order));
        var point = 1;
        while (await Survives(store, point, fresh, orders))
            (++point).ShouldBeLessThan(MaxPoints);
        await StoreFolder.Delete(fresh);
        console.WriteLine($"killed at {point - 1} points");
        // The run's id and beginning, the number series, the shared part, and two turns claimed and settled: three
        // points each.
        point.ShouldBeGreaterThan(21);
    }

    private static IEnumerable<Order> Orders()
    {
        var person = Samples.ToPerson with { SeparateInvoices = false };
        for (var customer = 0; customer < 4; customer++)
        {
            var order = person with { Customer = person.Customer with { Msisdn = $"4000000{customer}" } };
            yield return order;
            yield return customer == 3 ? order with { MaturityDays = 14 } : order;
        }
    }

    /// <summary>False: the run was through before the point.</summary>
    private static async Task<bool> Survives(Store store, int point, string fresh, List<string> orders)
    {
        var folder = await StoreFolder.Copy(fresh);
        try
        {
            var wasThrough = await FirstLife(store, folder, point);
            await SecondLife(store, folder, orders, $"killed at point {point}");
            return !wasThrough;
        }
        finally
        {
            await StoreFolder.Delete(folder);
        }
    }

    private static async Task<bool> FirstLife(Store store, string folder, int point)
    {
        await using var app = await BudstikkeApp.Start(store, folder, s_run, s_settings);
        new Death(point).Threaten(app);
        try
        {
            await app.Services.GetRequiredService<PlanRuns>().BeginDue();
            // The documents' way to the customer has crash stories of its own.
            while (await app.ClaimIssuing() is { Jobs: { Count: > 0 } jobs, Token: var token })
                await app.Settle(jobs, token, await app.Issuer.Handle(jobs, CancellationToken.None));
        }
        catch (CrashException) { }
        return await StatesOf(app) is [OrderState.Invoiced];
    }

    private static async Task SecondLife(Store store, string folder, List<string> orders, string where)
    {
        // The claims of the dead have run out, none is released.
        var pause = TimeSpan.FromMinutes(10);
        await using var app = await BudstikkeApp.Start(store, folder, s_run + pause, s_settings);
        await app.RunJobs();

        (await StatesOf(app)).ShouldBe([OrderState.Invoiced], where);
        var invoices = await app.Database.Read(session =>
            session.Query<InvoiceRow>($"SELECT {InvoiceRow.Columns} FROM invoices ORDER BY number")
        );
        invoices.Select(invoice => invoice.Number).ShouldBe(Enumerable.Range(10001, 5).Select(n => (long)n), where);
        invoices.SelectMany(invoice => invoice.Snapshot.OrderIds).ShouldBe(orders, ignoreOrder: true);
        invoices.Sum(invoice => invoice.AmountDue).ShouldBe(5100L * orders.Count, where);
        (
            await app.Database.Read(session => session.QuerySingle<long>("SELECT sum(issued_orders) FROM invoice_runs"))
        ).ShouldBe(orders.Count, where);
        (await app.JobCount()).ShouldBe(0, where);
        (await Audits.Found(app)).ShouldBeEmpty(where);
    }

    /// <summary>Each that there is, once.</summary>
    private static Task<IReadOnlyList<string>> StatesOf(BudstikkeApp app) =>
        app.Database.Read(session => session.Query<string>("SELECT DISTINCT state FROM orders"));
}
