using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class MigratorTests
{
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

    private static Task<IReadOnlyList<long>> Versions(Database database) =>
        database.Read(session => session.Query<long>("SELECT version FROM schema_versions ORDER BY version"));
}
