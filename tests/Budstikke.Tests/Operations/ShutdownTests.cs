using System.Diagnostics;
using System.Net;
using Budstikke.Distribution.Email;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Operations;

/// <summary>A node that is told to stop finishes what it holds, or gives it back, in a time that has an end.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_stopping_node_finishes_what_it_is_sending()
    {
        var slow = new SlowChannel(EmailDescription.Channel);
        await using var node = await Node.Start(null, slow);
        (await node.Send()).StatusCode.ShouldBe(HttpStatusCode.Created);
        await slow.Begun.WaitAsync(s_patience);

        var stopping = node.Stop();
        stopping.IsCompleted.ShouldBeFalse();
        slow.Finish();
        await stopping.WaitAsync(s_patience);

        (await node.JobCount("send-email")).ShouldBe(0);
        (await DispatchState(node)).ShouldBe("Accepted");
    }

    [Fact]
    public async Task A_stopping_node_interrupts_what_takes_too_long_and_gives_it_back_as_unconfirmed()
    {
        var slow = new SlowChannel(EmailDescription.Channel);
        await using var node = await Node.Start(Seconds(1), slow);
        await node.Send();
        await slow.Begun.WaitAsync(s_patience);

        await node.Stop().WaitAsync(s_patience);

        // Free at once, no attempt, and the next claim is its second: it may have arrived.
        (await node.JobOf("send-email")).ShouldBe(new JobState(null, Claims: 1, Attempts: 0));
        (await DispatchState(node)).ShouldBe("Planned");
    }

    [Fact]
    public async Task A_handler_that_hears_no_interruption_does_not_keep_a_node_from_stopping()
    {
        var deaf = new SlowChannel(EmailDescription.Channel, hearsInterruption: false);
        await using var node = await Node.Start(Seconds(1), deaf);
        await node.Send();
        await deaf.Begun.WaitAsync(s_patience);

        var clock = Stopwatch.StartNew();
        await node.Stop().WaitAsync(s_patience);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        // Its claim stands and ends by itself, as after a crash.
        (await node.JobOf("send-email")).ClaimToken.ShouldNotBeNull();
        deaf.Finish();
    }

    [Fact]
    public async Task Orders_in_line_are_answered_before_a_node_stops()
    {
        await using var node = await Node.Start();
        var inTransaction = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        node.Database.Fault = point =>
        {
            if (point != "commit" || inTransaction.Task.IsCompleted)
                return;
            inTransaction.SetResult();
            goOn.Wait(s_patience);
        };
        var first = node.Send();
        await inTransaction.Task.WaitAsync(s_patience);
        var second = node.Send();

        var stopping = node.Stop();
        goOn.Set();
        await stopping.WaitAsync(s_patience);

        (await first).StatusCode.ShouldBe(HttpStatusCode.Created);
        // Whether it was in line by then or came too late for the server, it was never half accepted.
        var isAccepted = await IsAccepted(second);
        (await OrderCount(node)).ShouldBe(isAccepted ? 2 : 1);
    }

    [Fact]
    public async Task A_process_that_is_told_to_terminate_ends_without_a_fault_and_leaves_no_claim()
    {
        var folder = StoreFolder.New();
        try
        {
            var settings = await StoreFolder.Settings(Store.Sqlite, folder);
            settings["Logging:Json"] = "true";
            var token = await NodeProcess.AddTestClient(settings);
            using (var node = await NodeProcess.Serve(settings))
            {
                var order = PublishedOrder.Json;
                (await node.Send(token, "k", order)).ShouldNotBeNull();

                (await node.Terminate()).ShouldBe(0);
            }
            await using var store = new Database(new SqliteDialect(settings[OpenStore.SqliteSetting]!));
            var claimed = await store.Read(session =>
                session.QuerySingle<long>("SELECT count(*) FROM jobs WHERE claim_token IS NOT NULL")
            );
            claimed.ShouldBe(0);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await StoreFolder.Delete(folder);
        }
    }

    [Fact]
    public async Task What_was_claimed_but_not_begun_counts_as_never_claimed()
    {
        await using var store = await TempStore.Create();
        var queue = new JobQueue(store.Database, store.Clock, new());
        var kind = new JobKind("work", 10);
        await store.Database.Write([.. JobQueue.Rows([new("CLT1", "work", "s")], store.Clock.GetUtcNow())]);
        var token = JobQueue.NewToken();

        await queue.Release(await queue.Claim(kind, 10, token), token, wereBegun: false);

        (await queue.Claim(kind, 10, token)).ShouldHaveSingleItem().IsUnconfirmed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("301")]
    [InlineData("soon")]
    public void A_wrong_time_to_stop_in_is_refused_by_name(string seconds)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Seconds(seconds)).Build();

        Should
            .Throw<SettingRefusedException>(() => new ServiceCollection().AddJobs(settings))
            .Message.ShouldStartWith("Node__ShutdownSeconds must be a number from 1 to 300");
    }

    private static Dictionary<string, string?> Seconds(object seconds) =>
        new() { ["Node:ShutdownSeconds"] = seconds.ToString() };

    private static async Task<bool> IsAccepted(Task<HttpResponseMessage> answer)
    {
        try
        {
            return (await answer).StatusCode == HttpStatusCode.Created;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Task<string> DispatchState(Node node) =>
        node.Database.Read(session =>
            session.QuerySingle<string>("SELECT state FROM dispatches WHERE channel = 'Email'")
        );

    private static Task<long> OrderCount(Node node) =>
        node.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"));
}
