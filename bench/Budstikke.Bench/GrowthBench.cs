using System.Diagnostics;
using Budstikke.Storage;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Bench;

/// <summary>The same calls and the same work on a store that has grown from a thousand orders to ten millions: they
/// should stay flat.</summary>
internal static class GrowthBench
{
    private const int Readers = 4;
    private const int Senders = 16;
    private const string Calls = "/api/v1/connect/orders";
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestWay = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        IReadOnlyList<long> orders,
        Pace pace,
        CancellationToken cancel
    )
    {
        var figures = new List<Figure>();
        foreach (var store in stores)
            figures.AddRange(await Run(store, orders, pace, cancel));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> Run(
        Store store,
        IReadOnlyList<long> scales,
        Pace pace,
        CancellationToken cancel
    )
    {
        var folder = StoreFolder.New();
        var statements = store == Store.Postgres ? await StatementPages.Start() : null;
        try
        {
            await using var receiver = await Receiver.Start();
            var settings = await StoreFolder.Settings(Store.Sqlite, folder);
            if (statements is not null)
                settings[OpenStore.PostgresSetting] = await statements.NewDatabase();
            settings["Callbacks:AllowPrivateAddresses"] = "true";
            settings["Callbacks:Ports"] = "*";
            var order = Ground.ToldTo(receiver.Url());
            var token = await NodeProcess.AddTestClient(settings);
            await using var database = await Open(settings);
            var grown = await GrownStore.Begin(database, settings, token, order);
            var figures = new List<Figure>();
            foreach (var orders in scales)
            {
                await grown.GrowTo(orders);
                if (statements is not null)
                    await StatementPages.Reset(database);
                var name = $"{store}, {orders:#,0} orders:";
                figures.AddRange(await At(name, new(settings, token, order, database), grown, pace, cancel));
                if (statements is not null)
                    figures.AddRange(await StatementPages.Figures(database, name));
            }
            return figures;
        }
        finally
        {
            statements?.Stop();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await StoreFolder.Delete(folder);
        }
    }

    private static async Task<IReadOnlyList<Figure>> At(
        string name,
        Installation at,
        GrownStore grown,
        Pace pace,
        CancellationToken cancel
    )
    {
        IReadOnlyList<Figure> calls;
        using (var door = await Door(at))
        {
            calls = await Figures.Take(
                [
                    Reads("status", () => $"{Calls}/status/{grown.AnyOrder()}"),
                    Reads("details", () => $"{Calls}/details/{grown.AnyOrder()}"),
                    Reads("invoice number", () => $"{Calls}/invoice-number/{grown.AnyOrder()}"),
                    Reads("timeline", () => $"/api/v1/orders/{grown.AnyOrder()}/timeline"),
                    Reads("newest 1,000", () => $"{Calls}/status"),
                    Reads("1,000 invoiced after any", () => $"{Calls}/status?type=INVOICED&after={grown.AnyOrder()}"),
                    new($"{name} Send Invoice", stop => Send(door, at, pace.Time, stop)),
                ],
                pace,
                cancel
            );

            Measurement Reads(string what, Func<string> nextPath) =>
                new(
                    $"{name} {what}",
                    stop =>
                        HttpLoad.Run(
                            [door.Address],
                            _ => RequestBytes.Reads(nextPath, at.Token),
                            Readers,
                            pace.Time,
                            stop
                        )
                );
        }
        var way = new Measurement($"{name} the way to the customer", stop => Way(at, pace.Time, stop));
        return [.. calls, .. await Figures.Take([way], pace, cancel)];
    }

    private static Task<NodeProcess> Door(Installation at) =>
        NodeProcess.Serve(new(at.Settings) { ["Node:Roles"] = "api" });

    private static Task<IReadOnlyList<Reading>> Send(
        NodeProcess door,
        Installation at,
        TimeSpan time,
        CancellationToken cancel
    ) => HttpLoad.Run([door.Address], i => RequestBytes.Orders(at.Order, at.Token, i * 100), Senders, time, cancel);

    /// <summary>What a node issues, sends and tells of a backlog, until it is worked off or the time is over; what is
    /// left is thrown away.</summary>
    private static async Task<IReadOnlyList<Reading>> Way(Installation at, TimeSpan time, CancellationToken cancel)
    {
        await at.Database.Write(session => session.Execute("DELETE FROM jobs"), cancel);
        using (var door = await Door(at))
            await Send(door, at, time, cancel);
        using var node = await NodeProcess.Serve(at.Settings);
        var waited = Stopwatch.StartNew();
        var first = await Next(at.Database);
        // Until the first is issued it only starts.
        while (first == (first = await Next(at.Database)))
        {
            if (waited.Elapsed > s_longestWay)
                throw new TimeoutException("Nothing was issued.");
            await Task.Delay(s_poll, cancel);
        }
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time && await Jobs(at.Database) > 0)
            await Task.Delay(s_poll, cancel);
        var issued = await Next(at.Database) - first;
        var taken = clock.Elapsed;
        return [new("", "invoices/s", issued / taken.TotalSeconds)];
    }

    private static Task<long> Next(Database database) =>
        database.Read(session => session.QuerySingle<long>("SELECT next FROM number_series"));

    private static Task<long> Jobs(Database database) =>
        database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs"));

    private static async Task<Database> Open(Dictionary<string, string?> settings) =>
        (
            await OpenStore.Run(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), TimeProvider.System)
        ).Database;

    private sealed record Installation(
        Dictionary<string, string?> Settings,
        string Token,
        string Order,
        Database Database
    );
}
