using Budstikke.Commands;
using Budstikke.Commands.Move;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Move;

/// <summary>What could lose or double an order is refused in one sentence, before anything is changed.</summary>
public sealed class MoveRefusalTests
{
    [Fact]
    public async Task A_source_that_is_served_is_refused_by_name()
    {
        await using var moves = await Moves.Prepare();
        await using var node = MoveEnd.Of("--from", moves.From);
        using var serving = StoreLock.Take(node.Database);

        (await Refusal(moves)).ShouldContain(Path.Combine(moves.Folder, "budstikke.db"));
    }

    [Fact]
    public async Task A_source_that_was_moved_away_is_served_by_nobody()
    {
        await using var moves = await Moves.Prepare();
        await moves.Run();

        var (code, error) = await NodeProcess.RunToEnd(await StoreFolder.Settings(Store.Sqlite, moves.Folder), "serve");

        code.ShouldBe(2);
        error.ShouldContain("This store was moved to sqlite:");
        (await Refusal(moves)).ShouldContain("was moved to");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_target_that_is_in_use_is_not_overwritten(Store store)
    {
        await using var moves = await Moves.Prepare(store);
        await using (var app = await BudstikkeApp.Start(store, moves.TargetFolder))
            await app.Submit(Samples.ToPerson);

        (await Refusal(moves)).ShouldContain("The target (--to) is not empty: it has rows in");

        (await moves.SourceRefusal()).ShouldBeNull();
        (await moves.ClientsInTarget()).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_target_that_was_only_started_once_is_empty(Store store)
    {
        await using var moves = await Moves.Prepare(store);
        (await moves.TargetRefusal()).ShouldBeNull();

        (await moves.Run()).Exit.ShouldBe(0);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_another_store_s_move_left_is_not_overwritten(Store store)
    {
        await using var moves = await Moves.Prepare(store);
        var left = new MoveMark("m", "another", "sqlite:other.db", BudstikkeApp.Monday);
        await using (var app = await BudstikkeApp.Start(store, moves.TargetFolder))
            await app.Database.Write(session => left.Set(session, MoveMark.Incomplete));

        (await Refusal(moves)).ShouldContain("the move from sqlite:other.db");
    }

    [NeedsPostgres]
    public async Task A_PostgreSQL_that_somebody_is_connected_to_is_refused_by_the_name_of_the_program()
    {
        await using var moves = await Moves.Prepare(Store.Postgres);
        var settings = (await moves.To())["postgres:".Length..];
        await using var node = new PostgresDialect(settings + ";Application Name=a-node");
        await using var connection = await node.Open(CancellationToken.None);

        (await Refusal(moves)).ShouldContain("postgres with a-node");

        (await moves.SourceRefusal()).ShouldBeNull();
    }

    [Fact]
    public async Task A_source_newer_than_the_program_is_refused()
    {
        await using var moves = await Moves.Prepare();
        await using (var source = MoveEnd.Of("--from", moves.From))
            await source.Database.Write(session =>
                session.Execute("INSERT INTO schema_versions (version, applied_at) VALUES (9000, 0)")
            );

        (await Refusal(moves)).ShouldContain("start a newer program");
    }

    [NeedsPostgres]
    public async Task A_database_without_a_store_has_nothing_to_move_and_gets_no_tables()
    {
        var cluster = await PostgresCluster.Shared;
        var source = await cluster.NewEmptyDatabase();
        await using var moves = await Moves.Prepare();

        var refused = await Refusal($"postgres:{source}", await moves.To());

        refused.ShouldContain("There is nothing to move");
        await using var end = MoveEnd.Of("--from", $"postgres:{source}");
        (await end.Database.Read(session => session.Dialect.HasTable(session, "schema_versions"))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("data/budstikke.db", "postgres:Host=db", "--from must be sqlite:PATH or postgres:CONNECTION_STRING.")]
    [InlineData("sqlite:", "postgres:Host=db", "--from must be sqlite:PATH or postgres:CONNECTION_STRING.")]
    [InlineData("sqlite:nowhere.db", "mysql:Password=hemmelig", "--to must be sqlite:PATH")]
    [InlineData("sqlite:nowhere.db", "postgres:Host=db;Colour=blue", "--to is no connection string")]
    [InlineData("sqlite:nowhere.db", "sqlite:./nowhere.db", "--from and --to are the same database")]
    [InlineData("sqlite:nowhere.db", "sqlite:elsewhere.db", "nowhere.db (--from)")]
    public async Task What_is_no_end_of_a_move_is_refused_by_its_option(string from, string to, string sentence)
    {
        var refused = await Refusal(from, to);

        refused.ShouldContain(sentence);
        refused.ShouldNotContain("hemmelig");
    }

    [Fact]
    public async Task A_wrong_option_ends_the_program_with_one_line()
    {
        var (code, error) = await NodeProcess.RunToEnd([], "move", "--from", "here", "--to", "there");

        code.ShouldBe(2);
        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("--from must be");
    }

    private static async Task<string> Refusal(Moves moves) => await Refusal(moves.From, await moves.To());

    private static async Task<string> Refusal(string from, string to)
    {
        var clock = new TestClock(BudstikkeApp.Monday);
        var refused = await Should.ThrowAsync<StartRefusedException>(() =>
            MoveCommand.Run((from, to), clock, json: false, new StringWriter())
        );
        return refused.Message;
    }
}
