using Budstikke.Ledger;
using Budstikke.Orders;
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

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_rejected_before_the_ways_back_is_put_on_them(Store store)
    {
        var folder = StoreFolder.New();
        await using (var database = await StoreOf(store, folder, version: 8, s_rejected))
        {
            await Migrator.Apply(database, TimeProvider.System, Until(16));

            (await Rows("SELECT order_id || ' ' || refund || ' ' || coalesce(rejected_at, 0) FROM refunds")).ShouldBe([
                "A 1 0",
                "A 11 7",
                "A 2 0",
            ]);
            (await Rows("SELECT subject || ' ' || coalesce(invoice_id, '') FROM cases")).ShouldBe([
                "A ",
                "C-1 C-1",
                "C-1-12 C-1",
            ]);
            (await Rows("SELECT order_id FROM orders WHERE held_until = 9223372036854775807")).ShouldBe(["A"]);

            async Task<IEnumerable<string>> Rows(string sql) =>
                (await database.Read(session => session.Query<string>(sql))).Order(StringComparer.Ordinal);
        }
        await StoreFolder.Delete(folder);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_from_before_the_ledger_named_orders_is_its_refund_s_order_s(Store store)
    {
        var folder = StoreFolder.New();
        await using (var database = await StoreOf(store, folder, version: 18, s_credited))
        {
            await Migrator.Apply(database, TimeProvider.System, Until(20));

            var entries = await database.Read(session => LedgerEntries.Of(session, "C", ["C-1", "C-4"]));
            entries
                .Select(entry => $"{entry.InvoiceId} {entry.Entry} {entry.Kind} {entry.OrderId}")
                .ShouldBe(["C-1 1 issued ", "C-1 2 credited B", "C-1 3 credited A", "C-4 1 issued "]);
            LedgerEntry[] ofCollective = [.. entries.Where(entry => entry.InvoiceId == "C-1")];
            LedgerState.StateOf(100, ofCollective, "A").ShouldBe(OrderState.PartiallyRefunded);
            LedgerState.StateOf(200, ofCollective, "B").ShouldBe(OrderState.Refunded);
        }
        await StoreFolder.Delete(folder);
    }

    /// <summary>Orders A and B stand on the collective invoice C-1; B was given back whole and A in part, and nothing
    /// of C-4.</summary>
    private const string s_credited = """
        INSERT INTO invoices (invoice_id, client_id, number, kind, customer_id, issue_date, account, amount_due,
          total_vat, content,
          issued_at) VALUES
          ('C-1', 'C', 1, 'invoice', 'X', '2026-11-23', '1', 300, 0, '{}', 0),
          ('C-4', 'C', 4, 'invoice', 'X', '2026-11-23', '1', 100, 0, '{}', 0);
        INSERT INTO refunds (client_id, order_id, refund, invoice_id, amount, content, requested_at, caused_by,
          credit_note_id) VALUES
          ('C', 'A', 1, 'C-1', 40, '{}', 0, 'x', 'C-3'), ('C', 'A', 2, 'C-1', 1, '{}', 0, 'x', NULL),
          ('C', 'B', 1, 'C-1', 200, '{}', 0, 'x', 'C-2');
        INSERT INTO ledger (client_id, invoice_id, entry, kind, amount, at, caused_by, document_id) VALUES
          ('C', 'C-1', 1, 'issued', 300, 0, 'system', NULL), ('C', 'C-1', 2, 'credited', 200, 0, 'x', 'C-2'),
          ('C', 'C-1', 3, 'credited', 40, 0, 'x', 'C-3'), ('C', 'C-4', 1, 'issued', 100, 0, 'system', NULL);
        """;

    /// <summary>A store as an earlier program left it.</summary>
    /// <param name="version">Of its schema.</param>
    private static async Task<Database> StoreOf(Store store, string folder, long version, string rows)
    {
        var database = new Database(
            store == Store.Sqlite
                ? new SqliteDialect(Path.Combine(folder, "old.db"))
                : new PostgresDialect(await (await PostgresCluster.Shared).NewEmptyDatabase())
        );
        await Migrator.Apply(database, TimeProvider.System, Until(version));
        await database.Write(session => session.Execute(rows));
        return database;
    }

    private static IReadOnlyList<(long, string)> Until(long version) =>
        [.. Migrator.Known.Where(migration => migration.Version <= version)];

    /// <summary>Order A was rejected, and its eleventh refund; of order B and document C-1 two sendings
    /// failed.</summary>
    private const string s_rejected = """
        INSERT INTO orders (order_id, client_id, customer_id, state, invoice_interval, separate_invoices, grand_total,
          ordered_at,
          accepted_at, state_changed_at, content) VALUES
          ('A', 'C', 'X', 'SENT', 0, 1, 1, 0, 0, 0, '{}'), ('B', 'C', 'X', 'SENT', 0, 1, 1, 0, 0, 0, '{}');
        INSERT INTO invoices (invoice_id, client_id, number, kind, customer_id, issue_date, account, amount_due,
          total_vat, content,
          issued_at) VALUES ('C-1', 'C', 1, 'invoice', 'X', '2026-11-23', '1', 1, 0, '{}', 0);
        INSERT INTO invoice_orders (client_id, order_id, invoice_id) VALUES ('C', 'B', 'C-1');
        INSERT INTO refunds (client_id, order_id, refund, invoice_id, amount, content, requested_at, caused_by,
          credit_note_id) VALUES
          ('C', 'A', 1, 'C-1', 1, '{}', 0, 'x', NULL), ('C', 'A', 2, 'C-1', 1, '{}', 0, 'x', 'C-3'),
          ('C', 'A', 11, 'C-1', 1, '{}', 0, 'x', NULL);
        INSERT INTO facts (client_id, order_id, kind, content, at, caused_by) VALUES
          ('C', 'A', 'CreditNoteRejected', '{"refund":11,"violations":[]}', 7, 'x');
        INSERT INTO cases (case_id, client_id, order_id, subject, kind, reason, opened_at) VALUES
          ('1', 'C', 'A', 'A', 'invoice-rejected', '', 0), ('2', 'C', 'B', 'C-1', 'distribution-exhausted', '', 0),
          ('3', 'C', 'B', 'C-1-12', 'distribution-exhausted', '', 0);
        """;

    private static Task<IReadOnlyList<long>> Versions(Database database) =>
        database.Read(session => session.Query<long>("SELECT version FROM schema_versions ORDER BY version"));
}
