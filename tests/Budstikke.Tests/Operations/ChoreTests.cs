using System.Diagnostics.Metrics;
using System.Net;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Budstikke.Tests.Operations;

/// <summary>What a node does in the background meets what nobody expected, says so, and goes on.</summary>
public sealed class ChoreTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [NeedsPostgres]
    public async Task A_role_that_may_not_log_in_for_a_moment_ends_nothing_and_the_node_works_on()
    {
        var cluster = await PostgresCluster.Shared;
        var database = new NpgsqlConnectionStringBuilder(await cluster.NewEmptyDatabase()).Database!;
        var role = $"node_of_{database}";
        await cluster.Run($"CREATE ROLE {role} LOGIN");
        await cluster.Run($"ALTER DATABASE {database} OWNER TO {role}");
        var settings = new Dictionary<string, string?>
        {
            [OpenStore.PostgresSetting] = cluster.ConnectionTo(database, role),
        };
        var time = new QuickTimers(50);
        await using var node = await Node.Start(time, settings);
        using var gauges = ListenToGauges();
        (await node.Send()).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var seen = new CountingChore(node.Database, await ClockOf(node.Database, time));

        await cluster.Run($"ALTER ROLE {role} NOLOGIN");
        await cluster.CutConnections(cluster.ConnectionTo(database));
        await seen.StartAsync(CancellationToken.None);
        await seen.UntilFailed(5);
        await cluster.Run($"ALTER ROLE {role} LOGIN");
        await seen.UntilWorked(1);
        await seen.StopAsync(CancellationToken.None);

        node.Services.GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Where(one => one.ExecuteTask!.IsCompleted)
            .ShouldBeEmpty();
        node.IsStopping.ShouldBeFalse();
        (await node.Send()).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_chore_with_a_defect_is_done_again_and_the_log_has_the_defect()
    {
        await using var store = await TempStore.Create();
        var log = new HeardLog();
        using var chore = new FailingOnce(store.Database, await ClockOf(store.Database, new QuickTimers(1000)), log);

        await chore.StartAsync(CancellationToken.None);
        await chore.Done.WaitAsync(s_patience);
        await chore.StopAsync(CancellationToken.None);

        var line = log.Lines.ShouldHaveSingleItem();
        line.Level.ShouldBe(LogLevel.Error);
        line.Text.ShouldContain("A chore did not go through");
        line.Text.ShouldContain("nobody expected this");
    }

    private static async Task<NodeClock> ClockOf(Database database, TimeProvider time)
    {
        var clock = new NodeClock(database, new(time, new()), time, NullLogger<NodeClock>.Instance);
        await clock.Compare();
        return clock;
    }

    /// <summary>The depth of the queue is read only while somebody listens.</summary>
    private static MeterListener ListenToGauges()
    {
        var listener = new MeterListener { InstrumentPublished = (one, heard) => heard.EnableMeasurementEvents(one) };
        listener.Start();
        return listener;
    }

    private sealed class FailingOnce(Database database, NodeClock clock, ILogger log)
        : Chore(TimeSpan.FromSeconds(10), database, clock, log)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _hasFailed;

        public Task Done => _done.Task;

        protected override string What => "A chore";

        public override Task Run(CancellationToken cancel)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                throw new InvalidOperationException("nobody expected this");
            }
            _done.TrySetResult();
            return Task.CompletedTask;
        }
    }

    /// <summary>As often as the node's own, so that what it met five times, they have met.</summary>
    private sealed class CountingChore(Database database, NodeClock clock)
        : Chore(TimeSpan.FromSeconds(10), database, clock, NullLogger.Instance)
    {
        private readonly SemaphoreSlim _failed = new(0);
        private readonly SemaphoreSlim _worked = new(0);

        protected override string What => "Counting";

        public override async Task Run(CancellationToken cancel)
        {
            try
            {
                await Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs"), cancel);
                _worked.Release();
            }
            catch (NpgsqlException)
            {
                _failed.Release();
            }
        }

        public Task UntilFailed(int times) => Until(_failed, times);

        public Task UntilWorked(int times) => Until(_worked, times);

        private static async Task Until(SemaphoreSlim count, int times)
        {
            for (var i = 0; i < times; i++)
                (await count.WaitAsync(s_patience)).ShouldBeTrue();
        }
    }
}
