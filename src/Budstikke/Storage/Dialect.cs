using System.Data;
using System.Data.Common;

namespace Budstikke.Storage;

/// <summary>What truly differs between the two databases; everything else is one SQL text.</summary>
internal abstract class Dialect : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Where it is, for a person: without user and password.</summary>
    public abstract string Place { get; }

    /// <summary>How many transactions may write side by side at the door: SQLite has one writer.</summary>
    public abstract int Writers { get; }

    /// <summary>The same for transactions of many steps, each of which waits for the server's answer.</summary>
    public int WritersInSteps => Writers == 1 ? 1 : 16;

    /// <summary>Milliseconds now by the clock that claims are judged by, as SQL; <c>@now</c> and <c>@clockOffset</c>
    /// may be used.</summary>
    public abstract string ClaimClock { get; }

    /// <summary>Passes by rows that another transaction has locked.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>At the end of a SELECT, locks the rows as an UPDATE would; empty where a transaction is
    /// alone.</summary>
    public virtual string RowLock => "";

    /// <summary>True when <paramref name="column"/> is one of the values in the parameter <paramref name="name"/> (see
    /// List).</summary>
    public abstract string IsIn(string column, string name);

    /// <summary>True when <paramref name="column"/> is one of the few values that <paramref name="query"/>
    /// yields.</summary>
    public virtual string IsAmong(string column, string query) => $"{column} IN ({query})";

    /// <summary>
    /// <see cref="IsIn"/> and <paramref name="condition"/>, for an UPDATE of many rows: they are locked in the order of
    /// <paramref name="column"/>, so that two transactions that change the same ones do not wait for each other.
    /// </summary>
    public string IsInByOrder(string table, string column, string name, string condition) =>
        RowLock.Length == 0
            ? $"{IsIn(column, name)} AND {condition}"
            : $"{IsAmong(column, LockedInOrder(table, column, name, condition))} AND {condition}";

    private string LockedInOrder(string table, string column, string name, string condition) =>
        $"SELECT {column} FROM {table} WHERE {IsIn(column, name)} AND {condition} ORDER BY {column} {RowLock}";

    /// <summary>A list as a parameter for <see cref="IsIn"/>.</summary>
    public abstract object List(IReadOnlyCollection<string> values);

    /// <inheritdoc cref="List(IReadOnlyCollection{string})"/>
    public abstract object List(IReadOnlyCollection<long> values);

    /// <summary>The statement as a command that only needs to be executed; null where the mapper is to make
    /// one.</summary>
    public virtual Task<DbCommand?> Prepared(Session session, string sql, object? parameters) =>
        Task.FromResult<DbCommand?>(null);

    public abstract ValueTask<DbConnection> Open(CancellationToken cancel);

    /// <summary>Whether a connection that <paramref name="error"/> happened on may not be used again.</summary>
    public virtual bool LeavesInDoubt(Exception error) => false;

    /// <summary>Ends a connection, so that no pool hands it out again.</summary>
    public virtual void Break(DbConnection connection) { }

    /// <summary>Replaces the marks <c>{identity}</c> and <c>{bytes}</c> in a migration.</summary>
    public abstract string Translate(string migration);

    /// <summary>Holds other starting nodes back until the transaction ends.</summary>
    public abstract Task LockMigrations(Session session);

    public abstract Task<bool> HasTable(Session session, string table);

    /// <summary>Lets nobody else write <paramref name="tables"/> until the transaction ends.</summary>
    public abstract Task LockTables(Session session, IEnumerable<string> tables);

    /// <summary>Who else is connected, by name. Always nobody on SQLite, where a file keeps a second process away
    /// (StoreLock).</summary>
    public abstract Task<IReadOnlyList<string>> Others(Session session);

    /// <summary>Makes an identity go on after the highest number that <paramref name="table"/> has.</summary>
    public abstract Task ContinueIdentity(Session session, string table, string column);

    /// <summary>Keeps <paramref name="lane"/> for this transaction; false when another has it.</summary>
    public abstract Task<bool> TryLockLane(Session session, string lane);

    /// <summary>Inserts many rows at once; says which of <paramref name="rows"/> were new where
    /// <paramref name="table"/> leaves conflicts be.</summary>
    public abstract Task<bool[]> Insert(Session session, Table table, IReadOnlyList<object?[]> rows);

    /// <summary>One after another, then the rows that are changed together; says how many rows each changed.</summary>
    public abstract Task<IReadOnlyList<int>> Execute(
        Session session,
        IReadOnlyList<Statement> statements,
        IReadOnlyList<IGrouping<CompareAndSet, object?[]>> changes
    );

    /// <summary>Rows of several tables, in their order.</summary>
    public abstract Task Insert(Session session, IReadOnlyList<IGrouping<Table, object?[]>> rows);

    /// <summary>The same work may succeed when tried again at once: a deadlock, a serialisation failure.</summary>
    public bool IsPassing(Exception error) => SaysTryAgain(CauseOf(error));

    /// <summary>The database or its disk failed, not the program.</summary>
    public bool IsUnavailable(Exception error) => SaysAway(CauseOf(error));

    /// <summary>The same, where it certainly was the database that failed: a time-out or an I/O error may come from
    /// something else that a handler talks to.</summary>
    public bool IsAway(Exception error) =>
        IsUnavailable(error) && CauseOf(error) is DbException or NotCommittedException or OutcomeUnknownException;

    /// <inheritdoc cref="IsPassing"/>
    protected abstract bool SaysTryAgain(Exception error);

    /// <inheritdoc cref="IsUnavailable"/>
    protected abstract bool SaysAway(Exception error);

    /// <summary>A connection that is lost in the middle of a row: Dapper wraps what it meets while it reads
    /// columns.</summary>
    private static Exception CauseOf(Exception error) =>
        error is DataException { InnerException: { } cause } ? cause : error;

    /// <summary>A name by which a transaction can be asked for after its connection was lost; null where a commit's
    /// answer cannot be lost.</summary>
    public virtual Task<string?> NameTransaction(Session session) => Task.FromResult<string?>(null);

    /// <summary>
    /// Whether a transaction of that name was committed and <paramref name="wasWritten"/> sees what it wrote; it waits
    /// for a server that is coming back. The second question is part of the first: after a crash another transaction
    /// may have got the name.
    /// </summary>
    /// <exception cref="TimeoutException">It could not be learnt in time.</exception>
    public virtual Task<bool> WasCommitted(string transaction, Func<Session, Task<bool>> wasWritten) =>
        throw new NotSupportedException(Name);

    /// <summary>Of an error that a commit met: the database itself says that nothing of the transaction was
    /// written.</summary>
    public abstract bool SaysRolledBack(Exception error);

    public abstract ValueTask DisposeAsync();
}

