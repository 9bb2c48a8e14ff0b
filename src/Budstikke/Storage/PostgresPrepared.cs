using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;

namespace Budstikke.Storage;

/// <summary>
/// Keeps the statements that are asked again and again prepared on each connection, in a message of their own before
/// they are executed. The driver's automatic way (MaxAutoPrepare) does both in one: where that execution fails, it
/// takes the statement for prepared without knowing its columns, and the next answer finds it out of step (npgsql 6391;
/// decision 0031).
/// </summary>
internal sealed class PostgresPrepared
{
    /// <summary>Each stays in the server's memory once a connection. The product has fewer; what comes after so many is
    /// not prepared.</summary>
    private const int MaxStatements = 200;

    /// <summary>How often each text was used; those of a migration or a command are used once.</summary>
    private readonly ConcurrentDictionary<string, int> _uses = new(StringComparer.Ordinal);

    /// <summary>
    /// The statement as a command that is prepared on this connection; null where it is not worth it, or has a
    /// parameter that is not known here. Dapper has no asynchronous place for this, and a blocking read is judged by
    /// the wall clock: one that jumps would look like a server that does not answer.
    /// </summary>
    public async Task<DbCommand?> Command(Session session, string sql, object? parameters)
    {
        if (!IsRepeated(sql) || PostgresParameters.TryNamedIn(sql, parameters) is not { } named)
            return null;
        var command = new NpgsqlCommand(
            sql,
            (NpgsqlConnection)session.Connection,
            (NpgsqlTransaction?)session.Transaction
        );
        try
        {
            command.Parameters.AddRange(named);
            // Costs a round trip the first time that a connection has the statement, and nothing afterwards.
            await command.PrepareAsync();
            return command;
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    public Task Prepare(NpgsqlCommand command) =>
        IsRepeated(command.CommandText) ? command.PrepareAsync() : Task.CompletedTask;

    /// <summary>Prepares a batch; to be called once every statement of the batch has been added.</summary>
    public Task Prepare(NpgsqlBatch batch)
    {
        var areRepeated = true;
        foreach (NpgsqlBatchCommand command in batch.BatchCommands)
            areRepeated &= IsRepeated(command.CommandText);
        return areRepeated ? batch.PrepareAsync() : Task.CompletedTask;
    }

    /// <summary>Whether the statement was used often enough to be prepared; each question counts as a use.</summary>
    private bool IsRepeated(string sql)
    {
        if (_uses.TryGetValue(sql, out var uses) && uses > 1)
            return true;
        if (uses > 0 || _uses.Count < MaxStatements)
            _uses[sql] = uses + 1;
        return false;
    }
}
