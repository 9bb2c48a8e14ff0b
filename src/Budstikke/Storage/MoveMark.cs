using System.Text.Json;

namespace Budstikke.Storage;

/// <summary>
/// What a move leaves in the stores that it concerns, so that never both can be used: the target is marked before the
/// first row arrives, the source once the copy is proved, and only then the target's mark is taken away.
/// </summary>
/// <param name="Move">The same in both stores.</param>
/// <param name="Store">Which store it is about (by its key sentinel).</param>
/// <param name="Other">The other end, as shown to a person.</param>
internal sealed record MoveMark(string Move, string Store, string Other, DateTimeOffset At)
{
    /// <summary>On the target: rows may be missing.</summary>
    public const string Incomplete = "move-incomplete";

    /// <summary>On the source: the store goes on elsewhere.</summary>
    public const string Away = "move-away";

    public const string KeptIn = "settings_kept";

    /// <summary>The rows of <see cref="KeptIn"/> that belong to the store and not to a move.</summary>
    public const string KeptRows = $"name NOT IN ('{Incomplete}', '{Away}')";

    /// <exception cref="StorageRefusedException">The store was moved away, or is the target of a move that has not
    /// ended.</exception>
    public static Task Refuse(Database database) =>
        database.Read(async session =>
        {
            await Refuse(session);
            return true;
        });

    /// <inheritdoc cref="Refuse(Database)"/>
    public static async Task Refuse(Session session)
    {
        foreach (var name in new[] { Incomplete, Away })
            if (await Find(session, name) is { } mark)
                throw new StorageRefusedException(mark.Says(name));
    }

    /// <summary>Why the store that bears it must not be used.</summary>
    private string Says(string name) =>
        name == Incomplete
            ? $"This database is an incomplete copy: the move from {Other}, begun {Shown}, has not ended. Run the "
                + "same `move` again, or go on with the store that it came from."
            : $"This store was moved to {Other} ({Shown}); going on here would issue the same numbers twice. Use "
                + "that database. If the move did not end, run the same `move` again.";

    /// <summary>The tables that have rows after a first start, in a store that nobody has used.</summary>
    public static bool IsMadeByAStart(string table) => table is KeptIn or "sequences";

    private string Shown => At.ToString("yyyy-MM-ddTHH:mm:ssZ");

    public static async Task<MoveMark?> Find(Session session, string name) =>
        await session.QueryOne<string>("SELECT value FROM settings_kept WHERE name = @name", new { name }) is { } kept
            ? JsonSerializer.Deserialize<MoveMark>(kept)
            : null;

    /// <summary>A node that looks for the mark finds it, and one that does not look finds the tables sealed.</summary>
    public async Task Set(Session session, string name)
    {
        await session.Execute(
            "INSERT INTO settings_kept (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE "
                + "SET value = excluded.value",
            new { name, value = JsonSerializer.Serialize(this) }
        );
        await Seal.Close(session, Says(name));
    }

    public static async Task Remove(Session session, string name)
    {
        await Seal.Break(session);
        await session.Execute("DELETE FROM settings_kept WHERE name = @name", new { name });
    }
}
