using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class MigratorTests
{
    /// <summary>What a later release may do: it only adds.</summary>
    private static readonly string s_newer =
        string.Concat(
            new[]
            {
                "orders",
                "customers",
                "idempotency",
                "jobs",
                "facts",
                "invoices",
                "number_series",
                "dispatches",
            }.Select(table => $"ALTER TABLE {table} ADD COLUMN later text;")
        ) + "CREATE TABLE later (later_id {identity}, content {bytes});";

    [Fact]
    public async Task Every_migration_is_applied_once()
    {
        await using var store = await TempStore.Create();

        await Migrator.Apply(store.Database, store.Clock);

        (await Versions(store.Database)).ShouldBe(Migrator.Known.Select(migration => migration.Version));
    }

    [Fact]
    public async Task Two_programs_that_start_at_once_apply_each_migration_once()
    {
        await using var store = await TempStore.Create();
        await using var other = store.Open();

        await Task.WhenAll(
            Task.Run(() => Migrator.Apply(store.Database, store.Clock)),
            Task.Run(() => Migrator.Apply(other, store.Clock))
        );

        (await Versions(other)).ShouldBe(Migrator.Known.Select(migration => migration.Version));
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused_by_its_version()
    {
        await using var store = await TempStore.Create();
        await store.Database.Write(session =>
            session.Execute("INSERT INTO schema_versions (version, applied_at) VALUES (9000, 0)")
        );

        var refusal = await Should.ThrowAsync<StorageRefusedException>(() =>
            Migrator.Apply(store.Database, store.Clock)
        );

        refusal.Message.ShouldContain("version 9000");
        refusal.Message.ShouldContain("start a newer program");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_old_node_goes_on_while_a_newer_program_migrates_under_it(Store store)
    {
        const int Orders = 30;
        var folder = StoreFolder.New();
        await using (var old = await BudstikkeApp.Start(store, folder))
        {
            await old.Submit(Samples.ToPerson);
            await old.RunJobs();
            IReadOnlyList<(long, string)> newer = [.. Migrator.Known, (9000, s_newer)];

            await Task.WhenAll([
                .. Enumerable.Range(1, Orders - 1).Select(_ => old.Submit(Samples.ToPerson)),
                Task.Run(old.RunJobs),
                Migrator.Apply(old.Database, old.Clock, newer),
            ]);
            await old.Submit(Samples.ToPerson);
            await old.RunJobs();

            (await Versions(old.Database))[^1].ShouldBe(9000);
            (
                await old.Database.Read(session => session.Query<long>("SELECT number FROM invoices ORDER BY number"))
            ).ShouldBe(Enumerable.Range(10001, Orders + 1).Select(number => (long)number));
            old.Email.Sent.Count.ShouldBe(Orders + 1);
        }
        (
            await Should.ThrowAsync<StorageRefusedException>(() => BudstikkeApp.Start(store, folder))
        ).Message.ShouldContain("version 9000");
        await StoreFolder.Delete(folder);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_store_that_was_moved_away_is_brought_up_to_date_by_a_move_and_by_nothing_else(Store store)
    {
        IReadOnlyList<(long, string)> newer =
        [
            .. Migrator.Known,
            (9000, s_newer + "UPDATE orders SET later = state; DELETE FROM number_series;"),
        ];
        await using var app = await BudstikkeApp.Start(store);
        await app.Submit(Samples.ToPerson);
        await app.Database.Write(session =>
            new MoveMark("m", "s", "sqlite:there.db", app.Clock.GetUtcNow()).Set(session, MoveMark.Away)
        );

        (
            await Should.ThrowAsync<StorageRefusedException>(() => Migrator.Apply(app.Database, app.Clock, newer))
        ).Message.ShouldContain("was moved to sqlite:there.db");
        (await Versions(app.Database))[^1].ShouldBe(Migrator.Known[^1].Version);

        await Migrator.Apply(app.Database, app.Clock, newer, isMove: true);
        (await Versions(app.Database))[^1].ShouldBe(9000);
    }

    private static Task<IReadOnlyList<long>> Versions(Database database) =>
        database.Read(session => session.Query<long>("SELECT version FROM schema_versions ORDER BY version"));
}
