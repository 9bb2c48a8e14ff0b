using Budstikke.Commands.Move;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Xunit.Abstractions;

namespace Budstikke.Tests.Move;

/// <summary>Whatever happens in the middle: never both stores can be used, and the same command brings it to its
/// end.</summary>
public sealed class MoveCrashTests(ITestOutputHelper console)
{
    /// <summary>On PostgreSQL, where a database takes a second to make: the first tables and the last steps. Between
    /// them are more tables.</summary>
    private const int PointsAtEachEnd = 12;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_move_killed_at_any_point_leaves_one_store_at_most_and_ends_when_run_again(Store store)
    {
        var fresh = await Moves.WithOrder();
        var points = await KillAt(int.MaxValue, store, fresh);
        // Three for each transaction: two of migrations, the source's own, both marks of the target, and each table
        // with a row.
        points.ShouldBeGreaterThan(40);
        for (var point = 1; point <= points; point++)
            if (store == Store.Sqlite || point <= PointsAtEachEnd || point > points - PointsAtEachEnd)
                await KillAt(point, store, fresh);
        await StoreFolder.Delete(fresh);
        console.WriteLine($"{points} points");
    }

    /// <summary>How many points were passed.</summary>
    private static async Task<int> KillAt(int point, Store store, string fresh)
    {
        await using var moves = await Moves.Prepare(store, await StoreFolder.Copy(fresh));
        var death = new Death(point);
        try
        {
            await moves.Run(
                (source, target) =>
                {
                    death.Threaten(source);
                    death.Threaten(target);
                }
            );
        }
        catch (CrashException) { }

        var where = $"killed at point {point}";
        var isMoved = await TargetCanBeUsed(moves);
        if (isMoved)
            (await moves.SourceRefusal()).ShouldNotBeNull(where).ShouldContain("was moved to");
        else
            (await moves.Run()).Exit.ShouldBe(0, where);
        (await TargetCanBeUsed(moves)).ShouldBeTrue(where);
        (await moves.SourceRefusal()).ShouldNotBeNull(where).ShouldContain("was moved to");
        return death.Passed;
    }

    /// <summary>An empty store is nobody's.</summary>
    private static async Task<bool> TargetCanBeUsed(Moves moves) =>
        await moves.TargetRefusal() is null && await moves.ClientsInTarget() > 0;

    [Fact]
    public async Task A_copy_that_differs_is_never_used_and_the_source_goes_on()
    {
        await using var moves = await Moves.Prepare();
        await using var meddler = MoveEnd.Of("--to", await moves.To());

        var report = await moves.Run((_, _) => { }, new Meddling(meddler.Database));

        report.IsMoved.ShouldBeFalse();
        var differing = report.Tables.Where(table => table.InTarget is not null).ShouldHaveSingleItem();
        differing.Table.ShouldBe("documents");
        differing.InTarget!.Rows.ShouldBe(differing.Rows);
        (await moves.TargetRefusal()).ShouldNotBeNull().ShouldContain("incomplete copy");
        (await moves.SourceRefusal()).ShouldBeNull();
        (await moves.Run()).Exit.ShouldBe(0);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_source_that_was_retired_goes_on_where_the_copy_is_found_to_differ_after_all(Store from)
    {
        await using var moves = await Moves.Prepare(from: from);
        await Should.ThrowAsync<CrashException>(() => moves.Run((source, _) => DieWhenRetired(source)));
        (await moves.SourceRefusal()).ShouldNotBeNull().ShouldContain("was moved to");
        await using (var target = MoveEnd.Of("--to", await moves.To()))
            await Meddle(target.Database);

        (await moves.Run()).Exit.ShouldBe(1);

        await using var app = await BudstikkeApp.Start(from, moves.Folder);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        (await app.InvoiceOf(order)).Number.ShouldBe(10002);
    }

    /// <summary>Its first transaction brings its schema up to date, the second is the move's.</summary>
    private static void DieWhenRetired(Database source)
    {
        var committed = 0;
        source.Fault = point =>
        {
            if (point == "committed" && ++committed == 2)
                throw new CrashException();
        };
    }

    /// <summary>As a fault of the disk would: the seal stops whoever writes in order.</summary>
    private static Task Meddle(Database target) =>
        target.Write(session =>
            Seal.Through(
                session,
                () =>
                    session.Execute(
                        "UPDATE documents SET content = @content WHERE format = 'ubl'",
                        new { content = "<Invoice/>"u8.ToArray() }
                    )
            )
        );

    /// <summary>Changes a document that has arrived, before it is read back.</summary>
    private sealed class Meddling(Database target) : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value)
        {
            if (value.Doing == "reading back" && value.Table == "clients")
                Meddle(target).GetAwaiter().GetResult();
        }
    }
}
