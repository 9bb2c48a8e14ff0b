using System.Diagnostics;
using System.Globalization;
using Budstikke.Orders;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Bench;

/// <summary>
/// An invoice run of a month's orders, half of them a company's by EHF and half a person's by e-mail, on a node of its
/// own whose channels are simulated. The orders are written through the door's own code; the node starts on them and is
/// told to go.
/// </summary>
internal static class RunBench
{
    private const int OrdersAtOnce = 500;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(200);

    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        int orders,
        int customers,
        CancellationToken cancel
    )
    {
        var figures = new List<Figure>();
        foreach (var store in stores)
        {
            await Console.Error.WriteLineAsync($"{store}: {orders} orders of {customers} customers");
            foreach (var (name, unit, value) in await Run(store, orders, customers, cancel))
                figures.Add(Figure.Of($"{store}, {name}", unit, [value]));
        }
        return figures;
    }

    private static async Task<List<(string Name, string Unit, double Value)>> Run(
        Store store,
        int orders,
        int customers,
        CancellationToken cancel
    )
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(store, folder);
        await NodeProcess.AddTestClient(settings);
        await Fill(store, folder, orders, customers);
        List<(string, string, double)> figures;
        using (var node = await NodeProcess.Serve(settings))
            figures = await Measure(node, settings, orders, cancel);
        await StoreFolder.Delete(folder);
        return figures;
    }

    private static async Task<List<(string Name, string Unit, double Value)>> Measure(
        NodeProcess node,
        Dictionary<string, string?> settings,
        int orders,
        CancellationToken cancel
    )
    {
        await using var database = InvoicedOnce.Open(settings);
        var before = node.PeakMemoryBytes;
        await NodeProcess.RunToEnd(settings, "run", "now");
        var clock = Stopwatch.StartNew();
        await Until("SELECT count(*) FROM invoice_runs WHERE ended_at IS NULL");
        var issued = clock.Elapsed;
        await Until("SELECT count(*) FROM jobs");
        return
        [
            ("run", "s", issued.TotalSeconds),
            ("run", "orders/s", orders / issued.TotalSeconds),
            ("run and all sent", "s", clock.Elapsed.TotalSeconds),
            (
                "invoices",
                "invoices",
                await database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM invoices"), cancel)
            ),
            ("peak memory before", "MB", before / 1e6),
            ("peak memory", "MB", node.PeakMemoryBytes / 1e6),
        ];

        async Task Until(string left)
        {
            using var pace = new PeriodicTimer(s_pace);
            while (await database.Read(session => session.QuerySingle<long>(left), cancel) > 0)
                await pace.WaitForNextTickAsync(cancel);
        }
    }

    private static async Task Fill(Store store, string folder, int orders, int customers)
    {
        await using var app = await BudstikkeApp.Start(store, folder, DateTimeOffset.UtcNow);
        var accept = app.Services.GetRequiredService<AcceptOrders>();
        foreach (var some in Enumerable.Range(0, orders).Chunk(OrdersAtOnce))
            await accept.Accept([
                .. some.Select(i => new Submission(app.Caller, OrderOf(i % customers), null, [], null)),
            ]);
    }

    private static Order OrderOf(int customer)
    {
        var sample = customer % 2 == 0 ? Samples.ToCompany : Samples.ToPerson;
        return sample with
        {
            Interval = InvoiceInterval.Monthly,
            SeparateInvoices = false,
            OrderedAt = DateTimeOffset.UtcNow,
            Customer = sample.Customer with
            {
                Msisdn = $"{40_000_000 + customer}",
                OrganizationNumber = customer % 2 == 0 ? OrganizationNumberOf(customer) : null,
            },
        };
    }

    /// <summary>One with a right check digit for each customer: where a body has none, the next one that is nobody's is
    /// taken.</summary>
    private static string OrganizationNumberOf(int customer)
    {
        int[] weights = [3, 2, 7, 6, 5, 4, 3, 2];
        for (var body = 80_000_000 + (customer * 10); ; body++)
        {
            var digits = body.ToString(CultureInfo.InvariantCulture);
            var check = (11 - (weights.Select((weight, i) => weight * (digits[i] - '0')).Sum() % 11)) % 11;
            if (check < 10)
                return $"{digits}{check}";
        }
    }
}
