using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace Budstikke.Tests.Jobs;

/// <summary>Who has a job, and for how long.</summary>
public sealed class ClaimTests
{
    private static readonly TimeSpan s_longerThanALease = TimeSpan.FromSeconds(QueueBench.LeaseSeconds + 1);

    [Fact]
    public async Task A_job_is_claimed_once()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1", "2");

        (await bench.ClaimedSubjects()).ShouldBe(["1", "2"]);
        (await bench.ClaimedSubjects()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_is_not_claimed_before_it_is_due()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        var (token, jobs) = await bench.Claim();
        await bench.Settle(jobs, token, Settlement.Wait(bench.Clock.GetUtcNow().AddMinutes(1)));

        bench.Pass(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        (await bench.ClaimedSubjects()).ShouldBeEmpty();
        bench.Pass(TimeSpan.FromMilliseconds(1));
        (await bench.ClaimedSubjects()).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_lane_keeps_its_order_and_has_one_claim()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "lane", ["1", "2", "3"]);
        await bench.Enqueue("A", "other lane", ["x"]);

        var (token, jobs) = await bench.Claim();
        jobs.Select(job => job.Subject).ShouldBe(["1", "x"]);
        (await bench.ClaimedSubjects()).ShouldBeEmpty();

        await bench.Settle([jobs[0]], token, Settlement.Done);
        (await bench.ClaimedSubjects()).ShouldBe(["2"]);
    }

