using System.Diagnostics;
using Budstikke.Invoicing;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <param name="Rules">The folder of the official rules that documents are checked by; null for none.</param>
internal sealed record Backlog(int Orders, bool AreCompanies, string? Rules);

/// <summary>
/// The way of a backlog: issued (number, UBL, PDF, stored), then the whole of it by nodes of their own, with mails over
/// SMTP and callbacks over HTTP to sinks that take all. Each round has new stores, and a node begins cold.
/// </summary>
internal static class WayBench
{
    private const int IssuedAtOnce = 200;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The database is asked seldom: to count what waits twenty times a second cost a fifth of what the nodes'
    /// own statements do.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    /// <param name="nodes">How many nodes work on it; SQLite has one.</param>
    /// <param name="stored">How many orders the store has sent before.</param>
    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        IReadOnlyList<int> nodes,
        IReadOnlyList<long> stored,
        Backlog backlog,
        Pace pace,
        CancellationToken cancel
    )
    {
        var measurements =
            from store in stores
            from one in new[]
            {
                new Measurement($"{store}, issuing alone", stop => Issue(store, backlog.Orders, stop)),
            }.Concat(
                from before in stored
                from count in nodes
                where count == 1 || store == Store.Postgres
                let name = $"{store}, {count} "
                    + $"{(count == 1 ? "node" : "nodes")}{(before == 0 ? "" : $", {before:#,0} orders")}"
                select new Measurement(name, stop => Whole(store, count, before, backlog, stop))
            )
            select one;
        return await Figures.Take([.. measurements], pace with { WarmUp = false }, cancel);
    }

    /// <summary>By the issuing job alone, in this process; the first batch is not counted.</summary>
    private static async Task<IReadOnlyList<Reading>> Issue(Store store, int orders, CancellationToken cancel)
    {
        await using var app = await BudstikkeApp.Start(store, now: DateTimeOffset.UtcNow);
        await Ground.Fill(app, orders + IssuedAtOnce, "http://127.0.0.1:9/");
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
        int nodes,
        long stored,
        Backlog backlog,
        CancellationToken cancel
    )
    {
        var orders = backlog.Orders;
        await using var ground = await Ground.Open(store, stored, backlog.AreCompanies, backlog.Rules);
        await ground.Fill(orders);
        var (mails, connections, callbacks) = (ground.Arrived, ground.Mail.Connections, ground.Callbacks.Calls);
        var issued = TimeSpan.Zero;
        using var pace = new PeriodicTimer(s_poll);
        var clock = Stopwatch.StartNew();
        await ground.Serve(nodes);
        var looked = TimeSpan.Zero;
        while (ground.Arrived - mails < orders || ground.Callbacks.Calls - callbacks < orders || await HasJobs(""))
        {
            if (clock.Elapsed > s_longest)
                throw new TimeoutException($"After {s_longest} there were jobs left.");
            if (issued == TimeSpan.Zero && clock.Elapsed - looked > s_look)
            {
                looked = clock.Elapsed;
                if (!await HasJobs($"WHERE kind = '{IssueInvoices.KindName}'"))
                    issued = looked;
            }
            await pace.WaitForNextTickAsync(cancel);
        }
        var whole = clock.Elapsed;
        var coreTime = ground.Nodes.Sum(node => node.CoreTime.TotalMicroseconds);
        (mails, callbacks) = (ground.Arrived - mails, ground.Callbacks.Calls - callbacks);
        if (mails != orders || callbacks != orders)
            throw new InvalidOperationException(
                $"{orders} orders came to {mails} documents and {callbacks} callbacks."
            );
        return
        [
            new("whole way", "orders/s", orders / whole.TotalSeconds),
            new("issued", "invoices/s", orders / (issued == TimeSpan.Zero ? whole : issued).TotalSeconds),
            new("a connection", "mails", mails / Math.Max(1.0, ground.Mail.Connections - connections)),
            new("nodes' cores", "µs/order", coreTime / orders),
            new("peak memory", "MB", ground.Nodes.Max(node => node.PeakMemoryBytes) / 1e6),
        ];

        Task<bool> HasJobs(string which) =>
            ground.Database.Read(
                session => session.QuerySingle<bool>($"SELECT EXISTS (SELECT 1 FROM jobs {which})"),
                cancel
            );
    }
}
