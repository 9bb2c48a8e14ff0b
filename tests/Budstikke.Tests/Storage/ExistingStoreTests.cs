using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Storage;

/// <summary>Whoever expects a store gets none made: an empty one looks as if all were well.</summary>
public sealed class ExistingStoreTests
{
    [Theory]
    [InlineData("cases", "--json")]
    [InlineData("cases", "close", "CASE0123456789abcdef", "--note", "done")]
    [InlineData("run", "status")]
    [InlineData("client", "list")]
    [InlineData("verify", "--json")]
    public async Task A_command_in_the_wrong_folder_says_so_and_makes_no_store(params string[] arguments)
    {
        var folder = StoreFolder.New();
        var (code, error) = await NodeProcess.RunToEnd(await StoreFolder.Settings(Store.Sqlite, folder), arguments);

        code.ShouldBe(2);
        error
            .Trim()
            .Split('\n')
            .ShouldHaveSingleItem()
            .ShouldStartWith($"There is no store at {Path.Combine(folder, "budstikke.db")} (Storage__Sqlite)");
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }

    [NeedsPostgres]
    public async Task A_database_without_a_store_gets_no_tables_by_whoever_expects_one()
    {
        var connection = await (await PostgresCluster.Shared).NewEmptyDatabase();
        foreach (var use in new[] { StoreUse.Change, StoreUse.Read })
            (await Should.ThrowAsync<StorageRefusedException>(() => Open(connection, use))).Message.ShouldContain(
                "has no store yet"
            );

        await using var database = new Database(new PostgresDialect(connection));
        (await database.Read(session => session.Dialect.HasTable(session, "schema_versions"))).ShouldBeFalse();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_older_store_is_refused_to_who_only_reads_it(Store store)
    {
        var folder = StoreFolder.New();
        await using (var app = await BudstikkeApp.Start(store, folder))
            await app.Execute("UPDATE schema_versions SET version = version - 1000", new { });

        (
            await Should.ThrowAsync<StorageRefusedException>(() => Open(store, folder, StoreUse.Read))
        ).Message.ShouldContain("the next start of `serve` brings it up to date");

        await StoreFolder.Delete(folder);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_reads_cannot_write_an_embedded_store_and_sees_what_a_node_beside_it_writes(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var (database, _) = await Open(store, app.Folder, StoreUse.Read);
        await using var reader = database;

        await app.Submit(Samples.ToPerson);

        (await reader.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(1);
        if (store == Store.Sqlite)
            await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() =>
                reader.Read(session => session.Execute("DELETE FROM orders"))
            );
    }

    private static async Task<(Database, Secrets)> Open(Store store, string folder, StoreUse use) =>
        await OpenStore.Run(
            new ConfigurationBuilder().AddInMemoryCollection(await StoreFolder.Settings(store, folder)).Build(),
            new TestClock(BudstikkeApp.Monday),
            use
        );

    private static Task<(Database Database, Secrets Secrets)> Open(string connection, StoreUse use) =>
        OpenStore.Run(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { [OpenStore.PostgresSetting] = connection })
                .Build(),
            new TestClock(BudstikkeApp.Monday),
            use
        );
}
