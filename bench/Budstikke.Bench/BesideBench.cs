using System.Diagnostics;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// A backlog on its way while callers ask one node for the same thing without end: how much of it is issued meanwhile,
/// and how long the callers wait. Each measurement has a new store, and a node begins cold.
/// </summary>
internal static class BesideBench
{
    private const int Resent = 200;
    private const int HeldOrders = 12_000;
    private static readonly int[] s_connections = [48, 256];
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <param name="Body">Empty for Send Invoice.</param>
    /// <param name="NeedsIssued">It is asked of orders that have been issued, or of such as are held.</param>
    private sealed record Call(string Name, string Path, string Body, bool NeedsIssued = false);

    private static readonly Call s_none = new("nothing", "", "");

    private static readonly Call[] s_calls =
    [
        new("create", "", ""),
        new("refused refund", "refund", """{"type":"regular","grandTotal":1}"""),
        new("cancel", "cancel", """{"cancellationNote":"Regrets it"}"""),
        new("resend", "resend", "{}", NeedsIssued: true),
    ];

    /// <param name="orders">How many wait.</param>
    public static Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        int orders,
        Pace pace,
        CancellationToken cancel
    )
    {
        var measurements =
            from store in stores
            from one in s_calls
                .SelectMany(_ => s_connections, (call, connections) => (Call: call, Connections: connections))
                .Prepend((Call: s_none, Connections: 0))
            select new Measurement(
                $"{store}, {one.Call.Name}, {one.Connections} conn.:",
                stop => Beside(store, one.Call, one.Connections, orders, pace.Time, stop)
            );
        return Figures.Take([.. measurements], pace with { WarmUp = false }, cancel);
    }

    private static async Task<IReadOnlyList<Reading>> Beside(
        Store store,
        Call call,
        int connections,
        int orders,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        await using var ground = await Ground.Open(store);
        if (call.NeedsIssued)
            await IssueSome(ground, cancel);
        else if (call.Path.Length > 0)
            await ground.Fill(HeldOrders, areHeld: true);
        var asked = await OrderIds(ground);
        await ground.Fill(orders);
        var before = await Issued(ground);
        await ground.Serve(1);

        var clock = Stopwatch.StartNew();
        var load = connections == 0 ? Nothing(time, cancel) : Load(ground, call, asked, connections, time, cancel);
        while (!load.IsCompleted && await Issued(ground) == before)
            await Task.WhenAny(load, Task.Delay(s_poll, cancel));
        var first = clock.Elapsed;
        var readings = await load;
        var issued = await Issued(ground) - before;
        return
        [
            .. readings.Select(one => one with { Name = one.Name.Length == 0 ? "calls" : one.Name }),
            new("issued", "invoices/s", issued / clock.Elapsed.TotalSeconds),
            new("the first after", "ms", first.TotalMilliseconds),
        ];
    }

    private static async Task<IReadOnlyList<Reading>> Nothing(TimeSpan time, CancellationToken cancel)
    {
        await Task.Delay(time, cancel);
        return [];
    }

    private static Task<IReadOnlyList<Reading>> Load(
        Ground ground,
        Call call,
        IReadOnlyList<string> orders,
        int connections,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        var asked = -1;
        return HttpLoad.Run(
            ground.Addresses,
            i =>
                call.Path.Length == 0
                    ? RequestBytes.Orders(ground.Order, ground.Token, i * 100)
                    : RequestBytes.Changes(
                        call.Path,
                        () => orders[Interlocked.Increment(ref asked) % orders.Count],
                        call.Body,
                        ground.Token
                    ),
            connections,
            time,
            cancel
        );
    }

    private static async Task IssueSome(Ground ground, CancellationToken cancel)
    {
        await ground.Fill(Resent);
        await ground.Serve(1);
        var clock = Stopwatch.StartNew();
        while (await Count(ground, "jobs") > 0)
        {
            if (clock.Elapsed > s_longest)
                throw new TimeoutException($"After {s_longest} there were jobs left.");
            await Task.Delay(s_poll, cancel);
        }
        ground.StopNodes();
    }

    private static Task<long> Issued(Ground ground) => Count(ground, "invoices");

    private static Task<long> Count(Ground ground, string table) =>
        ground.Database.Read(session => session.QuerySingle<long>($"SELECT count(*) FROM {table}"));

    private static Task<IReadOnlyList<string>> OrderIds(Ground ground) =>
        ground.Database.Read(session => session.Query<string>("SELECT order_id FROM orders"));
}
