using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// A PostgreSQL that counts the pages each statement touches. Times depend on what else the machine does; pages only on
/// the statement, its indexes and the size of the tables.
/// </summary>
internal sealed class StatementPages(PostgresCluster cluster)
{
    private const int MinCalls = 5;
    private const int MaxNameLength = 100;

    public static async Task<StatementPages> Start() =>
        new(
            await PostgresCluster.Start(
                "-c shared_preload_libraries=pg_stat_statements -c max_wal_size=4GB -c "
                    + "pg_stat_statements.track_utility=off"
            )
        );

    public async Task<string> NewDatabase()
    {
        var connection = await cluster.NewDatabase();
        await using var database = new Database(new PostgresDialect(connection));
        await database.Write(session => session.Execute("CREATE EXTENSION pg_stat_statements"));
        return connection;
    }

    /// <summary>Forgets what was counted before.</summary>
    public static Task Reset(Database database) =>
        database.Read(session => session.QuerySingle<string>("SELECT CAST(pg_stat_statements_reset() AS text)"));

    /// <summary>What each statement touched on average since then.</summary>
    public static async Task<IReadOnlyList<Figure>> Figures(Database database, string name)
    {
        var rows = await database.Read(session =>
            session.Query<(string Query, long Calls, long Rows, long Pages)>(
                """
                SELECT query, calls, rows, shared_blks_hit + shared_blks_read
                FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
                WHERE d.datname = current_database() AND calls >= @calls
                ORDER BY query
                """,
                new { calls = (long)MinCalls }
            )
        );
        return
        [
            .. rows.Where(row => row.Pages > 0)
                .Select(row => Figure.Of($"{name} {Short(row.Query)}", "pages", [(double)row.Pages / row.Calls])),
        ];
    }

    public void Stop() => cluster.Stop();

    private static string Short(string query)
    {
        var line = string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxNameLength ? line : line[..MaxNameLength];
    }
}
