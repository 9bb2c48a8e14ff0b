using System.Data.Common;

namespace Budstikke.Storage;

/// <summary>
/// The single writer of SQLite: a thread of its own with one connection, which takes the intake's work first. SQLite would serialise
/// the writers anyhow, by busy-waiting; here they wait in a line.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteDialect _dialect;
    private readonly object _gate = new();
    private readonly Queue<Action> _intake = new();
    private readonly Queue<Action> _others = new();
    private readonly SqliteCheckpoints _checkpoints;
    private readonly Thread _thread;
    private DbConnection? _connection;
    private bool _isClosed;

    public SqliteWriter(SqliteDialect dialect)
    {
        _dialect = dialect;
        _checkpoints = new(dialect);
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    /// <summary>The writer's own connection; only work on its thread may use it.</summary>
    public async ValueTask<DbConnection> Connection() => _connection ??= await _dialect.OpenWriter();

    public Task<T> Run<T>(Func<Task<T>> work, bool isIntake)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Item()
        {
            try
            {
                // SQLite's asynchronous calls complete synchronously, so this blocks on the disk alone.
                done.SetResult(work().GetAwaiter().GetResult());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            (isIntake ? _intake : _others).Enqueue(Item);
            Monitor.Pulse(_gate);
        }
        return done.Task;
    }

    private void Loop()
    {
        while (true)
        {
            Action? next;
            lock (_gate)
            {
                while (!_intake.TryDequeue(out next) && !_others.TryDequeue(out next))
                {
                    if (_isClosed)
                        return;
                    // Of a monitor: a semaphore's waiting would burn a core that the callers need.
                    Monitor.Wait(_gate);
                }
            }
            next();
            _checkpoints.Due();
        }
    }

    /// <summary>Finishes what stands in line, then ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
        await Task.Run(_thread.Join);
        await _checkpoints.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
    }
}
