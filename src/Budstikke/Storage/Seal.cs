using Microsoft.Data.Sqlite;
using Npgsql;

namespace Budstikke.Storage;

/// <summary>
/// Makes the tables themselves refuse every write, by triggers that raise an error: a node of any version that was
/// frozen or cut off while its store was moved knows nothing of the move when it wakes, and would go on taking orders
/// and issuing numbers.
/// </summary>
internal static class Seal
{
    /// <summary>
    /// Of PostgreSQL's class for an operator's intervention, which nodes of every version take for a database that is
    /// away. SQLite has one code for what a trigger raises, and we have no other triggers.
    /// </summary>
    private const string SqlState = "57M01";

    private const string Name = "budstikke_sealed";
    private static readonly string[] s_sqliteEvents = ["INSERT", "UPDATE", "DELETE"];

    /// <summary>
    /// The name of the row in <c>settings_kept</c> that lets the move itself write. The move deletes the row before it
    /// commits, so nobody else ever sees it. That table alone is not sealed, because a node writes to it only where
    /// there is no row yet.
    /// </summary>
    private const string Pass = "move-writes";

    private const string HasPass = $"EXISTS (SELECT 1 FROM {MoveMark.KeptIn} WHERE name = '{Pass}')";

    /// <summary>The error is what a sealed table answers.</summary>
    public static bool IsMet(Exception error) =>
        error
            is PostgresException { SqlState: SqlState }
                or SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_TRIGGER };

    /// <summary>Every table, also one that a newer program has just made; what was sealed before gets the new
    /// sentence.</summary>
    /// <param name="sentence">What whoever writes is told.</param>
    public static async Task Close(Session session, string sentence)
    {
        await Break(session);
        var says = $"'{sentence.Replace("'", "''", StringComparison.Ordinal)}'";
        var tables = StoreTables.Known.Select(table => table.Table.Name).Where(table => table != MoveMark.KeptIn);
        if (session.Dialect is PostgresDialect)
            await ClosePostgres(session, tables, says);
        else
            foreach (var table in tables)
            foreach (var happens in s_sqliteEvents)
                await session.Execute(
                    $"""
                    CREATE TRIGGER {Name}_{table}_{happens} BEFORE {happens} ON {table} WHEN NOT {HasPass}
                    BEGIN SELECT RAISE(ABORT, {says}); END
                    """
                );
    }

    /// <summary>For each statement and not for each row, so that an update that finds none is refused too.</summary>
    private static async Task ClosePostgres(Session session, IEnumerable<string> tables, string says)
    {
        await session.Execute(
            $"""
            CREATE FUNCTION {Name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
            BEGIN
              IF NOT {HasPass} THEN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '{SqlState}'; END IF;
              RETURN NULL;
            END $body$
            """
        );
        foreach (var table in tables)
            await session.Execute(
                $"""
                CREATE TRIGGER {Name} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {Name}({says})
                """
            );
    }

    /// <summary>Takes the seal off; does nothing in a store that is not sealed.</summary>
    public static async Task Break(Session session)
    {
        if (session.Dialect is PostgresDialect)
        {
            await session.Execute($"DROP FUNCTION IF EXISTS {Name}() CASCADE");
            return;
        }
        var triggers = await session.Query<string>(
            $"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{Name}%'"
        );
        foreach (var trigger in triggers)
            await session.Execute($"DROP TRIGGER {trigger}");
    }

    /// <summary>Does the move's own writing in a store that is, or may be, sealed.</summary>
    public static async Task Through(Session session, Func<Task> write)
    {
        await session.Execute(
            $"INSERT INTO {MoveMark.KeptIn} (name, value) VALUES ('{Pass}', '') ON CONFLICT (name) DO NOTHING"
        );
        await write();
        await session.Execute($"DELETE FROM {MoveMark.KeptIn} WHERE name = '{Pass}'");
    }
}
