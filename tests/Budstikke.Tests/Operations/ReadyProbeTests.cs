using Budstikke.Health;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Npgsql;

namespace Budstikke.Tests.Operations;

/// <summary>Whether a node is ready is whether a write would be taken, asked of the database for all who want to know
/// it.</summary>
public sealed class ReadyProbeTests
{
    private const string NoWrites = "The database takes no writes.";

    [Theory, OnSqlite, OnPostgres]
    public async Task However_many_ask_there_is_one_probe_in_ten_seconds_and_nothing_of_it_stays(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await Kept(app);
        var probes = 0;
        app.Database.Fault = point => Interlocked.Add(ref probes, point == "committed" ? 1 : 0);
        var probe = new ReadyProbe(app.Database, app.Clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => probe.Of(whyNot: null, default)));
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(9));
        await probe.Of(whyNot: null, default);

        answers.ShouldAllBe(answer => answer.Reason == null);
        probes.ShouldBe(1);
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(1));
        await probe.Of(whyNot: null, default);
        probes.ShouldBe(2);
        (await Kept(app)).ShouldBe(before);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_store_that_was_moved_away_is_not_ready(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Database.Write(session =>
            new MoveMark("m", "s", "sqlite:there.db", BudstikkeApp.Monday).Set(session, MoveMark.Away)
        );

        (await Ask(app.Database)).ShouldBe("The store was moved to another database.");
    }

    [NeedsPostgres]
    public async Task A_database_that_may_only_be_read_is_not_ready()
    {
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewDatabase();
        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await cluster.Run($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await using var database = new Database(new PostgresDialect(connection));

        (await Ask(database)).ShouldBe(NoWrites);
    }

    [NeedsPostgres]
    public async Task A_standby_is_not_ready_until_it_has_become_the_primary()
    {
        var cluster = await PostgresCluster.Start();
        try
        {
            await using var database = new Database(new PostgresDialect(await cluster.NewDatabase()));
            await cluster.Run("COPY (SELECT '') TO PROGRAM 'cat > standby.signal'");
            await cluster.Crash();
            (await UntilAnswered(database)).ShouldBe(NoWrites);

            await cluster.Run("SELECT pg_promote()");

            (await Ask(database)).ShouldBeNull();
        }
        finally
        {
            cluster.Stop();
        }
    }

    [NeedsSmallDisk]
    public async Task An_embedded_store_on_a_full_disk_is_not_ready_until_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 4);
        await using (var app = await BudstikkeApp.Start(folder: disk.Folder))
        {
            (await Ask(app.Database)).ShouldBeNull();
            var filler = Path.Combine(disk.Folder, "filler");
            Fill(filler);
            // What the log has room for, it still takes.
            while (await Record.ExceptionAsync(() => app.Submit(Samples.ToPerson)) is null) { }

            (await Ask(app.Database)).ShouldBe(NoWrites);
            File.Delete(filler);
            (await Ask(app.Database)).ShouldBeNull();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var some = new byte[4096];
        try
        {
            while (true)
                file.Write(some);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task<string?> Ask(Database database) =>
        (await new ReadyProbe(database, TimeProvider.System).Of(whyNot: null, default)).Reason;

    /// <summary>A standby answers nobody before it has come to a state that can be read.</summary>
    private static async Task<string?> UntilAnswered(Database database)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 300; tries++)
        {
            if (await Record.ExceptionAsync(() => database.Read(Migrator.VersionOf)) is null)
                break;
            await pace.WaitForNextTickAsync();
        }
        return await Ask(database);
    }

    private static Task<long> Kept(BudstikkeApp app) =>
        app.Database.Read(session =>
            session.QuerySingle<long>("SELECT (SELECT count(*) FROM settings_kept) + (SELECT count(*) FROM sequences)")
        );
}
