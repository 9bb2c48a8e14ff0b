using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Budstikke.Storage;

/// <summary>
/// Brings what was committed from the log into the file beside the writer, on a thread and a connection of its own: the
/// writer's own checkpoint, at its limit, finds little left, and callers wait less for it.
/// </summary>
internal sealed class SqliteCheckpoints : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly SqliteDialect _dialect;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private DbConnection? _connection;
    private bool _isDue;
    private bool _isClosed;

    public SqliteCheckpoints(SqliteDialect dialect)
    {
        _dialect = dialect;
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-checkpoint" };
        _thread.Start();
    }

    /// <summary>There is something in the log.</summary>
    public void Due()
    {
        lock (_gate)
        {
            if (_isDue)
                return;
            _isDue = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_isDue && !_isClosed)
                    Monitor.Wait(_gate);
                // What many transactions write goes into the file once.
                if (!_isClosed)
                    Monitor.Wait(_gate, s_pause);
                if (_isClosed)
                    return;
                _isDue = false;
            }
            Checkpoint();
        }
    }

    private void Checkpoint()
    {
        try
        {
            // SQLite's asynchronous calls complete synchronously.
            _connection ??= _dialect.Open(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Nothing is lost: what is committed stays in the log, and the next checkpoint tries again, as does the
            // writer's own.
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
        await Task.Run(_thread.Join);
        if (_connection is not null)
            await _connection.DisposeAsync();
    }
}
