using System.Text.Json;

namespace Budstikke.Storage;

/// <summary>A person's word that the clock is right although the store has later moments: those up to this fact are no
/// evidence against it.</summary>
/// <param name="Fact">The newest that there was.</param>
internal sealed record ClockMark(long Fact, string By, DateTimeOffset At)
{
    private const string Name = "clock-mended";

    /// <summary>0 where nobody has said so.</summary>
    public static async Task<long> NewestFact(Session session) =>
        await session.QueryOne<string>("SELECT value FROM settings_kept WHERE name = @Name", new { Name }) is { } kept
            ? JsonSerializer.Deserialize<ClockMark>(kept)!.Fact
            : 0;

    public Task Set(Session session) =>
        session.Execute(
            "INSERT INTO settings_kept (name, value) VALUES (@Name, @value) ON CONFLICT (name) DO UPDATE "
                + "SET value = excluded.value",
            new { Name, value = JsonSerializer.Serialize(this) }
        );
}