/// <summary>A table as inserts see it; a room declares each table it owns once.</summary>
/// <param name="Name">As in the migration.</param>
/// <param name="Columns">Name and type (text, bigint, bytes), in the order of the rows' values.</param>
/// <param name="Key">Where given, a row whose key (these columns) exists already is left as it is.</param>
internal sealed record Table(string Name, IReadOnlyList<(string Name, ColumnType Type)> Columns, string? Key = null);

/// <summary>A change of single rows: each that is found by its key and has one value yet gets others. A room declares
/// each once.</summary>
/// <param name="Table">As in the migration.</param>
/// <param name="Key">A column of text that has an index.</param>
/// <param name="Compared">A column of text.</param>
internal sealed record CompareAndSet(
    string Table,
    string Key,
    string Compared,
    IReadOnlyList<(string Name, ColumnType Type)> Set
)
{
    /// <summary>Where a row's new values begin: behind the key and the value that it must have.</summary>
    public const int FirstSet = 2;

    /// <summary>In the order of a row's values.</summary>
    public IReadOnlyList<(string Name, ColumnType Type)> Columns { get; } =
    [(Key, ColumnType.Text), (Compared, ColumnType.Text), .. Set];
}

internal enum ColumnType
{
    Text,
    Bigint,
    Bytes,
}
