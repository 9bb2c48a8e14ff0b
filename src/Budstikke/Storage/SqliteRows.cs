using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Budstikke.Storage;

/// <summary>
/// The writer's inserts and changes of rows, one prepared statement a table for as long as its connection is open. By
/// the library that the driver stands on: the driver would prepare each anew for each transaction, and look up each
/// parameter by its name for each row.
/// </summary>
internal sealed class SqliteRows(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<object, sqlite3_stmt> _statements = new(ReferenceEqualityComparer.Instance);

    public SqliteConnection Connection => connection;

    /// <summary>Says which were new, where the table leaves conflicts be.</summary>
    public bool[] Insert(Table table, IReadOnlyList<object?[]> rows)
    {
        if (!_statements.TryGetValue(table, out var statement))
            _statements[table] = statement = Prepare(InsertInto(table));
        return Run(statement, table.Name, table.Columns.Count, rows);
    }

    /// <summary>Says which were as they had to be.</summary>
    public bool[] Change(CompareAndSet change, IReadOnlyList<object?[]> rows)
    {
        if (!_statements.TryGetValue(change, out var statement))
            _statements[change] = statement = Prepare(Update(change));
        return Run(statement, change.Table, change.Columns.Count, rows);
    }

    private static string InsertInto(Table table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        var values = string.Join(", ", table.Columns.Select(_ => "?"));
        return $"INSERT INTO {table.Name} ({columns}) VALUES ({values})"
            + (table.Key is null ? "" : $" ON CONFLICT ({table.Key}) DO NOTHING");
    }

    private static string Update(CompareAndSet change)
    {
        var set = change.Set.Select((column, i) => $"{column.Name} = ?{i + CompareAndSet.FirstSet + 1}");
        return $"UPDATE {change.Table} SET {string.Join(", ", set)} WHERE {change.Key} = ?1 AND {change.Compared} = ?2";
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private bool[] Run(sqlite3_stmt statement, string table, int columns, IReadOnlyList<object?[]> rows)
    {
        var hasChanged = new bool[rows.Count];
        for (var i = 0; i < hasChanged.Length; i++)
        {
            // In a shorter row the last columns would keep the values that the row before it bound.
            if (rows[i].Length != columns)
                throw new ArgumentException($"A row of {rows[i].Length} values for the columns of {table}.");
            hasChanged[i] = Run(statement, rows[i]);
        }
        return hasChanged;
    }

    private bool Run(sqlite3_stmt statement, object?[] row)
    {
        try
        {
            for (var i = 0; i < row.Length; i++)
                Check(Bind(statement, i + 1, row[i]));
            var outcome = raw.sqlite3_step(statement);
            if (outcome != raw.SQLITE_DONE)
                Check(outcome);
            return raw.sqlite3_changes(connection.Handle) > 0;
        }
        finally
        {
            // The reset only repeats the error of the step, so its result does not matter.
            _ = raw.sqlite3_reset(statement);
        }
    }

    private static int Bind(sqlite3_stmt statement, int at, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(statement, at),
            string text => raw.sqlite3_bind_text(statement, at, StorableText.Of(text)),
            byte[] bytes => raw.sqlite3_bind_blob(statement, at, bytes),
            long number => raw.sqlite3_bind_int64(statement, at, number),
            int number => raw.sqlite3_bind_int64(statement, at, number),
            _ => throw new NotSupportedException($"A row cannot hold a {value.GetType().Name}."),
        };

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, connection.Handle);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
    }
}
