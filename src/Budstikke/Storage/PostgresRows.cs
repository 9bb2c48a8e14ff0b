using Npgsql;

namespace Budstikke.Storage;

/// <summary>Writes many rows, and many statements, in one round trip.</summary>
/// <param name="prepared">Null where the driver prepares by itself.</param>
internal sealed class PostgresRows(PostgresPrepared? prepared)
{
    public const string TransactionName = "SELECT pg_current_xact_id()::text";

    public async Task<bool[]> Insert(Session session, Table table, IReadOnlyList<object?[]> rows)
    {
        await using var command = (NpgsqlCommand)session.Connection.CreateCommand();
        command.Transaction = (NpgsqlTransaction?)session.Transaction;
        command.CommandText = InsertInto(table) + (table.Key is null ? "" : $" RETURNING {table.Key}");
        command.Parameters.AddRange(PostgresParameters.Columns(table.Columns, rows));
        await (prepared?.Prepare(command) ?? Task.CompletedTask);
        if (table.Key is null)
        {
            await command.ExecuteNonQueryAsync();
            return Enumerable.Repeat(true, rows.Count).ToArray();
        }
        return await NewRows(command, table, rows);
    }

    public async Task<IReadOnlyList<int>> Execute(
        Session session,
        IReadOnlyList<Statement> statements,
        IReadOnlyList<IGrouping<CompareAndSet, object?[]>> changes
    ) =>
        await Together(
            session,
            [
                .. statements.Select(one => (one.Sql, PostgresParameters.Of(one.Parameters))),
                .. changes.Select(some => (Update(some.Key), PostgresParameters.Columns(some.Key.Columns, [.. some]))),
            ]
        );

    public Task Insert(Session session, IReadOnlyList<IGrouping<Table, object?[]>> rows) =>
        Together(
            session,
            [.. rows.Select(some => (InsertInto(some.Key), PostgresParameters.Columns(some.Key.Columns, [.. some])))]
        );

    /// <summary>Sends everything in one round trip, because the transaction holds its locks idly during each
    /// one.</summary>
    private async Task<int[]> Together(
        Session session,
        IReadOnlyList<(string Sql, NpgsqlParameter[] Parameters)> commands
    )
    {
        if (commands.Count == 0)
            return [];
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)session.Connection,
            (NpgsqlTransaction?)session.Transaction
        );
        foreach (var (sql, parameters) in commands)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
        }
        if (session is { IsIntake: true, Name: null })
        {
            // This statement is the only one of the batch that answers with a row.
            batch.BatchCommands.Add(new NpgsqlBatchCommand(TransactionName));
            await (prepared?.Prepare(batch) ?? Task.CompletedTask);
            session.Name = (string?)await batch.ExecuteScalarAsync();
        }
        else
        {
            await (prepared?.Prepare(batch) ?? Task.CompletedTask);
            await batch.ExecuteNonQueryAsync();
        }
        return [.. commands.Select((_, i) => batch.BatchCommands[i].RecordsAffected)];
    }

    private static string InsertInto(Table table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        var arrays = string.Join(", ", table.Columns.Select((column, i) => $"@p{i}"));
        return $"INSERT INTO {table.Name} ({columns}) SELECT * FROM unnest({arrays})"
            + (table.Key is null ? "" : $" ON CONFLICT ({table.Key}) DO NOTHING");
    }

    /// <summary>
    /// The rows by the key's index, in its order, whatever the planner believes of the table: to join the values would
    /// let it read all of an index while the table is small, and go on so. A key that comes twice changes one row.
    /// </summary>
    private static string Update(CompareAndSet change)
    {
        var set = change.Set.Select((column, i) => $"{column.Name} = {Own(i + CompareAndSet.FirstSet)}");
        return $"UPDATE {change.Table} SET {string.Join(", ", set)} "
            + $"WHERE {change.Key} = ANY(@p0) AND {change.Compared} = {Own(1)}";

        string Own(int at) => $"(@p{at})[array_position(@p0, {change.Key})]";
    }

    private static async Task<bool[]> NewRows(NpgsqlCommand command, Table table, IReadOnlyList<object?[]> rows)
    {
        var key = table.Key!.Split(", ");
        var at = key.Select(name => table.Columns.Select(column => column.Name).ToList().IndexOf(name)).ToArray();
        var inserted = new HashSet<string>(StringComparer.Ordinal);
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                inserted.Add(string.Join('\0', Enumerable.Range(0, key.Length).Select(reader.GetValue)));
        // Twins within one statement: only the first is new.
        return rows.Select(row => inserted.Remove(string.Join('\0', at.Select(i => row[i])))).ToArray();
    }
}
