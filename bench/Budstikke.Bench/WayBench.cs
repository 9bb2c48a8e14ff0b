using System.Diagnostics;
using Budstikke.Orders;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Bench;

/// <summary>
/// The way of a backlog: issued (number, UBL, PDF, stored), then the whole of it by nodes of their own, with mails over SMTP and callbacks over
/// HTTP to sinks that take all. Each round has new stores, and a node begins cold.
/// </summary>
internal static class WayBench
{
    private const int OrdersAtOnce = 500;
    private const int IssuedAtOnce = 200;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        IReadOnlyList<int> nodes,
        int orders,
        int rounds,
        CancellationToken cancel
    )
    {
        var readings = new List<(string Name, Reading Reading)>();
        for (var round = 1; round <= rounds; round++)
            foreach (var store in stores)
            {
                await Note(round, $"{store}, issuing alone");
                Add($"{store}, issuing alone", await Issue(store, orders, cancel));
                // SQLite has one node.
                foreach (var count in nodes.Where(count => count == 1 || store == Store.Postgres))
                {
                    var name = $"{store}, {count} {(count == 1 ? "node" : "nodes")}";
                    await Note(round, name);
                    Add(name, await Whole(store, count, orders, cancel));
                }
            }
        return
        [
            .. readings
                .GroupBy(one => (one.Name, Reading: one.Reading.Name, one.Reading.Unit))
                .Select(group =>
                    Figure.Of(
                        $"{group.Key.Name} {group.Key.Reading}".TrimEnd(),
                        group.Key.Unit,
                        group.Select(one => one.Reading.Value)
                    )
                ),
        ];

        void Add(string name, IEnumerable<Reading> some) => readings.AddRange(some.Select(reading => (name, reading)));

        Task Note(int round, string name) => Console.Error.WriteLineAsync($"round {round} of {rounds}: {name}");
    }

    /// <summary>By the issuing job alone, in this process; the first batch is not counted.</summary>
    private static async Task<IReadOnlyList<Reading>> Issue(Store store, int orders, CancellationToken cancel)
    {
        await using var app = await BudstikkeApp.Start(store, now: DateTimeOffset.UtcNow);
        await Fill(app, orders + IssuedAtOnce, "http://127.0.0.1:9/");
        await IssueSome();
        var clock = Stopwatch.StartNew();
        var issued = 0;
        while (await IssueSome() is var some and > 0)
            issued += some;
        return [new("", "invoices/s", issued / clock.Elapsed.TotalSeconds)];

        async Task<int> IssueSome()
        {
            var (jobs, token) = await app.ClaimIssuing(IssuedAtOnce);
            if (jobs.Count > 0)
                await app.Settle(jobs, token, await app.Issuer.Handle(jobs, cancel));
            return jobs.Count;
        }
    }

    private static async Task<IReadOnlyList<Reading>> Whole(
        Store store,
        int count,
        int orders,
        CancellationToken cancel
    )
    {
        var folder = StoreFolder.New();
        await using var mail = SmtpSink.Start();
        await using var receiver = await Receiver.Start();
        var settings = await StoreFolder.Settings(store, folder);
        settings["Callbacks:AllowPrivateAddresses"] = "true";
        settings["Callbacks:Ports"] = "*";
        settings["Email:Smtp"] = mail.Setting;
        settings["Email:From"] = "invoice@budstikke.example";
        await NodeProcess.AddClient(settings, "live");
        await using (var app = await BudstikkeApp.Start(store, folder, DateTimeOffset.UtcNow))
            await Fill(app, orders, receiver.Url("/cb"));
        await using var database = InvoicedOnce.Open(settings);
        var nodes = new List<NodeProcess>();
        try
        {
            var clock = Stopwatch.StartNew();
            nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => NodeProcess.Serve(settings))));
            var issued = TimeSpan.Zero;
            using var pace = new PeriodicTimer(s_poll);
            while (await database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs"), cancel) > 0)
            {
                if (clock.Elapsed > s_longest)
                    throw new TimeoutException($"{receiver.Urls.Count} of {orders} orders were told of.");
                if (issued == TimeSpan.Zero && await Issued() == orders)
                    issued = clock.Elapsed;
                await pace.WaitForNextTickAsync(cancel);
            }
            var whole = clock.Elapsed;
            if (mail.Messages != orders || receiver.Urls.Count != orders)
                throw new InvalidOperationException(
                    $"{orders} orders came to {mail.Messages} mails and {receiver.Urls.Count} callbacks."
                );
            return
            [
                new("orders", "orders/s", orders / whole.TotalSeconds),
                new("all issued after", "s", (issued == TimeSpan.Zero ? whole : issued).TotalSeconds),
                new("peak memory", "MB", nodes.Max(node => node.PeakMemoryBytes) / 1e6),
            ];
        }
        finally
        {
            foreach (var node in nodes)
                node.Dispose();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await StoreFolder.Delete(folder);
        }

        Task<long> Issued() =>
            database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM invoices"), cancel);
    }

    /// <summary>Each order is another person's, who has an e-mail address.</summary>
    private static async Task Fill(BudstikkeApp app, int orders, string callbackUrl)
    {
        var accept = app.Services.GetRequiredService<AcceptOrders>();
        foreach (var some in Enumerable.Range(0, orders).Chunk(OrdersAtOnce))
            await accept.Accept([.. some.Select(i => new Submission(app.Caller, OrderOf(i), null, [], null))]);

        Order OrderOf(int i) =>
            Samples.ToPerson with
            {
                OrderedAt = DateTimeOffset.UtcNow,
                CallbackUrl = callbackUrl,
                Customer = Samples.ToPerson.Customer with { Msisdn = $"{40_000_000 + i}" },
            };
    }
}
