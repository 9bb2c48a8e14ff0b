using System.Net;
using System.Net.Sockets;
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
    public async Task A_read_that_no_key_is_to_blame_for_fails_for_all_and_the_next_goes_through()
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

    [NeedsPostgres]
    public async Task A_key_whose_row_cannot_be_read_fails_alone()
    {
        await using var app = await BudstikkeApp.Start(Store.Postgres);
        await app.Database.Write(session => Keep(session, [.. Enumerable.Range(-5, 45)]));
        await using var reads = new KeyedReads<Row>(
            app.Database,
            "SELECT name AS Name, next / (next / next) AS Next FROM (SELECT name, CASE WHEN next < 0 THEN 0 "
                + "ELSE next + 1 END AS next FROM sequences) s",
            "name",
            row => row.Name
        );

        var good = Enumerable.Range(0, 200).Select(i => reads.One($"name-{i % 40}")).ToList();
        var bad = Enumerable.Range(1, 5).Select(i => reads.One($"name--{i}")).ToList();
        good.AddRange(Enumerable.Range(200, 200).Select(i => reads.One($"name-{i % 40}")));

        foreach (var (i, row) in (await Task.WhenAll(good)).Index())
            row.ShouldBe(new Row($"name-{i % 40}", (i % 40) + 1));
        foreach (var one in bad)
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => one)).SqlState.ShouldBe("22012");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_that_no_store_can_hold_is_a_row_s_that_is_not_there(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Database.Write(session => Keep(session, [1]));
        await using var reads = Of(app.Database);

        var found = await Task.WhenAll(reads.One("name-1\0"), reads.One("name-1"), reads.One("name-1\ud800"));

        found.ShouldBe([null, new Row("name-1", 1), null]);
    }

    /// <summary>A server that takes each connection and ends it at once is away; how often it is asked shows in its
    /// connections.</summary>
    [Fact]
    public async Task A_database_that_is_away_is_not_asked_for_each_key()
    {
        const int Keys = 200;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = 0;
        var serving = Serve();
        var place = (IPEndPoint)server.LocalEndpoint;
        await using var database = new Database(
            new PostgresDialect($"Host=127.0.0.1;Port={place.Port};Username=nobody;SSL Mode=Disable")
        );
        await using var reads = Of(database);

        foreach (var one in Enumerable.Range(0, Keys).Select(i => reads.One($"name-{i}")).ToList())
            database.Dialect.IsUnavailable(await Should.ThrowAsync<Exception>(() => one)).ShouldBeTrue();

        server.Stop();
        await serving;
        asked.ShouldBeLessThan(Keys / 2);

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var caller = await server.AcceptTcpClientAsync();
                    asked++;
                }
            }
            catch (SocketException)
            {
                // Stopped.
            }
        }
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
