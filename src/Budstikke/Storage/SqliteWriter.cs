using System.Data.Common;
using System.Diagnostics;

namespace Budstikke.Storage;

/// <summary>
/// The single writer of SQLite: a thread of its own with one connection, which takes the intake's work first and lets
/// the others have their turn. SQLite would serialise the writers anyhow, by busy-waiting; here they wait in a line.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>How many intakes may go in a row while others wait. Callers wait for the intake, but what they have
    /// sent waits for the others.</summary>
    public const int MaxIntakeInARow = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);
    private readonly SqliteDialect _dialect;
    private readonly object _gate = new();
    private readonly Queue<Action> _intake = new();
    private readonly Queue<(Action Item, long Since)> _others = new();
    private int _intakeInARow;
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
            if (isIntake)
                _intake.Enqueue(Item);
            else
                _others.Enqueue((Item, Stopwatch.GetTimestamp()));
            Monitor.Pulse(_gate);
        }
        return done.Task;
    }

    private void Loop()
    {
        while (true)
        {
            Action next;
            lock (_gate)
            {
                while (!TryTake(out next))
                {
                    if (_isClosed)
                        return;
                    // The thread waits on a monitor, because a semaphore spins while it waits and would burn a core
                    // that the callers need.
                    Monitor.Wait(_gate);
                }
            }
            next();
            _checkpoints.Due();
        }
    }

    private bool TryTake(out Action next)
    {
        if (
            _others.TryPeek(out var head)
            && (_intake.Count == 0 || IsTurnOfOthers(_intakeInARow, Stopwatch.GetElapsedTime(head.Since)))
        )
        {
            next = _others.Dequeue().Item;
            _intakeInARow = 0;
            return true;
        }
        if (!_intake.TryDequeue(out next!))
            return false;
        _intakeInARow = Math.Min(_intakeInARow + 1, MaxIntakeInARow);
        return true;
    }

    /// <summary>Whose turn it is where both wait. Between two of the others at least one intake goes, however long the
    /// others have waited: a backlog of theirs must not keep the callers out.</summary>
    /// <param name="intakeInARow">How many of the intake were taken since the last of the others.</param>
    /// <param name="waited">How long the first of the others has waited.</param>
    public static bool IsTurnOfOthers(int intakeInARow, TimeSpan waited) =>
        intakeInARow >= MaxIntakeInARow || (intakeInARow > 0 && waited >= s_patience);

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
