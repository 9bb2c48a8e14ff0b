using Budstikke.Storage;

namespace Budstikke.Commands.Move;

/// <summary>One end of a move.</summary>
/// <param name="Shown">Where it is, for a person and for the marks: without user and password.</param>
internal sealed record MoveEnd(Database Database, string Shown) : IAsyncDisposable
{
    private const string Sqlite = "sqlite:";
    private const string Postgres = "postgres:";
    private const string Form = $"{Sqlite}PATH or {Postgres}CONNECTION_STRING";

    /// <summary>How an end is written, for the help.</summary>
    public static string Help(string what) => $"{what}: {Form}.";

    /// <param name="option">Which option gave the text. The text is not repeated, since it may hold a password.</param>
    public static MoveEnd Of(string option, string text)
    {
        if (After(Sqlite, text) is { } path)
            return Of(OpenStore.SqliteAt(path, option));
        if (After(Postgres, text) is { } connection)
            return Of(OpenStore.PostgresAt(connection, option));
        throw new SettingRefusedException($"{option} must be {Form}.");
    }

    public static MoveEnd Of(SqliteDialect dialect) => new(new Database(dialect), Sqlite + dialect.Path);

    public static MoveEnd Of(PostgresDialect dialect) => new(new Database(dialect), Postgres + dialect.Place);

    /// <summary>Opening would make a new store: a mistyped path must not look like an empty one.</summary>
    public void RefuseAbsentFile(string option)
    {
        if (Database.Dialect is SqliteDialect sqlite && !File.Exists(sqlite.Path))
            throw new StorageRefusedException($"There is no store at {sqlite.Path} ({option}).");
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static string? After(string scheme, string text) =>
        text.StartsWith(scheme, StringComparison.Ordinal) && text[scheme.Length..].Trim() is { Length: > 0 } rest
            ? rest
            : null;
}
