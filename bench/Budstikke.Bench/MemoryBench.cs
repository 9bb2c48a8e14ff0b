using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>How much memory a node has: when it has nothing to do, under load, and while it works on a backlog of a
/// million jobs.</summary>
internal static class MemoryBench
{
    private const int Connections = 64;
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    /// <param name="jobs">As many orders are stored before, each with a job that finds that nothing is left to
    /// do.</param>
    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        long jobs,
        Pace pace,
        CancellationToken cancel
    ) =>
        await Figures.Take(
            [.. stores.Select(store => new Measurement($"{store}", stop => Take(store, jobs, pace.Time, stop)))],
            pace with
            {
                WarmUp = false,
            },
            cancel
        );

    private static async Task<IReadOnlyList<Reading>> Take(
        Store store,
        long jobs,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        await using var ground = await Ground.Open(store, jobs);
        await ground.Serve(1);
        await Task.Delay(s_rest, cancel);
        var rest = ground.Nodes[0].MemoryBytes;
        await HttpLoad.Run(
            ground.Addresses,
            i => RequestBytes.Orders(ground.Order, ground.Token, i * 100),
            Connections,
            time,
            cancel
        );
        var load = ground.Nodes[0].PeakMemoryBytes;
        ground.StopNodes();
        await ground.Database.Write(
            session =>
                session.Execute(
                    """
                    INSERT INTO jobs (client_id, kind, lane, subject, content, due_at, created_at)
                    SELECT client_id, 'issue', 'issue:' || client_id, order_id, '{}', 0, accepted_at FROM orders
                    """
                ),
            cancel
        );
        await ground.Serve(1);
        await Task.Delay(time, cancel);
        return
        [
            new("at rest", "MB", rest / 1e6),
            new($"at {Connections} connections, at most", "MB", load / 1e6),
            new($"with {jobs:#,0} jobs due, at most", "MB", ground.Nodes[0].PeakMemoryBytes / 1e6),
        ];
    }
}
