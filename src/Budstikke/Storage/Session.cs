using System.Data;
using System.Data.Common;
using Dapper;

namespace Budstikke.Storage;

/// <summary>One connection, in a transaction when it writes. SQL goes through here, so that a room needs neither driver
/// nor dialect by name.</summary>
internal sealed class Session(DbConnection connection, DbTransaction? transaction, Dialect dialect)
{
    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    public Dialect Dialect => dialect;

    /// <summary>Its transaction must have a name when it commits.</summary>
    public bool IsIntake { get; init; }

    /// <summary>What is done once the transaction is committed.</summary>
    public List<Action> AfterCommit { get; init; } = [];

    /// <summary>The transaction's, once a statement has brought it along; see
    /// <see cref="Storage.Dialect.NameTransaction"/>.</summary>
    public string? Name { get; set; }

    public async Task<int> Execute(string sql, object? parameters = null)
    {
        if (await dialect.Prepared(this, sql, parameters) is not { } prepared)
            return await connection.ExecuteAsync(sql, StorableParameters.Of(parameters), transaction);
        await using (prepared)
            return await prepared.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? parameters = null)
    {
        if (await dialect.Prepared(this, sql, parameters) is not { } prepared)
            return (await connection.QueryAsync<T>(sql, StorableParameters.Of(parameters), transaction)).AsList();
        await using (prepared)
            return await Rows<T>(prepared);
    }

    public async Task<T?> QueryOne<T>(string sql, object? parameters = null) =>
        (await Query<T>(sql, parameters)).SingleOrDefault();

    public async Task<T> QuerySingle<T>(string sql, object? parameters = null) =>
        (await Query<T>(sql, parameters)).Single();

    private static async Task<List<T>> Rows<T>(DbCommand prepared)
    {
        await using var reader = await prepared.ExecuteReaderAsync();
        var parse = reader.GetRowParser(typeof(T));
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(Row<T>(parse, reader));
        return rows;
    }

    /// <summary>Reads one row. A row that does not fit the type is reported by the exception that Dapper would
    /// throw.</summary>
    private static T Row<T>(Func<DbDataReader, object> parse, DbDataReader reader)
    {
        try
        {
            return (T)parse(reader);
        }
        catch (InvalidCastException error)
        {
            throw new DataException($"A row cannot be read as {typeof(T).Name}.", error);
        }
    }

    public Task<bool[]> Insert(Table table, IReadOnlyList<object?[]> rows) =>
        rows.Count == 0 ? Task.FromResult<bool[]>([]) : dialect.Insert(this, table, rows);
}

/// <summary>A write as a value: what a decision returns and a transaction carries out.</summary>
internal abstract record Write;

/// <summary>A new row of <paramref name="Table"/>; rows of one table go in one statement.</summary>
internal sealed record NewRow(Table Table, params object?[] Values) : Write;

/// <summary>
/// Compare and set of one row: its key, the value that it must have, and its new ones. Rows of one change go in one
/// statement; where one of them is otherwise, that is a conflict and rolls back.
/// </summary>
internal sealed record ChangedRow(CompareAndSet Change, params object?[] Values) : Write;

/// <summary>A statement; where <paramref name="Rows"/> is given, any other count of changed rows is a conflict and
/// rolls back.</summary>
internal sealed record Statement(string Sql, object Parameters, int? Rows = null) : Write;

/// <summary>
/// Nothing to write: it is told to whoever listens in this process once the rest is committed, and after a crash never.
/// It may not throw, since what is committed has happened, and its writer must not believe that it failed.
/// </summary>
internal sealed record AfterCommit(Action Tell) : Write;

/// <summary>Work that reads before it writes, done when all other writes of the transaction are. It must not hold what
/// others wait for before it: the trail's end is taken last.</summary>
internal sealed record LastWrite(Func<Session, Task> Run) : Write;

/// <summary>Somebody else was faster: a compare-and-set met another state. Nothing was written.</summary>
internal sealed class ConflictException(string message) : Exception(message);

internal static class Writes
{
    /// <summary>Statements first, in their order (they compare and set), then the changed rows, a statement a change,
    /// then the new rows, a statement a table, then what reads first.</summary>
    /// <exception cref="ConflictException">A statement changed another count of rows than it says.</exception>
    public static async Task CarryOut(this Session session, IReadOnlyCollection<Write> writes)
    {
        Statement[] statements = [.. writes.OfType<Statement>()];
        IGrouping<CompareAndSet, object?[]>[] changes =
        [
            .. writes.OfType<ChangedRow>().GroupBy(row => row.Change, row => row.Values),
        ];
        var changed = await session.Dialect.Execute(session, statements, changes);
        foreach (var (statement, rows) in statements.Zip(changed))
            if (statement.Rows is { } expected && rows != expected)
                throw new ConflictException($"{rows} rows instead of {expected}: {statement.Sql}");
        foreach (var (some, rows) in changes.Zip(changed.Skip(statements.Length)))
            if (some.Count() is var expected && rows != expected)
                throw new ConflictException($"{rows} rows instead of {expected} of {some.Key.Table} were changed.");
        await session.Dialect.Insert(
            session,
            [.. writes.OfType<NewRow>().GroupBy(row => row.Table, row => row.Values)]
        );
        foreach (var last in writes.OfType<LastWrite>())
            await last.Run(session);
        session.AfterCommit.AddRange(writes.OfType<AfterCommit>().Select(write => write.Tell));
    }
}
