using Microsoft.Data.Sqlite;

namespace Budstikke.Storage;

/// <summary>A store that a command expects to be there: opening must not make one, since an empty store looks as if all
/// were well.</summary>
internal static class ExistingStore
{
    /// <exception cref="StorageRefusedException">There is none.</exception>
    public static void RefuseAbsentFile(SqliteDialect sqlite)
    {
        if (!File.Exists(sqlite.Path))
            throw new StorageRefusedException(
                $"There is no store at {sqlite.GivenPath} ({sqlite.Setting}); `serve` or `client add` makes one."
            );
    }

    /// <inheritdoc cref="RefuseAbsentFile"/>
    public static async Task<bool> RefuseAbsent(Database database)
    {
        if (database.Dialect is SqliteDialect sqlite)
            RefuseAbsentFile(sqlite);
        return
            await database.Read(session => session.Dialect.HasTable(session, MoveMark.KeptIn))
            && await database.Read(Secrets.SentinelOf) is not null
            ? true
            : throw new StorageRefusedException(
                "The database that the settings name has no store yet; `serve` or `client add` makes one."
            );
    }

    /// <summary>Whoever only reads brings nothing up to date.</summary>
    /// <exception cref="StorageRefusedException">The store is older or newer than this program.</exception>
    public static async Task<bool> RefuseOtherSchema(Database database)
    {
        var version = await database.Read(Migrator.VersionOf);
        var known = Migrator.Known[^1].Version;
        return version == known
            ? true
            : throw new StorageRefusedException(
                version < known
                    ? $"The database has schema version {version}, this program needs {known}: the next start of "
                        + "`serve` brings it up to date."
                    : Migrator.TooNew(version, known)
            );
    }

    /// <summary>
    /// The file as a reader opens it. A copy in a folder that we may not write to cannot have the files that SQLite
    /// keeps beside it while it is read; where it has none that count, it can be read as what it is: something that
    /// nobody changes.
    /// </summary>
    public static async Task<SqliteDialect> ToRead(SqliteDialect sqlite)
    {
        var reader = sqlite.OfExisting(forReading: true);
        try
        {
            await using var connection = await reader.Open(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_master";
            await command.ExecuteScalarAsync();
            return reader;
        }
        catch (SqliteException error)
            when (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY
                && File.Exists(sqlite.Path)
                && !HasLog(sqlite.Path)
            )
        {
            return sqlite.OfCopy();
        }
        catch (SqliteException)
        {
            // Whoever reads it next meets the same, and says it.
            return reader;
        }
    }

    private static bool HasLog(string path) => new FileInfo($"{path}-wal") is { Exists: true, Length: > 0 };
}
