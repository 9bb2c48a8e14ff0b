using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class StoreTablesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_table_and_column_of_a_database_is_known(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var sql =
            store == Store.Postgres
                ? "SELECT table_name || '.' || column_name FROM information_schema.columns "
                    + "WHERE table_schema = 'public'"
                : """
                    SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c
                    WHERE t.type = 'table' AND t.name <> 'sqlite_sequence'
                    """;

        var columns = await app.Database.Read(session => session.Query<string>(sql));

        StoreTables
            .Known.SelectMany(stored => stored.Table.Columns.Select(column => $"{stored.Table.Name}.{column.Name}"))
            .Order()
            // Each database keeps its own versions.
            .ShouldBe(
                columns.Where(column => !column.StartsWith("schema_versions.", StringComparison.Ordinal)).Order()
            );
    }

    [Fact]
    public void The_numbers_that_the_database_gives_are_known() =>
        StoreTables
            .Known.Where(stored => stored.Identity is not null)
            .Select(stored => $"{stored.Table.Name}.{stored.Identity}")
            .ShouldBe(["jobs.job_id", "facts.fact_id", "callback_attempts.attempt_id"]);

    /// <summary>Those without one are the store's own, the nodes', and the bytes that many documents have.</summary>
    [Fact]
    public void Every_other_row_carries_its_client() =>
        StoreTables
            .Known.Where(stored => stored.Table.Columns.All(column => column.Name != "client_id"))
            .Select(stored => stored.Table.Name)
            .ShouldBe(
                ["settings_kept", "sequences", "shared_parts", "nodes", "peppol_answers", "mail_relays"],
                ignoreOrder: true
            );
}
