using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Budstikke.Storage;

/// <summary>The embedded default: one file, WAL, every commit on the disk before it returns.</summary>
internal sealed class SqliteDialect : Dialect
{
    /// <summary>How long a writer waits for another process; the driver's own tries must not make it longer.</summary>
    private const int BusyTimeoutSeconds = 10;

    /// <summary>The writer's cache of pages. An order's rows touch some ten pages all over the file; without the cache
    /// they would be read from the file again for each order.</summary>
    private const int WriterCacheKilobytes = 16 * 1024;

    /// <summary>The length of the log at which the writer empties it, in pages of 4 KB: 128 MB. By then
    /// <see cref="SqliteCheckpoints"/> has brought nearly all of it into the file, and the log begins anew.</summary>
    private const int CheckpointPages = 32_000;
    private readonly string _connectionString;
    private readonly bool _onlyReads;
    private SqliteRows? _rows;

    static SqliteDialect() => SQLitePCL.Batteries_V2.Init();

    /// <param name="setting">What gave the path, as a person is told.</param>
    public SqliteDialect(string path, string setting = OpenStore.ShownSqliteSetting)
    {
        (Setting, GivenPath, Path) = (setting, System.IO.Path.GetFullPath(path), RealPath.Of(path));
        _connectionString = ConnectionTo(Path, SqliteOpenMode.ReadWriteCreate);
    }

    private SqliteDialect(SqliteDialect other, string connectionString, bool onlyReads)
    {
        (Setting, GivenPath, Path) = (other.Setting, other.GivenPath, other.Path);
        (_connectionString, _onlyReads) = (connectionString, onlyReads);
    }

    /// <summary>The same file, which is not made where it is missing.</summary>
    public SqliteDialect OfExisting(bool forReading = false) =>
        new(this, ConnectionTo(Path, SqliteOpenMode.ReadWrite, isPooled: !forReading), forReading);

    /// <summary>The same file, for reading, by the promise that nobody changes it: then SQLite needs no file beside
    /// it.</summary>
    public SqliteDialect OfCopy() =>
        new(this, ConnectionTo($"{new Uri(Path).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly), onlyReads: true);

    /// <param name="isPooled">Not for who only reads: the pool would hand a connection that refuses writes to whoever
    /// writes in this process next.</param>
    private static string ConnectionTo(string source, SqliteOpenMode mode, bool isPooled = true) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            DefaultTimeout = BusyTimeoutSeconds,
            Pooling = isPooled,
        }.ToString();

    public string Setting { get; }

    /// <summary>With the links that may be in it.</summary>
    public string GivenPath { get; }

    /// <summary>Without links: what SQLite and the lock go by.</summary>
    public string Path { get; }

    public override string Name => "SQLite";

    public override string Place => Path;

    public override int Writers => 1;

    public override string ClaimClock => "(@now + @clockOffset)";

    public override string SkipLocked => "";

    public override string IsIn(string column, string name) => $"{column} IN (SELECT value FROM json_each(@{name}))";

    public override object List(IReadOnlyCollection<string> values) => JsonSerializer.Serialize(values);

    public override object List(IReadOnlyCollection<long> values) => JsonSerializer.Serialize(values);

    public override async ValueTask<DbConnection> Open(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancel);
        if (_onlyReads)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA query_only=ON";
            await command.ExecuteNonQueryAsync(cancel);
        }
        return connection;
    }

    /// <summary>The writer's connection: what it commits is on the disk, not only with the operating system.</summary>
    public async ValueTask<DbConnection> OpenWriter()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var connection = await Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"PRAGMA busy_timeout={BusyTimeoutSeconds * 1000}; PRAGMA foreign_keys=ON; PRAGMA journal_mode=WAL; "
            + $"PRAGMA synchronous=FULL; PRAGMA cache_size=-{WriterCacheKilobytes}; PRAGMA "
            + $"wal_autocheckpoint={CheckpointPages};";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public override string Translate(string migration) =>
        migration
            .Replace("{identity}", "integer PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
            .Replace("{bytes}", "blob", StringComparison.Ordinal);

    /// <summary>A write transaction begins IMMEDIATE, which is the lock already.</summary>
    public override Task LockMigrations(Session session) => Task.CompletedTask;

    public override async Task<bool> HasTable(Session session, string table) =>
        await session.QuerySingle<long>(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @table",
            new { table }
        ) > 0;

    /// <summary>The transaction is the only one that writes.</summary>
    public override Task LockTables(Session session, IEnumerable<string> tables) => Task.CompletedTask;

    public override Task<IReadOnlyList<string>> Others(Session session) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>AUTOINCREMENT has seen the numbers as they were inserted.</summary>
    public override Task ContinueIdentity(Session session, string table, string column) => Task.CompletedTask;

    public override Task<bool> TryLockLane(Session session, string lane) => Task.FromResult(true);

    public override Task<bool[]> Insert(Session session, Table table, IReadOnlyList<object?[]> rows) =>
        Task.FromResult(RowsOf((SqliteConnection)session.Connection).Insert(table, rows));

    private SqliteRows RowsOf(SqliteConnection connection)
    {
        if (_rows?.Connection != connection)
        {
            _rows?.Dispose();
            _rows = new(connection);
        }
        return _rows;
    }

    public override async Task<IReadOnlyList<int>> Execute(
        Session session,
        IReadOnlyList<Statement> statements,
        IReadOnlyList<IGrouping<CompareAndSet, object?[]>> changes
    )
    {
        var changed = new List<int>();
        foreach (var statement in statements)
            changed.Add(await session.Execute(statement.Sql, statement.Parameters));
        var rows = RowsOf((SqliteConnection)session.Connection);
        changed.AddRange(changes.Select(some => rows.Change(some.Key, [.. some]).Count(hasChanged => hasChanged)));
        return changed;
    }

    public override async Task Insert(Session session, IReadOnlyList<IGrouping<Table, object?[]>> rows)
    {
        foreach (var some in rows)
            await Insert(session, some.Key, [.. some]);
    }

    public override ValueTask DisposeAsync()
    {
        _rows?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The engine works in this process: no answer of it is lost on the way.</summary>
    public override bool SaysRolledBack(Exception error) => true;

    protected override bool SaysTryAgain(Exception error) => false;

    protected override bool SaysAway(Exception error) =>
        error
            is SqliteException { SqliteErrorCode: not (SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_ERROR) }
                or IOException
        || Seal.IsMet(error);
}
