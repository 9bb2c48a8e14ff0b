using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class DatabaseTests
{
    [Fact]
    public async Task A_transaction_that_fails_leaves_nothing_and_the_next_goes_through()
    {
        await using var store = await TempStore.Create();

        await Should.ThrowAsync<InvalidOperationException>(() =>
            store.Database.Write(async session =>
            {
                await Keep(session, "lost");
                throw new InvalidOperationException("a defect");
            })
        );
        await store.Database.Write(session => Keep(session, "kept"));

        (await Kept(store.Database)).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task A_statement_that_changes_another_count_of_rows_is_a_conflict_and_nothing_is_written()
    {
        await using var store = await TempStore.Create();

        await Should.ThrowAsync<ConflictException>(() =>
            store.Database.Write([
                new Statement("INSERT INTO sequences (name, next) VALUES ('lost', 1)", new { }),
                new Statement("UPDATE sequences SET next = 2 WHERE name = 'nobody'", new { }, 1),
            ])
        );

        (await Kept(store.Database)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_intake_goes_before_other_work_that_waits()
    {
        await using var store = await TempStore.Create();
        var order = new List<string>();
        using var gate = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var first = store.Database.Write(session =>
        {
            begun.SetResult();
            gate.Wait();
            return Note("first");
        });
        await begun.Task;
        var others = Enumerable.Range(0, 5).Select(_ => store.Database.Write(_ => Note("other"))).ToList();
        var intake = store.Database.Write(
            async _ =>
            {
                await Note("intake");
                return 0;
            },
            isIntake: true
        );

        gate.Set();
        await Task.WhenAll([first, intake, .. others]);

        order[..2].ShouldBe(["first", "intake"]);
        order.Count.ShouldBe(7);

        Task Note(string what)
        {
            order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_was_committed_is_on_the_disk_and_not_only_with_the_operating_system()
    {
        await using var store = await TempStore.Create();

        var (journal, synchronous) = await store.Database.Write(async session =>
            (
                await session.QuerySingle<string>("PRAGMA journal_mode"),
                await session.QuerySingle<long>("PRAGMA synchronous")
            )
        );

        journal.ShouldBe("wal");
        synchronous.ShouldBe(2);
    }

    [Fact]
    public async Task Two_programs_may_write_to_one_embedded_store()
    {
        await using var store = await TempStore.Create();
        await using var other = store.Open();

        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => (i % 2 == 0 ? store.Database : other).Write(session => Keep(session, $"{i}")))
        );

        (await Kept(other)).Count.ShouldBe(40);
    }

    private static Task<int> Keep(Session session, string name) =>
        session.Execute("INSERT INTO sequences (name, next) VALUES (@name, 0)", new { name });

    private static Task<IReadOnlyList<string>> Kept(Database database) =>
        database.Read(session => session.Query<string>("SELECT name FROM sequences"));
}
