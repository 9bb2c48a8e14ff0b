using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Budstikke.Tests.Jobs;

/// <summary>A claim costs the same however many jobs wait that cannot go: by what the database does for it.</summary>
public sealed class ClaimCostTests
{
    /// <summary>Entries that were rewritten stay in the way of the next looks for as long as any transaction of the
    /// server is older, of another test's database too, or one that gathers statistics.</summary>
    private static readonly Lazy<Task<PostgresCluster>> s_alone = new(() => PostgresCluster.Start("-c autovacuum=off"));

    private const int Limit = 10;
    private const int Few = 1_000;
    private const int Many = 100_000;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly JobKind s_single = new("single", Limit);
    private static readonly JobKind s_batch = new("batch", Limit, IsBatch: true) { Others = ["other"] };

    [Theory, OnSqlite, OnPostgres]
    public Task Behind_put_off_jobs_in_their_lanes(Store store) => CostTheSame(store, s_single, BehindPutOff);

    [Theory, OnSqlite, OnPostgres]
    public Task With_jobs_of_a_batch_lane_that_wait_for_their_next_try(Store store) =>
        CostTheSame(store, s_batch, WaitingInBatch);

    [Fact]
    public async Task What_stands_behind_a_put_off_job_goes_when_that_one_does()
    {
        await using var bench = await QueueBench.Create(concurrency: Limit);
        await bench.Enqueue("A", "lane", ["first", "second"]);
        for (var i = 0; i < 200; i++)
            await bench.Enqueue("A", $"lane {i}", ["head", "behind"]);
        bench.Do = jobs =>
            bench.Handled.Count <= 201
                ? Settlement.Retry(bench.Clock.GetUtcNow() + s_hour, "not now")
                : Settlement.Done;
        await bench.Worker.RunDue();
        bench.Handled.Count.ShouldBe(201);

        bench.Pass(s_hour + TimeSpan.FromMilliseconds(1));
        await bench.Worker.RunDue();
        // Some may have been in the way while the first of their lane was in hand.
        bench.Pass(TimeSpan.FromMilliseconds(ClaimSql.BehindOneInHandMilliseconds));
        await bench.Worker.RunDue();

        bench.Handled.Count.ShouldBe(201 + 402);
        bench
            .Handled.Skip(201)
            .ToList()
            .IndexOf("first")
            .ShouldBeLessThan(bench.Handled.Skip(201).ToList().IndexOf("second"));
        (await bench.Count()).ShouldBe(0);
    }

    /// <summary>Two of each lane: one that waits for its next try, and one behind it that is due.</summary>
    private static string BehindPutOff(int count) =>
        $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO jobs (client_id, kind, lane, subject, content, due_at, created_at)
            SELECT 'A', 'single', 'lane ' || i, 'first', CAST('x' AS text), @later, @now FROM n
            UNION ALL
            SELECT 'A', 'single', 'lane ' || i, 'second', 'x', @now, @now FROM n
            """;

    private static string WaitingInBatch(int count) =>
        $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO jobs (client_id, kind, lane, subject, content, due_at, created_at)
            SELECT 'A', 'batch', 'batch:A', 'waits', CAST('x' AS text), @later, @now FROM n
            """;

    private static async Task CostTheSame(Store store, JobKind kind, Func<int, string> backlog)
    {
        var none = await Costs(store, kind, null);
        var few = await Costs(store, kind, backlog(Few));
        var many = await Costs(store, kind, backlog(Many));

        // With the few the claims come to rest; with the many none costs more than the dearest of those.
        none.ShouldAllBe(cost => cost > 0);
        many.Max().ShouldBeLessThan(few.Max() * 13 / 10 + 50, $"{string.Join(' ', few)} / {string.Join(' ', many)}");
        few.Min().ShouldBeLessThan(none.Max() + 100, $"{string.Join(' ', none)} / {string.Join(' ', few)}");
    }

    /// <summary>Of one claim after another, each with a job that it finds.</summary>
    private static async Task<IReadOnlyList<long>> Costs(Store store, JobKind kind, string? backlog)
    {
        await using var place = await Place.Of(store);
        var queue = new JobQueue(place.Database, TimeProvider.System, new JobSettings());
        var now = TimeProvider.System.GetUtcNow();
        if (backlog is not null)
            await place.Database.Write(session =>
                session.Execute(
                    backlog,
                    new { now = now.ToUnixTimeMilliseconds(), later = (now + s_hour).ToUnixTimeMilliseconds() }
                )
            );
        var costs = new List<long>();
        for (var i = 0; i < 12; i++)
        {
            var job = new NewJob("A", kind.Kind, $"{i}") { Lane = kind.IsBatch ? kind.LaneOf("A") : null };
            await place.Database.Write([.. JobQueue.Rows([job], now.AddMinutes(-1))]);
            var before = await place.Cost();
            var token = JobQueue.NewToken();
            var claimed = await queue.Claim(kind, Limit, token);
            costs.Add(await place.Cost() - before);
            claimed.ShouldHaveSingleItem().Subject.ShouldBe($"{i}");
            await place.Database.Write(session =>
                queue.Settle(session, [new(claimed, Settlement.Done, token)], QueueBench.NoFacts)
            );
        }
        return costs;
    }

    /// <summary>A store that says how much it has done.</summary>
    private sealed class Place(Database database, Func<Task<long>> cost, Func<ValueTask> end) : IAsyncDisposable
    {
        public Database Database => database;

        public Task<long> Cost() => cost();

        public static async Task<Place> Of(Store store) =>
            store == Store.Sqlite ? await OfSqlite() : await OfPostgres();

        /// <summary>Steps of the engine's machine, in tens, on the one connection that claims.</summary>
        private static async Task<Place> OfSqlite()
        {
            var store = await TempStore.Create();
            var steps = 0L;
            delegate_progress count = _ =>
            {
                steps++;
                return 0;
            };
            await store.Database.Write(session =>
            {
                raw.sqlite3_progress_handler(((SqliteConnection)session.Connection).Handle, 10, count, null);
                return Task.CompletedTask;
            });
            return new(
                store.Database,
                () => Task.FromResult(steps),
                () =>
                {
                    GC.KeepAlive(count);
                    return store.DisposeAsync();
                }
            );
        }

        /// <summary>Entries of indexes and rows that were read, in the one session that there is.</summary>
        private static async Task<Place> OfPostgres()
        {
            var cluster = await s_alone.Value;
            var connection = await cluster.NewDatabase();
            var database = new Database(new PostgresDialect($"{connection};Maximum Pool Size=1"));
            return new(
                database,
                async () =>
                {
                    await database.Read(session =>
                        session.Query<string>("SELECT CAST(pg_stat_force_next_flush() AS text)")
                    );
                    return await database.Read(session =>
                        session.QuerySingle<long>(
                            """
                            SELECT CAST((SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'jobs')
                              + (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'jobs') AS bigint)
                            """
                        )
                    );
                },
                async () =>
                {
                    await database.DisposeAsync();
                    await cluster.Drop(connection);
                }
            );
        }

        public ValueTask DisposeAsync() => end();
    }
}
