using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Nodes;

/// <summary>A node that stands still for longer than its claims live, and wakes believing that they are its
/// own.</summary>
public sealed class FrozenNodeTests
{
    private const int Orders = 60;
    private const int MaxRounds = 20;
    private const string TimeoutOfIdle = "SHOW idle_in_transaction_session_timeout";

    [NeedsPostgres]
    public async Task A_node_that_is_frozen_past_its_claims_wakes_and_settles_none_of_them()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var token = await NodeProcess.AddTestClient(settings);
        await using (var database = InvoicedOnce.Open(settings))
        using (var frozen = await NodeProcess.Serve(settings))
        {
            var answers = await FreezeWithClaims(frozen, database, token);
            using var other = await NodeProcess.Serve(settings);
            await InvoicedOnce.ShouldHold(settings, answers);

            // Alone, it does the next order's work behind what it held when it was frozen.
            other.Kill();
            await frozen.Wake();

            answers.Add((await frozen.Send(token, "awake", PublishedOrder.Json)).ShouldNotBeNull());
            await InvoicedOnce.ShouldHold(settings, answers);
            frozen.IsRunning.ShouldBeTrue();
        }
        await StoreFolder.Delete(folder);
    }

    [NeedsPostgres]
    public async Task What_a_killed_node_had_claimed_is_done_by_another_before_its_claims_end()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var token = await NodeProcess.AddTestClient(settings);
        await using (var database = InvoicedOnce.Open(settings))
        using (var victim = await NodeProcess.Serve(settings, JobSettings.MaxLeaseSeconds))
        {
            var answers = await FreezeWithClaims(victim, database, token);
            var claimed = string.Join(", ", (await Tokens(database)).Select(one => $"'{one}'"));
            var end = await Number(database, "SELECT max(claimed_until) FROM jobs WHERE claim_token IS NOT NULL");
            using var other = await NodeProcess.Serve(settings, JobSettings.MaxLeaseSeconds);

            victim.Kill();

            await InvoicedOnce.Until(
                database,
                $"SELECT count(*) FROM jobs WHERE claim_token IN ({claimed})",
                theirs => theirs == 0
            );
            (await Number(database, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")).ShouldBeLessThan(
                end
            );
            await InvoicedOnce.ShouldHold(settings, answers);
        }
        await StoreFolder.Delete(folder);
    }

    [NeedsPostgres]
    public async Task A_frozen_node_keeps_what_it_claimed_and_does_it_when_it_wakes()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var token = await NodeProcess.AddTestClient(settings);
        await using (var database = InvoicedOnce.Open(settings))
        using (var frozen = await NodeProcess.Serve(settings, JobSettings.MaxLeaseSeconds))
        {
            var answers = await FreezeWithClaims(frozen, database, token);
            var claimed = await Tokens(database);
            using var other = await NodeProcess.Serve(settings, JobSettings.MaxLeaseSeconds);

            await InvoicedOnce.Until(
                database,
                "SELECT max(renewed_at) - min(renewed_at) FROM nodes",
                apart => apart > 2 * PresenceTimes.Usual.Dead.TotalMilliseconds
            );

            (await Tokens(database)).Intersect(claimed).ShouldBe(claimed, ignoreOrder: true);
            await frozen.Wake();
            await InvoicedOnce.ShouldHold(settings, answers);
        }
        await StoreFolder.Delete(folder);
    }

    [NeedsPostgres]
    public async Task A_transaction_that_stands_still_is_ended_by_the_server()
    {
        await using var dialect = new PostgresDialect((await PostgresCluster.Shared).ConnectionTo("postgres"));
        // Twice, since what a session sets by itself is forgotten between two uses.
        for (var use = 0; use < 2; use++)
        {
            await using var connection = await dialect.Open(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = TimeoutOfIdle;

            (await command.ExecuteScalarAsync()).ShouldBe("15s");
        }
    }

    [NeedsPostgres]
    public async Task A_move_that_has_locked_its_source_may_stand_still_there_while_it_writes_elsewhere()
    {
        var cluster = await PostgresCluster.Shared;
        await using var database = new Database(new PostgresDialect(await cluster.NewDatabase()));
        await database.Write(async session =>
        {
            await session.Dialect.LockTables(session, ["orders"]);

            (await session.QuerySingle<string>(TimeoutOfIdle)).ShouldBe("0");
        });
        (await database.Read(session => session.QuerySingle<string>(TimeoutOfIdle))).ShouldBe("15s");
    }

    /// <summary>Sends orders and freezes the node while it works on them: where that met no claim, once more.</summary>
    private static async Task<List<string?>> FreezeWithClaims(NodeProcess node, Database database, string token)
    {
        var answers = new List<string?>();
        for (var round = 0; round < MaxRounds; round++)
        {
            answers.AddRange(
                await Task.WhenAll(
                    Enumerable.Range(0, Orders).Select(i => node.Send(token, $"{round}-{i}", PublishedOrder.Json))
                )
            );
            answers.ShouldNotContain((string?)null);
            await node.Freeze();
            if ((await Tokens(database)).Count > 0)
                return answers;
            await node.Wake();
        }
        throw new InvalidOperationException($"In {MaxRounds} rounds the node was never frozen with a claim.");
    }

    private static Task<long> Number(Database database, string sql) =>
        database.Read(session => session.QuerySingle<long>(sql));

    private static Task<IReadOnlyList<string>> Tokens(Database database) =>
        database.Read(session =>
            session.Query<string>("SELECT DISTINCT claim_token FROM jobs WHERE claim_token IS NOT NULL")
        );
}
