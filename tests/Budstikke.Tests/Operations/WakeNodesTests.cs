using System.Collections.Concurrent;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Operations;

/// <summary>Nodes that share a PostgreSQL hear of each other's new work long before they would look for it.</summary>
public sealed class WakeNodesTests
{
    private const string Kind = "issue";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [NeedsPostgres]
    public async Task A_call_on_one_node_wakes_the_other()
    {
        var database = await (await PostgresCluster.Shared).NewDatabase();
        await using var one = await Listener.Start(database);
        await using var other = await Listener.Start(database);

        await other.HearsFrom(one);
        await one.HearsFrom(other);
    }

    [NeedsPostgres]
    public async Task Both_go_on_when_their_connections_were_lost()
    {
        var cluster = await PostgresCluster.Shared;
        var database = await cluster.NewDatabase();
        await using var one = await Listener.Start(database);
        await using var other = await Listener.Start(database);
        await other.HearsFrom(one);

        var backAgain = other.Wake.Next(Kind);
        await cluster.Run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + $"WHERE application_name = '{PostgresSignal.ApplicationName}' AND datname = '{NameOf(database)}'"
        );

        // A listener that is back looks by itself, since it may have missed something.
        await backAgain.WaitAsync(s_patience);
        await other.HearsFrom(one);
    }

    [NeedsPostgres]
    public async Task A_thousand_calls_at_once_are_few_notifications()
    {
        var database = await (await PostgresCluster.Shared).NewDatabase();
        var heard = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        await using var ear = await PostgresSignal.Open(database, stop.Token);
        var begun = new TaskCompletionSource();
        var listening = ear.Listen(begun.SetResult, heard.Enqueue, stop.Token);
        await begun.Task.WaitAsync(s_patience);
        await using var one = await Listener.Start(database);
        await using var other = await Listener.Start(database);

        for (var i = 0; i < 1000; i++)
            one.Wake.Call([Kind]);
        await other.HearsFrom(one);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);

        heard.Count.ShouldBeInRange(1, 100);
    }

    [Fact]
    public void The_pauses_between_tries_grow_to_ten_seconds() =>
        new[] { 1, 2, 3, 6, 7, 1000 }
            .Select(failures => WakeNodes.PauseAfter(failures).TotalSeconds)
            .ShouldBe([0.25, 0.5, 1, 8, 10, 10]);

    [Fact]
    public async Task A_call_wakes_the_pumps_of_its_own_node_at_once()
    {
        var wake = new Wake();
        var next = wake.Next(Kind);

        wake.Call([Kind]);

        await next.WaitAsync(s_patience);
        wake.Next(Kind).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Who_commits_a_fact_wakes_the_pumps_of_the_jobs_that_it_causes()
    {
        var wake = new Wake();
        var register = new FactRegister(wake, NullLogger<FactRegister>.Instance);
        register.On<OrderStatusChanged>(fact => new NewJob(fact.ClientId, Kind, fact.OrderIds[0]));
        var (next, another) = (wake.Next(Kind), wake.Next("send-email"));

        var changed = new OrderStatusChanged
        {
            ClientId = "A",
            OrderIds = ["1"],
            From = OrderState.Sent,
            To = OrderState.Invoiced,
        };
        foreach (var committed in register.Announce([changed], BudstikkeApp.Monday).OfType<AfterCommit>())
            committed.Tell();

        next.IsCompleted.ShouldBeTrue();
        another.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_call_wakes_no_pump_of_another_kind()
    {
        var wake = new Wake();
        var next = wake.Next("send-email");

        wake.Call([Kind]);

        next.IsCompleted.ShouldBeFalse();
    }

    [NeedsPostgres]
    public async Task The_other_node_hears_of_which_kinds_there_is_work()
    {
        var database = await (await PostgresCluster.Shared).NewDatabase();
        await using var one = await Listener.Start(database);
        await using var other = await Listener.Start(database);
        // What a node says by itself at its start is for all.
        await other.HearsFrom(one);
        var not = other.Wake.Next("send-email");

        await other.HearsFrom(one);

        not.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Any_number_of_calls_is_one_for_the_others_and_what_was_heard_is_none()
    {
        var wake = new Wake();
        wake.Call([Kind]);
        wake.Call([Kind]);
        (await wake.NextForOthers(default)).ShouldBe([Kind]);

        wake.Hear([Kind]);

        wake.NextForOthers(default).IsCompleted.ShouldBeFalse();
    }

    private static string NameOf(string database) => new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;

    private sealed class Listener : IAsyncDisposable
    {
        private readonly WakeNodes _nodes;

        private Listener(string database) =>
            _nodes = new(database, hears: true, Wake, new(TimeProvider.System, NullLogger<Outages>.Instance));

        public Wake Wake { get; } = new();

        public static async Task<Listener> Start(string database)
        {
            var listener = new Listener(database);
            var listens = listener.Wake.Next(Kind);
            await listener._nodes.StartAsync(CancellationToken.None);
            await listens.WaitAsync(s_patience);
            return listener;
        }

        /// <summary>One call can fall together with what a sender says by itself when it is back; of a few, each is
        /// heard.</summary>
        public async Task HearsFrom(Listener other)
        {
            for (var i = 0; i < 3; i++)
            {
                var next = Wake.Next(Kind);
                other.Wake.Call([Kind]);
                await next.WaitAsync(s_patience);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _nodes.StopAsync(CancellationToken.None);
            _nodes.Dispose();
        }
    }
}
