using System.Data.Common;
using System.Globalization;

namespace Budstikke.Storage;

/// <summary>Opens the one database by the settings, brings its schema up to date, and checks that it may be trusted with orders.</summary>
internal static class OpenStore
{
    public const string SqliteSetting = "Storage:Sqlite";
    public const string PostgresSetting = "Storage:Postgres";
    public const string DefaultSqlite = "data/budstikke.db";
    private const string DefaultKeyFile = "data/budstikke.key";

    public static async Task<(Database Database, Secrets Secrets)> Run(IConfiguration settings, TimeProvider time)
    {
        var database = new Database(DialectOf(settings));
        try
        {
            if (database.Dialect is PostgresDialect)
            {
                await RefuseOldPostgres(database);
                await RefuseUnsafePostgres(database);
            }
            await Migrator.Apply(database, time);
            var secrets = await Secrets.Open(
                database,
                settings["Secrets:Key"],
                settings["Secrets:KeyFile"] ?? DefaultKeyFile
            );
            return (database, secrets);
        }
        catch (Exception error)
        {
            await database.DisposeAsync();
            if (database.Dialect is PostgresDialect postgres && postgres.WhyRefused(error) is { } why)
                throw new StorageRefusedException(why);
            if (error is DbException or IOException or UnauthorizedAccessException)
                throw new StorageRefusedException(
                    $"The database ({database.Dialect.Name}) cannot be used: {error.Message}"
                );
            throw;
        }
    }

    private static Dialect DialectOf(IConfiguration settings)
    {
        if (settings[PostgresSetting] is not { Length: > 0 } postgres)
            return new SqliteDialect(settings[SqliteSetting] is { Length: > 0 } path ? path : DefaultSqlite);
        try
        {
            return new PostgresDialect(postgres);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new StorageRefusedException($"Storage__Postgres is no connection string: {error.Message}");
        }
    }

    private static async Task RefuseOldPostgres(Database database)
    {
        var version = await database.Read(session => session.QuerySingle<string>("SHOW server_version_num"));
        if (PostgresDialect.WhyTooOld(int.Parse(version, CultureInfo.InvariantCulture)) is { } why)
            throw new StorageRefusedException(why);
    }

    /// <summary>201 means that the order survives a power cut: a server that acknowledges before the disk does cannot promise it.</summary>
    private static async Task RefuseUnsafePostgres(Database database)
    {
        foreach (
            var (setting, isSafe) in new (string, Func<string, bool>)[]
            {
                ("fsync", value => value == "on"),
                ("synchronous_commit", value => value != "off"),
            }
        )
        {
            var value = await database.Read(session => session.QuerySingle<string>($"SHOW {setting}"));
            if (!isSafe(value))
                throw new StorageRefusedException(
                    $"PostgreSQL runs with {setting}={value}: accepted orders could be lost. Turn it on."
                );
        }
    }
}
