using System.Data;
using System.Data.Common;

namespace Budstikke.Storage;

/// <summary>
/// The one database. Reads run side by side; writes are transactions, on SQLite one after another, the intake as a rule
/// first. A deadlock or a serialisation failure is tried again here, since nothing of it was written; every other error
/// is the caller's. Where the answer to an intake's commit is lost with the connection, the server is asked what became
/// of it, and shown what was written. Where that cannot be learnt either, the outcome is unknown:
/// <see cref="OutcomeUnknownException"/>, which is never a reason to write again.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private const int MaxTries = 8;

    /// <summary>What it is called when it is away.</summary>
    public const string Name = "The database";
    private const string Store = "The store";
    private readonly SqliteWriter? _writer;
    private Outages? _outages;

    /// <summary>A database that takes no writes may still be read: that it answers a read does not bring it
    /// back.</summary>
    private volatile bool _refusesWrites;

    public Database(Dialect dialect)
    {
        Dialect = dialect;
        _writer = dialect is SqliteDialect sqlite ? new SqliteWriter(sqlite) : null;
    }

    public Dialect Dialect { get; }

    /// <summary>Tests make faults with it: called with "begin", "commit" and "committed" around every write
    /// transaction.</summary>
    public Action<string>? Fault { get; set; }

    /// <summary>Whoever meets this error need not tell of it: that the database is away stands in the log.</summary>
    public bool HasTold(Exception error) =>
        _outages is not null && Dialect.IsUnavailable(error) && (_outages.IsAway(Name) || _outages.IsAway(Store));

    /// <summary>From now on they are told when it is away, and when it is back.</summary>
    public Database Telling(Outages outages)
    {
        _outages = outages;
        return this;
    }

    public Task<T> Read<T>(Func<Session, Task<T>> query, CancellationToken cancel = default) =>
        Told(
            async () =>
            {
                await using var connection = await Dialect.Open(cancel);
                try
                {
                    return await query(new Session(connection, null, Dialect));
                }
                catch (Exception error) when (Dialect.LeavesInDoubt(error))
                {
                    Dialect.Break(connection);
                    throw;
                }
            },
            isWrite: false
        );

    /// <summary>Runs <paramref name="work"/> in one transaction; when this returns, it is on the disk.</summary>
    /// <param name="wasWritten">
    /// Of an intake: whether what the last run of <paramref name="work"/> wrote is there. Where there is none, a commit
    /// whose answer is lost counts as not made, and the work is done again.
    /// </param>
    /// <exception cref="OutcomeUnknownException">It was committed, or it was not: nobody could be asked.</exception>
    public async Task<T> Write<T>(
        Func<Session, Task<T>> work,
        bool isIntake = false,
        Func<Session, Task<bool>>? wasWritten = null,
        CancellationToken cancel = default
    )
    {
        var (result, committed) = await Told(() => Try(work, isIntake, wasWritten, cancel), isWrite: true);
        foreach (var tell in committed.AfterCommit)
            tell();
        return result;
    }

    private async Task<T> Told<T>(Func<Task<T>> work, bool isWrite)
    {
        try
        {
            var result = await work();
            if (isWrite)
                _refusesWrites = false;
            if (!_refusesWrites)
                _outages?.Worked(Name);
            if (isWrite)
                _outages?.Worked(Store);
            return result;
        }
        catch (Exception error) when (Dialect.IsUnavailable(error))
        {
            var isSealed = Seal.IsMet(error);
            _refusesWrites |= isWrite && !isSealed;
            _outages?.Failed(isSealed ? Store : Name, error);
            throw;
        }
    }

    private async Task<(T Result, Session Committed)> Try<T>(
        Func<Session, Task<T>> work,
        bool isIntake,
        Func<Session, Task<bool>>? wasWritten,
        CancellationToken cancel
    )
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return _writer is null
                    ? await Transact(work, isIntake, wasWritten, cancel)
                    : await _writer.Run(() => Transact(work, isIntake, wasWritten, cancel), isIntake);
            }
            catch (Exception error)
                when (tries < MaxTries && (error is NotCommittedException || Dialect.IsPassing(error)))
            {
                // Tried again at once: nothing was written, and the other side of a deadlock has gone through.
            }
        }
    }

    public Task Write(Func<Session, Task> work, CancellationToken cancel = default) =>
        Write<object?>(
            async session =>
            {
                await work(session);
                return null;
            },
            cancel: cancel
        );

    public Task Write(IReadOnlyCollection<Write> writes) => Write(session => session.CarryOut(writes));

    private async Task<(T Result, Session Committed)> Transact<T>(
        Func<Session, Task<T>> work,
        bool isIntake,
        Func<Session, Task<bool>>? wasWritten,
        CancellationToken cancel
    )
    {
        var connection = _writer is null ? await Dialect.Open(cancel) : await _writer.Connection();
        try
        {
            Fault?.Invoke("begin");
            // Not the server's default: the rooms count on a second statement seeing what a twin committed while the
            // first waited.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
            var session = new Session(connection, transaction, Dialect) { IsIntake = isIntake };
            var result = await work(session);
            var name = isIntake ? session.Name ?? await Dialect.NameTransaction(session) : null;
            Fault?.Invoke("commit");
            await Commit(transaction, name, wasWritten);
            Fault?.Invoke("committed");
            return (result, session);
        }
        catch (Exception error) when (_writer is null && Dialect.LeavesInDoubt(error))
        {
            Dialect.Break(connection);
            throw;
        }
        finally
        {
            if (_writer is null)
                await connection.DisposeAsync();
        }
    }

    /// <summary>
    /// A caller at the door waits for the outcome and may repeat an order that it believes refused, so an intake's is
    /// learnt whatever the commit met; a job's outcome shows in its row.
    /// </summary>
    private async Task Commit(DbTransaction transaction, string? name, Func<Session, Task<bool>>? wasWritten)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception error) when (name is not null && !Dialect.IsPassing(error))
        {
            if (!await WasCommitted(name, wasWritten, error))
                throw new NotCommittedException(error);
        }
        catch (Exception error) when (!Dialect.SaysRolledBack(error))
        {
            throw new OutcomeUnknownException(error);
        }
    }

    /// <summary>Whatever goes wrong with the question, the answer is not "no".</summary>
    private async Task<bool> WasCommitted(string name, Func<Session, Task<bool>>? wasWritten, Exception lost)
    {
        try
        {
            return await Dialect.WasCommitted(name, wasWritten ?? (_ => Task.FromResult(false)));
        }
        catch (Exception error)
        {
            throw new OutcomeUnknownException(new AggregateException(lost, error));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync();
        await Dialect.DisposeAsync();
    }
}

/// <summary>The connection was lost in the commit, and the server says that nothing of it was written.</summary>
internal sealed class NotCommittedException(Exception lost) : IOException("The transaction was not committed.", lost);

/// <summary>
/// The commit was sent and its outcome could not be learnt. The database counts as away
/// (<see cref="Dialect.IsUnavailable"/>): whoever meets this must not write the same again, and tells its caller to
/// look before he repeats.
/// </summary>
internal sealed class OutcomeUnknownException(Exception lost)
    : IOException("Whether the transaction was committed could not be learnt.", lost);