    [Fact]
    public async Task In_a_lane_nothing_overtakes_a_job_that_is_to_be_tried_again()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "lane", ["1", "2"]);
        bench.Do = jobs =>
            jobs[0] is { Subject: "1", Attempts: 0 }
                ? Settlement.Retry(bench.Clock.GetUtcNow().AddMinutes(1), "not now")
                : Settlement.Done;

        await bench.Worker.RunDue();
        bench.Handled.ShouldBe(["1"]);
        bench.Pass(TimeSpan.FromMinutes(1));
        await bench.Worker.RunDue();

        bench.Handled.ShouldBe(["1", "1", "2"]);
    }

    [Fact]
    public async Task A_batch_lane_yields_nothing_while_a_claim_on_it_lives()
    {
        await using var bench = await QueueBench.Create(isBatch: true);
        await bench.Enqueue("A", "1", "2", "3");
        (await bench.ClaimedSubjects(2)).ShouldBe(["1", "2"]);
        await bench.Enqueue("A", "4");

        (await bench.ClaimedSubjects()).ShouldBeEmpty();

        bench.Pass(s_longerThanALease);
        (await bench.ClaimedSubjects()).ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task One_batch_is_of_one_client()
    {
        await using var bench = await QueueBench.Create(isBatch: true);
        await bench.Enqueue("A", "a1", "a2");
        await bench.Enqueue("B", "b1");

        (await bench.ClaimedSubjects()).ShouldBe(["a1", "a2"]);
        (await bench.ClaimedSubjects()).ShouldBe(["b1"]);
    }

    [Fact]
    public async Task A_claim_that_ran_out_and_was_taken_by_another_cannot_settle()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        var (slow, jobs) = await bench.Claim();
        bench.Pass(s_longerThanALease);
        var (quick, again) = await bench.Claim();
        again.ShouldHaveSingleItem().IsUnconfirmed.ShouldBeTrue();

        var write = new Statement("INSERT INTO sequences (name, next) VALUES ('slow', 1)", new { });
        await Should.ThrowAsync<ConflictException>(() => bench.Settle(jobs, slow, new() { Writes = [write] }));
        await bench.Settle(again, quick, Settlement.Done);

        (await bench.Count()).ShouldBe(0);
        (await bench.Database.Read(s => s.QuerySingle<long>("SELECT count(*) FROM sequences"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_claim_that_is_renewed_lives_on()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        var (token, jobs) = await bench.Claim();

        for (var i = 0; i < 3; i++)
        {
            bench.Pass(TimeSpan.FromSeconds(QueueBench.LeaseSeconds - 1));
            (await bench.ClaimedSubjects()).ShouldBeEmpty();
            await bench.Queue.Renew([jobs[0].JobId], token);
        }

        await bench.Settle(jobs, token, Settlement.Done);
        (await bench.Count()).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_was_given_back_unbegun_is_not_unconfirmed()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1", "2");
        var (token, jobs) = await bench.Claim();
        await bench.Queue.Release([jobs[0]], token, wereBegun: false);
        await bench.Queue.Release([jobs[1]], token, wereBegun: true);

        var (_, again) = await bench.Claim();

        again.Select(job => job.IsUnconfirmed).ShouldBe([false, true]);
    }

    [Fact]
    public async Task After_a_restart_the_claims_of_the_dead_are_free_at_once_and_unconfirmed()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        await bench.Claim();

        await bench.Queue.ReleaseAll();

        (await bench.Claim()).Jobs.ShouldHaveSingleItem().IsUnconfirmed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claim_that_ends_later_than_one_can_has_ended(bool isBatch)
    {
        await using var bench = await QueueBench.Create(isBatch);
        await bench.Enqueue("A", "1");
        await bench.Claim();
        await bench.Enqueue("A", "2");
        var longest = bench.Clock.GetUtcNow().AddSeconds(JobSettings.MaxLeaseSeconds).ToUnixTimeMilliseconds();
        await ClaimUntil(longest);
        (await bench.ClaimedSubjects()).ShouldBe(isBatch ? [] : ["2"]);

        await ClaimUntil(longest + 1);

        (await bench.ClaimedSubjects()).ShouldBe(["1", "2"]);

        Task ClaimUntil(long end) =>
            bench.Database.Write(session =>
                session.Execute("UPDATE jobs SET claimed_until = @end WHERE claim_token IS NOT NULL", new { end })
            );
    }

    [NeedsPostgres]
    public async Task A_claim_of_a_servers_clock_that_was_hours_ahead_blocks_no_lane()
    {
        await using var app = await BudstikkeApp.Start(Store.Postgres);
        string[] orders = [await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToPerson)];
        await app.ClaimIssuing(1);
        await app.Execute(
            "UPDATE jobs SET claimed_until = claimed_until + @hours WHERE claim_token IS NOT NULL",
            new { hours = 10 * 60 * 60 * 1000L }
        );

        await app.RunJobs();

        foreach (var order in orders)
            (await app.InvoiceOf(order)).IssueDate.ShouldBe("2026-11-23");
        (await app.JobCount()).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_with_five_thousand_jobs_does_not_delay_another_clients_single_one(bool isBatch)
    {
        await using var bench = await QueueBench.Create(isBatch);
        await bench.Enqueue("A", [.. Enumerable.Range(0, 5000).Select(i => $"a{i}")]);
        await bench.Enqueue("B", "b");

        var first = await bench.ClaimedSubjects(100);
        var second = await bench.ClaimedSubjects(100);

        first.Concat(second).ShouldContain("b");
        first.Count.ShouldBe(isBatch ? 100 : 51);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claim_of_ten_jobs_takes_no_longer_where_five_thousand_more_wait(bool isBatch)
    {
        await using var bench = await QueueBench.Create(isBatch);
        await bench.Enqueue("A", [.. Enumerable.Range(0, 100).Select(i => $"a{i}")]);
        var few = await StepsOfAClaim(bench);
        await bench.Enqueue("A", [.. Enumerable.Range(100, 5000).Select(i => $"a{i}")]);

        var many = await StepsOfAClaim(bench);

        // One more level of an index is a few steps more; a look at each of the five thousand is some ten thousand.
        many.ShouldBeLessThan(few + few / 2);
    }

    /// <summary>What SQLite's machine does for it, in its own instructions: another run has the same count.</summary>
    private static async Task<int> StepsOfAClaim(QueueBench bench)
    {
        var steps = 0;
        await OnTheWriter(db => raw.sqlite3_progress_handler(db, 1, _ => GoOn(), null));
        var (token, jobs) = await bench.Claim();
        await OnTheWriter(db => raw.sqlite3_progress_handler(db, 0, null, null));
        jobs.Count.ShouldBe(10);
        await bench.Settle(jobs, token, Settlement.Done);
        return steps;

        int GoOn()
        {
            steps++;
            return 0;
        }

        Task OnTheWriter(Action<sqlite3> act) =>
            bench.Database.Write(session =>
            {
                act(((SqliteConnection)session.Connection).Handle!);
                return Task.CompletedTask;
            });
    }

    [NeedsPostgres]
    public Task What_was_planned_while_single_jobs_came_does_not_read_a_backlog() => PlannedForFew(isBatch: false);

    [NeedsPostgres]
    public Task What_was_planned_while_single_jobs_came_does_not_read_the_backlog_of_a_batch_lane() =>
        PlannedForFew(isBatch: true);

    private static async Task PlannedForFew(bool isBatch)
    {
        var cluster = await PostgresCluster.Shared;
        // One session has all the plans, and counts the rows that were read.
        await using var database = new Database(
            new PostgresDialect($"{await cluster.NewDatabase()};Maximum Pool Size=1")
        );
        var kind = new JobKind("work", 10, isBatch);
        var queue = new JobQueue(database, TimeProvider.System, new JobSettings());
        for (var i = 0; i < 10; i++)
        {
            await Enqueue(1);
            (await Work()).ShouldBe(1);
        }
        await Enqueue(5000);
        var before = await RowsRead();

        (await Work()).ShouldBe(10);

        (await RowsRead() - before).ShouldBeLessThan(500);
        await queue.Claim(kind, 10, JobQueue.NewToken());
        before = await RowsRead();
        // Of a lane that is claimed nothing is looked at.
        (await queue.Claim(kind, 10, JobQueue.NewToken())).Count.ShouldBe(isBatch ? 0 : 10);
        (await RowsRead() - before).ShouldBeLessThan(500);

        Task Enqueue(int count) =>
            database.Write([
                .. JobQueue.Rows(
                    Enumerable
                        .Range(0, count)
                        .Select(i => new NewJob("A", kind.Kind, $"{i}") { Lane = isBatch ? kind.LaneOf("A") : null }),
                    TimeProvider.System.GetUtcNow()
                ),
            ]);

        async Task<int> Work()
        {
            var token = JobQueue.NewToken();
            var jobs = await queue.Claim(kind, 10, token);
            await database.Write(session =>
                queue.Settle(
                    session,
                    [new(jobs, Settlement.Done, token)],
                    new(new Wake(), NullLogger<FactRegister>.Instance)
                )
            );
            return jobs.Count;
        }

        async Task<long> RowsRead()
        {
            await database.Read(session => session.Query<string>("SELECT CAST(pg_stat_force_next_flush() AS text)"));
            return await database.Read(session =>
                session.QuerySingle<long>(
                    "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'jobs'"
                )
            );
        }
    }

    [Fact]
    public async Task Each_of_many_clients_is_served_in_turn()
    {
        await using var bench = await QueueBench.Create(isBatch: true);
        foreach (var client in Enumerable.Range(0, 40).Select(i => $"client {i:D2}"))
            await bench.Enqueue(client, [.. Enumerable.Range(0, 3).Select(i => $"{client}")]);
        var served = new List<string>();

        for (var i = 0; i < 40; i++)
        {
            var (token, jobs) = await bench.Claim(1);
            served.Add(jobs.ShouldHaveSingleItem().ClientId);
            await bench.Settle(jobs, token, Settlement.Done);
        }

        served.ShouldBeUnique();
    }
}
