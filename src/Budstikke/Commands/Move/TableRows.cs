using System.Data.Common;
using System.Runtime.CompilerServices;
using Budstikke.Storage;

namespace Budstikke.Commands.Move;

/// <summary>Reads whole tables as a stream of rows, and cuts it into batches, so that no table has to fit into the
/// memory.</summary>
internal static class TableRows
{
    private const int MaxBatchRows = 500;
    private const long MaxBatchBytes = 4 * 1024 * 1024;

    /// <summary>A table as a whole takes as long as it takes.</summary>
    private const int NoTimeoutSeconds = 0;

    /// <summary>All rows but the marks of a move, in no particular order.</summary>
    public static async IAsyncEnumerable<object?[]> Of(
        Session session,
        Table table,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        await using var command = Command(session, $"SELECT {columns} FROM {table.Name}{Condition(table)}");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            yield return [.. table.Columns.Select((column, i) => Value(reader, column.Type, i))];
    }

    public static async IAsyncEnumerable<IReadOnlyList<object?[]>> InBatches(IAsyncEnumerable<object?[]> rows)
    {
        var batch = new List<object?[]>();
        var bytes = 0L;
        await foreach (var row in rows)
        {
            batch.Add(row);
            bytes += row.Sum(Bytes);
            if (batch.Count < MaxBatchRows && bytes < MaxBatchBytes)
                continue;
            yield return batch;
            (batch, bytes) = ([], 0);
        }
        if (batch.Count > 0)
            yield return batch;
    }

    public static async Task<bool> Any(Session session, Table table)
    {
        await using var command = Command(session, $"SELECT 1 FROM {table.Name} LIMIT 1");
        return await command.ExecuteScalarAsync() is not null;
    }

    public static async Task Empty(Session session, Table table)
    {
        await using var command = Command(session, $"DELETE FROM {table.Name}");
        await command.ExecuteNonQueryAsync();
    }

    private static string Condition(Table table) => table.Name == MoveMark.KeptIn ? $" WHERE {MoveMark.KeptRows}" : "";

    private static DbCommand Command(Session session, string sql)
    {
        var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        command.CommandTimeout = NoTimeoutSeconds;
        return command;
    }

    private static object? Value(DbDataReader reader, ColumnType type, int at) =>
        reader.IsDBNull(at)
            ? null
            : type switch
            {
                ColumnType.Text => reader.GetString(at),
                ColumnType.Bigint => reader.GetInt64(at),
                _ => reader.GetFieldValue<byte[]>(at),
            };

    private static long Bytes(object? value) =>
        value switch
        {
            string text => text.Length,
            byte[] content => content.Length,
            _ => sizeof(long),
        };
}
