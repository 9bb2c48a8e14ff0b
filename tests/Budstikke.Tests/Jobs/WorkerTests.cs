using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Tests.Jobs;

/// <summary>What becomes of a job in hand.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task Waiting_is_no_attempt()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        bench.Do = _ => Settlement.Wait(bench.Clock.GetUtcNow().AddMinutes(1));

        for (var i = 0; i < 3; i++)
        {
            await bench.Worker.RunDue();
            bench.Pass(TimeSpan.FromMinutes(1));
        }

        bench.Handled.Count.ShouldBe(3);
        (await bench.RowOf("1")).ShouldBe((0, 0, null));
    }

    [Fact]
    public async Task A_defect_is_no_attempt_of_the_outside_and_is_tried_again_ever_more_slowly()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        bench.Do = _ => throw new InvalidOperationException("with a secret in it");

        await bench.Worker.RunDue();
        bench.Pass(TimeSpan.FromSeconds(5));
        await bench.Worker.RunDue();
        bench.Pass(TimeSpan.FromSeconds(9));
        await bench.Worker.RunDue();
        bench.Handled.Count.ShouldBe(2);
        bench.Pass(TimeSpan.FromSeconds(1));
        await bench.Worker.RunDue();

        bench.Handled.Count.ShouldBe(3);
        var (attempts, _, trouble) = await bench.RowOf("1");
        attempts.ShouldBe(0);
        (await bench.FaultsOf("1")).ShouldBe(3);
        trouble!.ShouldStartWith("InvalidOperationException, trace ");
        trouble!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_goes_through_or_waits_rightly_has_failed_no_time_in_a_row()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        bench.Do = _ => throw new InvalidOperationException();
        await bench.Worker.RunDue();

        bench.Do = _ => Settlement.Retry(bench.Clock.GetUtcNow().AddMinutes(1), "not now");
        bench.Pass(TimeSpan.FromMinutes(1));
        await bench.Worker.RunDue();

        (await bench.FaultsOf("1")).ShouldBe(0);
        (await bench.RowOf("1")).ShouldBe((1, 0, "not now"));
    }

    [Fact]
    public async Task A_batch_that_fails_is_handled_and_settled_job_by_job()
    {
        await using var bench = await QueueBench.Create(isBatch: true);
        await bench.Enqueue("A", "1", "bad", "3");
        bench.Do = jobs =>
            jobs.Any(job => job.Subject == "bad") ? throw new InvalidOperationException() : Settlement.Done;

        await bench.Worker.RunDue();

        bench.Handled.ShouldBe(["1 bad 3", "1", "bad", "3"]);
        (await bench.Count()).ShouldBe(1);
        (await bench.FaultsOf("bad")).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_settlement_that_the_database_refuses_holds_no_other_up(bool isBatch)
    {
        await using var bench = await QueueBench.Create(isBatch);
        await bench.Enqueue("A", "1", "bad", "3");
        bench.Do = jobs =>
            new()
            {
                Writes =
                [
                    .. jobs.Select(job => new Statement(
                        job.Subject == "bad"
                            ? "INSERT INTO sequences (name, next) VALUES (NULL, NULL)"
                            : "INSERT INTO sequences (name, next) VALUES (@Subject, 1)",
                        new { job.Subject }
                    )),
                ],
            };

        await bench.Worker.RunDue();

        (await bench.Database.Read(s => s.Query<string>("SELECT name FROM sequences ORDER BY name"))).ShouldBe([
            "1",
            "3",
        ]);
        (await bench.Count()).ShouldBe(1);
        (await bench.FaultsOf("bad")).ShouldBe(1);
        // What it sent before its settling failed may have arrived: the claim stays counted.
        var (attempts, claims, trouble) = await bench.RowOf("bad");
        (attempts, claims).ShouldBe((0, 1));
        trouble!.ShouldStartWith("SqliteException, trace ");
    }

    [Fact]
    public async Task A_node_that_dies_again_and_again_gets_on_with_ever_smaller_pieces_of_a_batch()
    {
        await using var bench = await QueueBench.Create(isBatch: true);
        await bench.Enqueue("A", Enumerable.Range(0, 100).Select(i => $"{i}").ToArray());
        for (var died = 0; died < 3; died++)
        {
            (await bench.Queue.Claim(bench.Kind, 200, JobQueue.NewToken())).Count.ShouldBe(100);
            bench.Pass(TimeSpan.FromSeconds(QueueBench.LeaseSeconds));
        }

        await bench.Worker.RunDue();

        bench.Handled.Select(together => together.Split(' ').Length).ShouldBe([25, 25, 25, 25]);
        (await bench.Count()).ShouldBe(0);
    }

    [Fact]
    public async Task A_compare_and_set_that_another_was_faster_with_is_done_again_from_the_beginning()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        // The first time it meets no row.
        bench.Do = _ =>
            new()
            {
                Writes = [new Statement("UPDATE sequences SET next = 2", new { }, bench.Handled.Count == 1 ? 1 : 0)],
            };
        await bench.Worker.RunDue();

        bench.Handled.Count.ShouldBe(2);
        (await bench.Count()).ShouldBe(0);
    }

    [Fact]
    public async Task Jobs_that_a_settlement_enqueues_stand_in_its_transaction()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        bench.Do = jobs =>
            jobs[0].Subject == "1"
                ? new() { Jobs = [new NewJob("A", "work", "2"), new NewJob("A", "other-work", "3")] }
                : Settlement.Done;

        await bench.Worker.RunDue();

        bench.Handled.ShouldBe(["1", "2"]);
        (await bench.RowOf("3")).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task A_settlement_wakes_the_pumps_of_the_jobs_that_it_enqueues()
    {
        await using var bench = await QueueBench.Create();
        await bench.Enqueue("A", "1");
        bench.Do = _ => new() { Jobs = [new NewJob("A", "other-work", "2")] };
        var (next, another) = (bench.Wake.Next("other-work"), bench.Wake.Next("send-email"));

        await bench.Worker.RunDue();

        next.IsCompleted.ShouldBeTrue();
        another.IsCompleted.ShouldBeFalse();
    }
}
