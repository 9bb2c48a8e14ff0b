using System.Security.Cryptography;

namespace Budstikke.Storage;

/// <summary>
/// Asks whether the database would take a write, by one: a row that no disk has room for by chance, committed, and gone
/// again with its commit. In a sealed store it is refused as every other. Each has a name of its own, so that no two
/// nodes wait for each other.
/// </summary>
internal static class WriteProbe
{
    private const int Bytes = 24 * 1024;
    private const string Name = "write-probe-";

    public static Task Run(Database database) =>
        database.Write<object?>(
            async session =>
            {
                var name = $"{Name}{Guid.NewGuid():N}";
                await session.Execute("INSERT INTO sequences (name, next) VALUES (@name, 0)", new { name });
                await session.Execute(
                    "INSERT INTO settings_kept (name, value) VALUES (@name, @value)",
                    new { name, value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)) }
                );
                await session.Execute("DELETE FROM settings_kept WHERE name = @name", new { name });
                await session.Execute("DELETE FROM sequences WHERE name = @name", new { name });
                return null;
            },
            isIntake: true
        );
}
