using System.Data;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Budstikke.Tests.Jobs;

/// <summary>No client's trouble delays another's work, and no claim that failed delays anybody's.</summary>
public sealed class FairClaimTests
{
    private static readonly JobKind s_single = new("single", 10);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly JobKind s_batch = new("batch", 10, IsBatch: true);

    [Theory, OnSqlite, OnPostgres]
    public async Task Clients_whose_due_jobs_stand_behind_a_waiting_one_do_not_hide_another(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Enqueue(
            app,
            Clients(100).Select(client => new NewJob(client, s_single.Kind, "head") { Lane = client, Delay = s_hour })
        );
        await Enqueue(
            app,
            Clients(100).Select(client => new NewJob(client, s_single.Kind, "behind") { Lane = client })
        );
        await app.Enqueue(new("served last", s_single.Kind, "free"));

        (await Claim(app, s_single)).ShouldBe(["free"]);
        (await Claim(app, s_single)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Clients_whose_due_jobs_are_in_hand_elsewhere_do_not_hide_another(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Enqueue(app, Clients(40).Select(client => InLane(client, "in hand")));
        await app.Database.Write(session =>
            session.Execute(
                $"UPDATE jobs SET claim_token = 'elsewhere', claimed_until = {session.Dialect.ClaimClock} + 59000",
                new
                {
                    now = app.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    clockOffset = app.Services.GetRequiredService<JobSettings>().ClaimClockOffsetMilliseconds,
                }
            )
        );
        await Enqueue(app, Clients(40).Select(client => InLane(client, "behind it")));
        await app.Enqueue(InLane("served last", "free"));

        (await Claim(app, s_batch)).ShouldBe(["free"]);
        (await Claim(app, s_batch)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_node_that_has_just_started_begins_with_the_client_that_has_waited_longest(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Enqueue(InLane("C", "waited longest"));
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(1));
        await Enqueue(app, [InLane("A", "a"), InLane("B", "b")]);
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(1));
        await app.Enqueue(InLane("C", "newest"));

        (await Claim(app, s_batch)).ShouldBe(["waited longest", "newest"]);
        (await Claim(app, s_batch)).ShouldBe(["a"]);
        (await Claim(app, s_batch)).ShouldBe(["b"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_that_fails_for_one_client_holds_no_job_of_another(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Enqueue(app, Clients(3).Select(client => new NewJob(client, s_single.Kind, client)));
        foreach (var sql in RefuseUpdatesOf(store, Clients(3).Last()))
            await app.Execute(sql, new { });
        await Should.ThrowAsync<Exception>(() => Claim(app, s_single));
        await app.Execute($"DROP TRIGGER refuse{(store == Store.Sqlite ? "" : " ON jobs")}", new { });

        (await Claim(app, s_single)).ShouldBe(Clients(3));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Claims_whose_commit_was_not_heard_of_are_given_back_at_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Enqueue(new("A", s_single.Kind, "of a single kind"));
        await app.Enqueue(InLane("A", "of a batch"));

        foreach (var kind in new[] { s_single, s_batch })
        {
            FailOnce(app, "committed");
            await Should.ThrowAsync<CrashException>(() => Claim(app, kind));

            var jobs = await app.Queue.Claim(kind, 10, JobQueue.NewToken());
            jobs.ShouldHaveSingleItem().IsUnconfirmed.ShouldBeFalse();
        }
    }

    /// <summary>While somebody's snapshot lives, as that of a dump, the server keeps what was settled, and each look
    /// comes by it.</summary>
    [NeedsPostgres]
    public async Task A_look_passes_once_over_what_was_settled_while_somebody_reads_for_long()
    {
        const int Settled = 1000;
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewDatabase();
        // One session counts the entries of the index that were read.
        await using (var database = new Database(new PostgresDialect($"{connection};Maximum Pool Size=1")))
        await using (var dump = new NpgsqlConnection(connection))
        {
            var queue = new JobQueue(database, TimeProvider.System, new JobSettings());
            await dump.OpenAsync();
            await using var snapshot = await dump.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            await new NpgsqlCommand("SELECT count(*) FROM jobs", dump, snapshot).ExecuteScalarAsync();
            var job = new NewJob("A", s_single.Kind, "");
            NewJob[] jobs = [.. Enumerable.Repeat(job, Settled), job with { Delay = s_hour }];
            await database.Write([.. JobQueue.Rows(jobs, TimeProvider.System.GetUtcNow())]);
            var token = JobQueue.NewToken();
            var claimed = await queue.Claim(s_single, Settled, token);
            claimed.Count.ShouldBe(Settled);
            await database.Write(session =>
                queue.Settle(
                    session,
                    [new(claimed, Settlement.Done, token)],
                    new(new Wake(), NullLogger<FactRegister>.Instance)
                )
            );
            var before = await EntriesRead(database);

            (await queue.Claim(s_single, 10, token)).ShouldBeEmpty();

            // A claim writes each entry anew.
            (await EntriesRead(database) - before).ShouldBeInRange(2 * Settled, 2 * Settled + 100);
        }
        await cluster.Drop(connection);
    }

    private static async Task<long> EntriesRead(Database database)
    {
        await database.Read(session => session.Query<string>("SELECT CAST(pg_stat_force_next_flush() AS text)"));
        return await database.Read(session =>
            session.QuerySingle<long>(
                "SELECT CAST(sum(idx_tup_read) AS bigint) FROM pg_stat_user_indexes WHERE relname = 'jobs'"
            )
        );
    }

    private static IEnumerable<string> Clients(int count) => Enumerable.Range(0, count).Select(i => $"client {i:D3}");

    private static Task Enqueue(BudstikkeApp app, IEnumerable<NewJob> jobs) =>
        app.Database.Write([.. JobQueue.Rows(jobs, app.Clock.GetUtcNow())]);

    private static NewJob InLane(string client, string subject) =>
        new(client, s_batch.Kind, subject) { Lane = s_batch.LaneOf(client) };

    private static async Task<IEnumerable<string>> Claim(BudstikkeApp app, JobKind kind) =>
        (await app.Queue.Claim(kind, 10, JobQueue.NewToken())).Select(job => job.Subject);

    private static void FailOnce(BudstikkeApp app, string at) =>
        app.Database.Fault = point =>
        {
            if (point != at)
                return;
            app.Database.Fault = null;
            throw new CrashException();
        };

    private static string[] RefuseUpdatesOf(Store store, string client) =>
        store == Store.Sqlite
            ?
            [
                $"CREATE TRIGGER refuse BEFORE UPDATE ON jobs WHEN NEW.client_id = '{client}' "
                    + "BEGIN SELECT RAISE(ABORT, 'no'); END",
            ]
            :
            [
                "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no'; END $$ LANGUAGE plpgsql",
                $"CREATE TRIGGER refuse BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.client_id = '{client}') "
                    + "EXECUTE FUNCTION refuse()",
            ];
}
