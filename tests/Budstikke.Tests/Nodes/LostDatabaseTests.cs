using System.Diagnostics;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Nodes;

/// <summary>The database goes away under two nodes while orders come in and are issued: they answer so, and go on when
/// it is back.</summary>
public sealed class LostDatabaseTests
{
    private const int Orders = 120;
    private const int AtOnce = 8;
    private const int AnsweredBetweenFaults = 20;
    private const int AnsweredBeforeTheCrash = 80;
    private static readonly TimeSpan s_longestOutage = TimeSpan.FromSeconds(60);

    [NeedsPostgres]
    public async Task Cut_connections_and_a_crash_of_the_database_lose_nothing_and_double_nothing()
    {
        // Of its own: the other stories' server must not go away under them.
        var cluster = await PostgresCluster.Start();
        var folder = StoreFolder.New();
        try
        {
            var connection = await cluster.NewDatabase();
            var settings = new Dictionary<string, string?>
            {
                [OpenStore.PostgresSetting] = connection,
                ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
            };
            var token = await NodeProcess.AddTestClient(settings);
            using var one = await NodeProcess.Serve(settings);
            using var two = await NodeProcess.Serve(settings);

            var answers = await SendThrough([one, two], token, cluster, connection);

            await InvoicedOnce.ShouldHold(settings, answers);
            (one.IsRunning, two.IsRunning).ShouldBe((true, true));
        }
        finally
        {
            cluster.Stop();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each order is repeated under its key until it is answered; meanwhile the faults are made.</summary>
    private static async Task<string?[]> SendThrough(
        NodeProcess[] nodes,
        string token,
        PostgresCluster cluster,
        string connection
    )
    {
        var answers = new string?[Orders];
        var (answered, refused) = (0, 0);
        using var oneFault = new SemaphoreSlim(1);
        await Parallel.ForAsync(
            0,
            Orders,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) =>
            {
                answers[i] = await Insist(
                    nodes[i % nodes.Length],
                    token,
                    $"order-{i}",
                    refusal: () => Interlocked.Increment(ref refused)
                );
                var count = Interlocked.Increment(ref answered);
                if (count % AnsweredBetweenFaults != 0)
                    return;
                await oneFault.WaitAsync(CancellationToken.None);
                await (count == AnsweredBeforeTheCrash ? cluster.Crash() : cluster.CutConnections(connection));
                oneFault.Release();
            }
        );
        refused.ShouldBeGreaterThan(0);
        return answers;
    }

    private static async Task<string> Insist(NodeProcess node, string token, string key, Action refusal)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (await node.Send(token, key, PublishedOrder.Json) is { } order)
                return order;
            refusal();
            waited.Elapsed.ShouldBeLessThan(s_longestOutage);
            await pace.WaitForNextTickAsync();
        }
    }
}
