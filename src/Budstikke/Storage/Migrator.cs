using System.Globalization;
using System.Reflection;

namespace Budstikke.Storage;

/// <summary>
/// Numbered SQL files, applied at start under a lock. They only add; what is no longer used is removed one release
/// later, so that old and new nodes can run side by side.
/// </summary>
internal static class Migrator
{
    private const string Folder = "Budstikke.Storage.Migrations.";

    public static IReadOnlyList<(long Version, string Sql)> Known { get; } = ReadAll();

    /// <exception cref="StorageRefusedException">The database is newer than this program.</exception>
    public static Task Apply(Database database, TimeProvider time, bool isMove = false) =>
        Apply(database, time, Known, isMove);

    /// <param name="known">What the program knows; other than <see cref="Known"/> for a program of another
    /// release.</param>
    /// <param name="isMove">Whether a store that was moved away, or is half a copy, is brought up to date too.</param>
    public static Task Apply(
        Database database,
        TimeProvider time,
        IReadOnlyList<(long Version, string Sql)> known,
        bool isMove = false
    ) =>
        database.Write(async session =>
        {
            await session.Dialect.LockMigrations(session);
            await session.Execute(
                "CREATE TABLE IF NOT EXISTS schema_versions (version bigint PRIMARY KEY, applied_at bigint NOT NULL)"
            );
            var applied = await VersionOf(session);
            if (applied > known[^1].Version)
                throw new StorageRefusedException(TooNew(applied, known[^1].Version));
            var pending = known.Where(migration => migration.Version > applied).ToList();
            if (applied == 0 || pending.Count == 0)
                await Apply(session, time, pending);
            else if (isMove)
                await Seal.Through(session, () => Apply(session, time, pending));
            else
            {
                await MoveMark.Refuse(session);
                await Apply(session, time, pending);
            }
        });

    private static async Task Apply(
        Session session,
        TimeProvider time,
        IReadOnlyList<(long Version, string Sql)> migrations
    )
    {
        foreach (var (version, sql) in migrations)
        {
            await session.Execute(session.Dialect.Translate(sql));
            await session.Execute(
                "INSERT INTO schema_versions (version, applied_at) VALUES (@version, @now)",
                new { version, now = time.GetUtcNow().ToUnixTimeMilliseconds() }
            );
        }
    }

    /// <summary>0 where none was applied yet.</summary>
    public static Task<long> VersionOf(Session session) =>
        session.QuerySingle<long>("SELECT coalesce(max(version), 0) FROM schema_versions");

    public static string TooNew(long applied, long known) =>
        $"The database has schema version {applied}, this program knows {known}: start a newer program.";

    private static List<(long, string)> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return (
                        long.Parse(name.AsSpan(Folder.Length, 4), CultureInfo.InvariantCulture),
                        reader.ReadToEnd()
                    );
                }),
        ];
    }
}
