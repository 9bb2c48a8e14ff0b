using System.Data.Common;
using System.Globalization;

namespace Budstikke.Storage;

/// <summary>What a store is opened for.</summary>
internal enum StoreUse
{
    /// <summary>Where there is none, it is made.</summary>
    Make,

    /// <summary>There must be one; it is brought up to date and written.</summary>
    Change,

    /// <summary>There must be one, and nothing of it is changed.</summary>
    Read,
}

/// <summary>Opens the one database by the settings, brings its schema up to date, and checks that it may be trusted
/// with orders.</summary>
internal static class OpenStore
{
    public const string SqliteSetting = "Storage:Sqlite";
    public const string ShownSqliteSetting = "Storage__Sqlite";
    public const string PostgresSetting = "Storage:Postgres";
    private const string DefaultSqlite = "data/budstikke.db";

    public static async Task<(Database Database, Secrets Secrets)> Run(
        IConfiguration settings,
        TimeProvider time,
        StoreUse use = StoreUse.Make
    )
    {
        var database = new Database(await DialectOf(settings, use));
        try
        {
            if (use != StoreUse.Make)
                await Named(database, () => ExistingStore.RefuseAbsent(database));
            if (use == StoreUse.Read)
                await Named(database, () => ExistingStore.RefuseOtherSchema(database));
            else
                await Prepare(database, time);
            return (database, await Named(database, () => SecretsOf(database, settings)));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static async Task<Secrets> SecretsOf(Database database, IConfiguration settings)
    {
        await MoveMark.Refuse(database);
        return await Secrets.Open(
            database,
            settings["Secrets:Key"],
            settings["Secrets:KeyFile"] is { Length: > 0 } file ? [file] : KeyFile.DefaultsFor(database.Dialect)
        );
    }

    /// <summary>Brings the schema up to date, and refuses a server that cannot be trusted.</summary>
    /// <param name="isMove">Whether a store with the mark of a move is brought up to date too.</param>
    public static Task Prepare(Database database, TimeProvider time, bool isMove = false) =>
        Named(
            database,
            async () =>
            {
                if (database.Dialect is PostgresDialect postgres)
                {
                    if (await PostgresPooler.WhyRefused(postgres) is { } pooler)
                        throw new StorageRefusedException(pooler);
                    await RefuseOldPostgres(database);
                }
                await Migrator.Apply(database, time, isMove);
                return true;
            }
        );

    /// <summary>What the database, its server or its disk says against the work, as a refusal that a person
    /// understands.</summary>
    public static async Task<T> Named<T>(Database database, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error)
        {
            if (
                database.Dialect is PostgresDialect postgres
                && (PostgresPooler.WhyRefused(postgres, error) ?? postgres.WhyRefused(error)) is { } why
            )
                throw new StorageRefusedException(why);
            if (error is DbException or IOException or UnauthorizedAccessException)
                throw new StorageRefusedException($"{PlaceOf(database.Dialect)} cannot be used: {error.Message}");
            throw;
        }
    }

    private static string PlaceOf(Dialect dialect) =>
        dialect is SqliteDialect sqlite
            ? $"{sqlite.Setting}: {sqlite.GivenPath}"
            : $"Storage__Postgres: {dialect.Place}";

    private static async Task<Dialect> DialectOf(IConfiguration settings, StoreUse use) =>
        settings[PostgresSetting] is { Length: > 0 } postgres ? PostgresAt(postgres, "Storage__Postgres")
        : use == StoreUse.Read ? await ExistingStore.ToRead(FileOf(settings))
        : use == StoreUse.Change ? FileOf(settings).OfExisting()
        : FileOf(settings);

    /// <summary>The embedded database's file, for who wants to look at it before anything else; null where the database
    /// is another.</summary>
    /// <exception cref="StorageRefusedException">There is no such file.</exception>
    public static async Task<SqliteDialect?> FileToRead(IConfiguration settings)
    {
        if (settings[PostgresSetting] is { Length: > 0 })
            return null;
        var file = FileOf(settings);
        ExistingStore.RefuseAbsentFile(file);
        return await ExistingStore.ToRead(file);
    }

    private static SqliteDialect FileOf(IConfiguration settings) =>
        SqliteAt(settings[SqliteSetting] is { Length: > 0 } path ? path : DefaultSqlite, ShownSqliteSetting);

    /// <param name="name">Of the setting or option, for who gave a wrong one.</param>
    public static SqliteDialect SqliteAt(string path, string name)
    {
        try
        {
            var sqlite = new SqliteDialect(path, name);
            return HardLinks.To(sqlite.Path) <= 1
                ? sqlite
                : throw new StorageRefusedException(
                    $"{name}: {sqlite.GivenPath} has more than one name in the file system (hard links). Two "
                        + "programs that open it by different names destroy it: make a copy of the others, and remove "
                        + "them."
                );
        }
        catch (Exception error) when (error is ArgumentException or IOException or NotSupportedException)
        {
            throw new SettingRefusedException($"{name}: {path} is no path of a file: {error.Message}");
        }
    }

    /// <param name="name">Of the setting or option, for who gave a wrong one.</param>
    public static PostgresDialect PostgresAt(string connectionString, string name)
    {
        try
        {
            return new PostgresDialect(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new SettingRefusedException($"{name} is no connection string: {error.Message}");
        }
    }

    private static async Task RefuseOldPostgres(Database database)
    {
        var version = await database.Read(session => session.QuerySingle<string>("SHOW server_version_num"));
        if (PostgresErrors.WhyTooOld(int.Parse(version, CultureInfo.InvariantCulture)) is { } why)
            throw new StorageRefusedException(why);
    }
}
