using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class DatabaseTests
{
    private static readonly CompareAndSet s_change = new(
        "kept",
        "name",
        "value",
        [("value", ColumnType.Text), ("note", ColumnType.Text)]
    );

    private static readonly Table s_sequences = new(
        "sequences",
        [("name", ColumnType.Text), ("next", ColumnType.Bigint)]
    );

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

    /// <summary>In older ones two connections that checkpoint could lose what was committed:
    /// sqlite.org/wal.html#walresetbug.</summary>
    [Fact]
    public async Task The_embedded_engine_has_the_mend_of_its_log()
    {
        await using var store = await TempStore.Create();

        var version = await store.Database.Read(session => session.QuerySingle<string>("SELECT sqlite_version()"));

        Version.Parse(version).ShouldBeGreaterThanOrEqualTo(new(3, 51, 3));
    }

    [Fact]
    public async Task A_row_with_too_few_values_is_refused()
    {
        await using var store = await TempStore.Create();

        await Should.ThrowAsync<ArgumentException>(() => store.Database.Write([new NewRow(s_sequences, "short")]));

        (await Kept(store.Database)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_statement_that_changes_another_count_of_rows_is_a_conflict_and_nothing_is_written(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        await Should.ThrowAsync<ConflictException>(() =>
            app.Database.Write([
                new NewRow(s_sequences, "found", 1L),
                new NewRow(s_sequences, "found", 1L),
                new Statement("INSERT INTO sequences (name, next) VALUES (@name, 1)", new { name = "lost" }),
                new Statement("UPDATE sequences SET next = 2 WHERE name = @name", new { name = (string?)null }, 1),
            ])
        );

        (await Kept(app.Database)).ShouldNotContain(name => name == "lost" || name == "found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_statement_has_parameters_of_its_own(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        await app.Database.Write([
            .. new[] { "one", "two", "three" }.Select(name => new Statement(
                "INSERT INTO sequences (name, next) VALUES (@name, @Length)",
                new { name, Length = (long)name.Length },
                1
            )),
            new Statement("UPDATE sequences SET next = @next WHERE name = @name", new { next = 2L, name = "two" }, 1),
        ]);

        (
            await app.Database.Read(session =>
                session.Query<(string, long)>(
                    "SELECT name, next FROM sequences WHERE name IN ('one', 'two', 'three') ORDER BY next, name"
                )
            )
        ).ShouldBe([("two", 2), ("one", 3), ("three", 5)]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_that_are_changed_together_get_values_of_their_own(Store store)
    {
        await using var app = await WithKept(store, "one", "two", "three");

        await app.Database.Write([
            new ChangedRow(s_change, "two", "old", "new", "second"),
            new ChangedRow(s_change, "one", "old", null, "first"),
        ]);

        (await Values(app)).ShouldBe([("one", null, "first"), ("three", "old", ""), ("two", "new", "second")]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_rows_that_are_changed_together_one_that_is_otherwise_is_a_conflict_for_all(Store store)
    {
        await using var app = await WithKept(store, "one", "two");

        foreach (var (key, value) in new[] { ("two", "new"), ("three", "old"), ("one", "old") })
            await Should.ThrowAsync<ConflictException>(() =>
                app.Database.Write([
                    new ChangedRow(s_change, "one", "old", "new", "first"),
                    new ChangedRow(s_change, key, value, "newer", "second"),
                ])
            );

        (await Values(app)).ShouldBe([("one", "old", ""), ("two", "old", "")]);
    }

    [Fact]
    public async Task The_embedded_store_takes_no_row_that_refers_to_nothing()
    {
        await using var store = await TempStore.Create();

        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() =>
            store.Database.Write(session =>
                session.Execute(
                    "INSERT INTO tokens (token_hash, client_id, name, scopes, created_at) "
                        + "VALUES ('h', 'nobody', 'n', 's', 0)"
                )
            )
        );
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
    public async Task Other_work_has_its_turn_while_the_intake_s_line_never_empties()
    {
        const int More = 200;
        await using var store = await TempStore.Create();
        var (intake, behind) = (0, new List<int>());
        var ended = new TaskCompletionSource();
        using var gate = new ManualResetEventSlim();
        Intake();
        var others = Enumerable.Range(0, 3).Select(_ => store.Database.Write(_ => Note())).ToList();

        gate.Set();
        await Task.WhenAll([.. others, ended.Task]);

        // The intake goes first, and on between any two of the others.
        behind[0].ShouldBeInRange(1, SqliteWriter.MaxIntakeInARow);
        for (var i = 1; i < behind.Count; i++)
            (behind[i] - behind[i - 1]).ShouldBeInRange(1, SqliteWriter.MaxIntakeInARow);

        // Each puts the next one into the line while it is being worked on.
        void Intake() =>
            _ = store.Database.Write(
                _ =>
                {
                    gate.Wait();
                    if (++intake == More)
                        ended.SetResult();
                    else
                        Intake();
                    return Task.FromResult(0);
                },
                isIntake: true
            );

        Task Note()
        {
            behind.Add(intake);
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(SqliteWriter.MaxIntakeInARow - 1, 0, false)]
    [InlineData(SqliteWriter.MaxIntakeInARow, 0, true)]
    [InlineData(1, 49, false)]
    [InlineData(1, 50, true)]
    [InlineData(0, 5000, false)]
    public void It_is_the_others_turn_after_some_of_the_intake_or_when_they_have_waited_and_never_twice_in_a_row(
        int intakeInARow,
        int waitedMilliseconds,
        bool isTurn
    ) => SqliteWriter.IsTurnOfOthers(intakeInARow, TimeSpan.FromMilliseconds(waitedMilliseconds)).ShouldBe(isTurn);

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

    private static async Task<BudstikkeApp> WithKept(Store store, params string[] names)
    {
        var app = await BudstikkeApp.Start(store);
        await app.Database.Write(session =>
            session.Execute("CREATE TABLE kept (name text PRIMARY KEY, value text, note text NOT NULL)")
        );
        foreach (var name in names)
            await app.Execute("INSERT INTO kept (name, value, note) VALUES (@name, 'old', '')", new { name });
        return app;
    }

    private static Task<IReadOnlyList<(string, string?, string)>> Values(BudstikkeApp app) =>
        app.Database.Read(session =>
            session.Query<(string, string?, string)>("SELECT name, value, note FROM kept ORDER BY name")
        );
}
