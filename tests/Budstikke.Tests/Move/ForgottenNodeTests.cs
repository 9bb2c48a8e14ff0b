using Budstikke.Commands.Move;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Move;

/// <summary>A node that nobody thought of while its store was moved: frozen, or cut off. When it wakes it has looked
/// for no mark.</summary>
public sealed class ForgottenNodeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnSqlite, OnPostgres]
    public async Task It_takes_no_order_and_issues_no_number_and_the_store_goes_on_elsewhere(Store from)
    {
        var folder = StoreFolder.New();
        await using var forgotten = await BudstikkeApp.Start(from, folder);
        var order = await forgotten.Submit(Samples.ToPerson);
        await using var moves = await Moves.Prepare(source: folder, from: from);
        await CutOff(from, moves.From);
        (await moves.Run()).Exit.ShouldBe(0);
        var log = HeardLog.Of(forgotten);

        await ShouldBeAway(forgotten, () => forgotten.Submit(Samples.ToPerson));
        await ShouldBeAway(forgotten, forgotten.RunJobs);

        (await forgotten.Timeline(order)).ShouldBe(["OrderAccepted"]);
        log.Lines.Where(line => line.Level >= LogLevel.Warning && line.Text.Contains("moved"))
            .ShouldHaveSingleItem()
            .Text.ShouldContain($"This store was moved to {await moves.To()}");
        await using var moved = await BudstikkeApp.Start(Store.Sqlite, moves.TargetFolder);
        await moved.RunJobs();
        (await moved.InvoiceOf(order)).Number.ShouldBe(10001);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task No_table_can_be_written_but_the_one_that_has_the_mark(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var mark = new MoveMark("m", "s", "sqlite:Ola's \"store\".db", BudstikkeApp.Monday);
        await app.Database.Write(session => mark.Set(session, MoveMark.Away));

        foreach (var (table, _) in StoreTables.Known.Where(one => one.Table.Name != MoveMark.KeptIn))
        {
            object?[] row = [.. table.Columns.Select(column => Some(column.Type))];
            (
                await ShouldBeAway(app, () => app.Database.Write(session => session.Insert(table, [row])))
            ).Message.ShouldContain("This store was moved to sqlite:Ola's \"store\".db");
        }
        await ShouldBeAway(app, () => app.Execute("UPDATE orders SET state = state", new { }));
        await ShouldBeAway(app, () => app.Execute("DELETE FROM invoices", new { }));
    }

    /// <summary>It opened the target when that was empty; the copy has its clients and their tokens before it is
    /// whole.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task One_that_knew_the_target_writes_nothing_there_before_the_copy_is_proved(Store to)
    {
        await using var moves = await Moves.Prepare(to);
        await using var forgotten = MoveEnd.Of("--to", await moves.To());
        var waking = new Waking(forgotten.Database);

        (await moves.Run((_, _) => { }, waking)).IsMoved.ShouldBeTrue();

        waking.Said.Count.ShouldBeGreaterThan(StoreTables.Known.Count);
        waking.Said.ShouldAllBe(said => said.Contains("This database is an incomplete copy"));
        await forgotten.Database.Write(Waking.Write);
    }

    [NeedsPostgres]
    public async Task One_that_was_frozen_answers_that_it_is_unavailable_and_says_in_one_line_why()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var token = await NodeProcess.AddTestClient(settings);
        using var node = await NodeProcess.Serve(settings);
        (await node.Send(token, "before", PublishedOrder.Json)).ShouldNotBeNull();
        await using var moves = await Moves.Prepare(source: folder, from: Store.Postgres);
        await node.Freeze();
        await CutOff(Store.Postgres, moves.From);
        (await moves.Run()).Exit.ShouldBe(0);

        await node.Wake();

        for (var i = 0; i < 20; i++)
            (await node.Send(token, $"after {i}", PublishedOrder.Json)).ShouldBeNull();
        await node.Complaint("This store was moved to");
        node.IsRunning.ShouldBeTrue();
        node.Complaints.Where(line => line.Contains("This store was moved to")).ShouldHaveSingleItem();
        node.Complaints.ShouldNotContain(line => line.Contains("   at "));
    }

    private static object Some(ColumnType type) =>
        type switch
        {
            ColumnType.Text => "x",
            ColumnType.Bigint => 1L,
            _ => new byte[] { 1 },
        };

    /// <summary>What a client gets 500 of, and is to try again.</summary>
    private static async Task<Exception> ShouldBeAway(BudstikkeApp app, Func<Task> work)
    {
        var error = await Should.ThrowAsync<Exception>(work);
        app.Database.Dialect.IsUnavailable(error).ShouldBeTrue(error.ToString());
        return error;
    }

    private static async Task CutOff(Store store, string end)
    {
        if (store == Store.Postgres)
            await (await PostgresCluster.Shared).CutConnections(end["postgres:".Length..]);
    }

    /// <summary>A node that wakes at each step of the move, and would write.</summary>
    private sealed class Waking(Database target) : IProgress<MoveProgress>
    {
        public List<string> Said { get; } = [];

        public static Task Write(Session session) =>
            session.Execute("INSERT INTO sequences (name, next) VALUES ('forgotten', 1)");

        public void Report(MoveProgress value) =>
            Said.Add(
                Should
                    .ThrowAsync<Exception>(() => target.Write(Write))
                    .WaitAsync(s_patience)
                    .GetAwaiter()
                    .GetResult()
                    .Message
            );
    }
}
