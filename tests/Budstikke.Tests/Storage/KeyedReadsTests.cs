using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class KeyedReadsTests
{
    private sealed record Row(string Name, long Next);

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_gets_the_rows_of_its_key_and_nobody_anothers(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Database.Write(session => Keep(session, [.. Enumerable.Range(0, 40)]));
        await using var reads = Of(app.Database);

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => reads.One($"name-{i % 50}")));

        foreach (var (i, row) in found.Index())
            row.ShouldBe(i % 50 < 40 ? new Row($"name-{i % 50}", i % 50) : null);
    }

    [Fact]
    public async Task What_was_committed_before_the_asking_is_in_the_answer()
    {
        await using var store = await TempStore.Create();
        await using var reads = Of(store.Database);
        var others = Enumerable.Range(0, 50).Select(_ => reads.One("name-0")).ToList();

        await store.Database.Write(session => Keep(session, [0]));
        var after = await reads.One("name-0");

        after.ShouldBe(new Row("name-0", 0));
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task A_read_that_fails_fails_for_all_who_shared_it_and_the_next_goes_through()
    {
        await using var store = await TempStore.Create();
        await using var reads = new KeyedReads<Row>(
            store.Database,
            "SELECT name AS Name, next AS Next FROM made_later",
            "name",
            row => row.Name
        );

        var asked = Enumerable.Range(0, 20).Select(i => reads.One($"name-{i}")).ToList();
        foreach (var one in asked)
            await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => one);
        await store.Database.Write(session =>
            session.Execute("CREATE TABLE made_later AS SELECT 'name-1' AS name, 1 AS next")
        );

        (await reads.One("name-1")).ShouldBe(new Row("name-1", 1));
    }

    private static KeyedReads<Row> Of(Database database) =>
        new(database, "SELECT name AS Name, next AS Next FROM sequences", "name", row => row.Name);

    private static Task Keep(Session session, int[] names) =>
        session.CarryOut([
            .. names.Select(i => new Statement(
                "INSERT INTO sequences (name, next) VALUES (@name, @next)",
                new { name = $"name-{i}", next = (long)i }
            )),
        ]);
}
