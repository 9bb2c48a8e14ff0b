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
            await Prepare(database, time);
            var secrets = await Named(
                database,
                async () =>
                {
                    await MoveMark.Refuse(database);
                    return await Secrets.Open(
                        database,
                        settings["Secrets:Key"],
                        settings["Secrets:KeyFile"] ?? DefaultKeyFile
                    );
                }
            );
            return (database, secrets);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the schema up to date, and refuses a server that cannot be trusted.</summary>
    /// <param name="isMove">Whether a store with the mark of a move is brought up to date too.</param>
    public static Task Prepare(Database database, TimeProvider time, bool isMove = false) =>
        Named(
            database,
            async () =>
            {
                if (database.Dialect is PostgresDialect)
                    await RefuseOldPostgres(database);
                await Migrator.Apply(database, time, isMove);
                return true;
            }
        );

    /// <summary>What the database, its server or its disk says against the work, as a refusal that a person understands.</summary>
    public static async Task<T> Named<T>(Database database, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error)
        {
            if (database.Dialect is PostgresDialect postgres && postgres.WhyRefused(error) is { } why)
                throw new StorageRefusedException(why);
            if (error is DbException or IOException or UnauthorizedAccessException)
                throw new StorageRefusedException(
                    $"The database ({database.Dialect.Name}) cannot be used: {error.Message}"
                );
            throw;
        }
    }

    private static Dialect DialectOf(IConfiguration settings) =>
        settings[PostgresSetting] is { Length: > 0 } postgres
            ? PostgresAt(postgres, "Storage__Postgres")
            : new SqliteDialect(settings[SqliteSetting] is { Length: > 0 } path ? path : DefaultSqlite);

    /// <param name="name">Of the setting or option, for who gave a wrong one.</param>
    public static PostgresDialect PostgresAt(string connectionString, string name)
    {
        try
        {
            return new PostgresDialect(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new StorageRefusedException($"{name} is no connection string: {error.Message}");
        }
    }

    private static async Task RefuseOldPostgres(Database database)
    {
        var version = await database.Read(session => session.QuerySingle<string>("SHOW server_version_num"));
        if (PostgresDialect.WhyTooOld(int.Parse(version, CultureInfo.InvariantCulture)) is { } why)
            throw new StorageRefusedException(why);
    }
}
