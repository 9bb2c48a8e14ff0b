using Budstikke.Tests.Support;

namespace Budstikke.Tests.Nodes;

/// <summary>Real processes, one of them killed with -9 while orders come in: what was answered is there, and nothing is
/// there twice.</summary>
public sealed class KilledNodeTests
{
    private const int Orders = 100;
    private const int AnsweredBeforeTheKill = 40;
    private const int AtOnce = 8;

    [NeedsPostgres]
    public async Task Of_two_nodes_one_is_killed_and_the_other_goes_on()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var token = await NodeProcess.AddTestClient(settings);
        using (var victim = await NodeProcess.Serve(settings))
        using (var survivor = await NodeProcess.Serve(settings))
        {
            var answers = await SendAndKill([victim, survivor], victim, token);
            await SendUnanswered(survivor, token, answers);
            await InvoicedOnce.ShouldHold(settings, answers);
        }
        await StoreFolder.Delete(folder);
    }

    [Fact]
    public async Task A_single_node_is_killed_and_started_again_on_its_store()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Sqlite, folder);
        var token = await NodeProcess.AddTestClient(settings);
        string?[] answers;
        using (var victim = await NodeProcess.Serve(settings))
            answers = await SendAndKill([victim], victim, token);
        using (var next = await NodeProcess.Serve(settings))
        {
            await SendUnanswered(next, token, answers);
            await InvoicedOnce.ShouldHold(settings, answers);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await StoreFolder.Delete(folder);
    }

    /// <summary>The answer to each order; null where there was none.</summary>
    private static async Task<string?[]> SendAndKill(NodeProcess[] nodes, NodeProcess victim, string token)
    {
        var answers = new string?[Orders];
        var answered = 0;
        await Parallel.ForAsync(
            0,
            Orders,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) =>
            {
                answers[i] = await nodes[i % nodes.Length].Send(token, $"order-{i}", PublishedOrder.Json);
                if (answers[i] is not null && Interlocked.Increment(ref answered) == AnsweredBeforeTheKill)
                    victim.Kill();
            }
        );
        answers.ShouldContain((string?)null);
        return answers;
    }

    private static async Task SendUnanswered(NodeProcess node, string token, string?[] answers)
    {
        for (var i = 0; i < Orders; i++)
            answers[i] ??= (await node.Send(token, $"order-{i}", PublishedOrder.Json)).ShouldNotBeNull();
    }
}
