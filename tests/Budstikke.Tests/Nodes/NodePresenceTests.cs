using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Nodes;

/// <summary>Who is dead, and what becomes of its claims.</summary>
public sealed class NodePresenceTests
{
    private const int Other = 4711;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Twenty times as fast as in earnest.</summary>
    private static readonly PresenceTimes s_fast = new(
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(800),
        TimeSpan.FromMilliseconds(1200),
        TimeSpan.FromMilliseconds(500)
    );

    [NeedsPostgres]
    public async Task What_a_dead_node_had_claimed_is_free_before_its_claims_end()
    {
        await using var ground = await Ground.Of();
        await ground.Claim(NodePresence.NameOf(Other), "of the dead");
        await ground.Claim("", "of nobody");
        await ground.Row(Other);

        await using var node = ground.Keep();

        await Ground.Until(async () => (await ground.Free()).Contains("of the dead"));
        (await ground.Free()).ShouldBe(["of the dead"]);
        (await ground.Nodes()).ShouldBe([node.Presence.Node]);
        (await ground.Claims("of the dead")).ShouldBe(1, "what it sent may have arrived");
    }

    [NeedsPostgres]
    public async Task A_node_that_stands_still_keeps_its_lock_and_its_claims()
    {
        await using var ground = await Ground.Of();
        await ground.Claim(NodePresence.NameOf(Other), "of the frozen");
        await using var frozen = await ground.Hold(Other);
        await ground.Row(Other);
        await ground.Claim(NodePresence.NameOf(Other + 1), "of the dead");
        await ground.Row(Other + 1);

        await using var node = ground.Keep();

        await Ground.Until(async () => (await ground.Free()).Contains("of the dead"));
        (await ground.Free()).ShouldNotContain("of the frozen");
    }

    [NeedsPostgres]
    public async Task A_node_whose_session_was_ended_begins_nothing_until_it_has_lock_and_row_again()
    {
        await using var ground = await Ground.Of();
        await using var node = ground.Keep();
        await Ground.Until(() => Task.FromResult(node.Presence.MayBegin));

        await using (await ground.HoldInPlaceOf(node.Presence.Node))
            await Ground.Until(() => Task.FromResult(!node.Presence.MayBegin));

        await Ground.Until(() => Task.FromResult(node.Presence.MayBegin));
    }

    [NeedsPostgres]
    public async Task A_node_that_stops_in_order_leaves_no_row()
    {
        await using var ground = await Ground.Of();
        await using (ground.Keep())
            await Ground.Until(async () => (await ground.Nodes()).Count == 1);

        (await ground.Nodes()).ShouldBeEmpty();
    }

    [Fact]
    public void On_an_embedded_store_nobody_else_judges_a_node()
    {
        var alone = new NodePresence(
            null,
            PresenceTimes.Usual,
            TimeProvider.System,
            new(TimeProvider.System, NullLogger<Outages>.Instance),
            new()
        );

        alone.MayBegin.ShouldBeTrue();
        alone.Name.ShouldBeEmpty();
    }

    [Fact]
    public void A_node_begins_nothing_for_a_while_before_others_may_take_it_for_dead() =>
        (PresenceTimes.Usual.SurelyAlive + PresenceTimes.Usual.Every).ShouldBeLessThanOrEqualTo(
            PresenceTimes.Usual.Dead
        );

    /// <summary>A node's presence, kept until it is disposed.</summary>
    private sealed class Kept : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _keeping;

        public Kept(NodePresence presence)
        {
            Presence = presence;
            _keeping = presence.Keep(_end.Token);
        }

        public NodePresence Presence { get; }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _keeping;
            _end.Dispose();
        }
    }

    private sealed class Ground(PostgresCluster cluster, string connection) : IAsyncDisposable
    {
        private readonly Database _database = new(new PostgresDialect(connection));
        private readonly JobQueue _queue = new(
            new(new PostgresDialect(connection)),
            TimeProvider.System,
            new JobSettings(60)
        );

        public static async Task<Ground> Of()
        {
            var cluster = await PostgresCluster.Shared;
            return new(cluster, await cluster.NewDatabase());
        }

        public Kept Keep() =>
            new(
                new(
                    connection,
                    s_fast,
                    TimeProvider.System,
                    new(TimeProvider.System, NullLogger<Outages>.Instance),
                    new()
                )
            );

        public async Task Claim(string node, string subject)
        {
            await _database.Write([
                .. JobQueue.Rows([new NewJob("A", "work", subject)], TimeProvider.System.GetUtcNow()),
            ]);
            (await _queue.Claim(new("work", 10), 10, node + JobQueue.NewToken())).ShouldHaveSingleItem();
        }

        /// <summary>Of a node that has not renewed it for a minute.</summary>
        public Task Row(int node) =>
            _database.Write(session =>
                session.Execute(
                    """
                    INSERT INTO nodes (node, renewed_at)
                    VALUES (@node, (extract(epoch FROM clock_timestamp()) * 1000)::bigint - 60000)
                    """,
                    new { node = (long)node }
                )
            );

        public async Task<PostgresHold> Hold(int node) =>
            (await PostgresHold.Take(connection, NodePresence.LockKind, node, default)).ShouldNotBeNull();

        /// <summary>Ends the node's session and takes its lock, as often as the node is faster.</summary>
        public async Task<PostgresHold> HoldInPlaceOf(int node)
        {
            using var limit = new CancellationTokenSource(s_limit);
            while (true)
            {
                await EndSessions();
                if (await PostgresHold.Take(connection, NodePresence.LockKind, node, limit.Token) is { } hold)
                    return hold;
            }
        }

        /// <summary>As an administrator, or a failover, does it.</summary>
        private Task EndSessions() =>
            _database.Read(session =>
                session.Query<bool>(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = @name
                    """,
                    new { name = PostgresHold.ApplicationName }
                )
            );

        public Task<IReadOnlyList<string>> Free() =>
            _database.Read(session =>
                session.Query<string>("SELECT subject FROM jobs WHERE claimed_until = 0 ORDER BY subject")
            );

        public Task<long> Claims(string subject) =>
            _database.Read(session =>
                session.QuerySingle<long>("SELECT claims FROM jobs WHERE subject = @subject", new { subject })
            );

        public Task<IReadOnlyList<long>> Nodes() =>
            _database.Read(session => session.Query<long>("SELECT node FROM nodes"));

        public static async Task Until(Func<Task<bool>> isSo)
        {
            using var limit = new CancellationTokenSource(s_limit);
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!await isSo())
                await pace.WaitForNextTickAsync(limit.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _database.DisposeAsync();
            await cluster.Drop(connection);
        }
    }
}
