using System.Globalization;
using System.Security.Cryptography;

namespace Budstikke.Storage;

/// <summary>
/// A key of one use, made once for a store and kept in it encrypted. It is not made of the installation's key, so that
/// it outlives every change of that one: what was sent out under it is recognised for ever.
/// </summary>
/// <param name="Since">When it was made.</param>
internal sealed record KeptKey(byte[] Bytes, DateTimeOffset Since)
{
    /// <param name="name">Of the row; never changed again.</param>
    public static async Task<KeptKey> Open(
        Database database,
        Secrets secrets,
        string name,
        int bytes,
        TimeProvider time
    )
    {
        var kept = await database.Read(session => Find(session, name));
        if (kept is null)
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));
            var value = $"{time.GetUtcNow().ToUnixTimeMilliseconds()} {secrets.Encrypt(key)}";
            // Another node may make one at the same moment: the first stays.
            kept = await database.Write(async session =>
            {
                await session.Execute(
                    "INSERT INTO settings_kept (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
                    new { name, value }
                );
                return (await Find(session, name))!;
            });
        }
        var parts = kept.Split(' ', 2);
        return new(
            Convert.FromBase64String(secrets.Decrypt(parts[1])),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture))
        );
    }

    private static Task<string?> Find(Session session, string name) =>
        session.QueryOne<string>("SELECT value FROM settings_kept WHERE name = @name", new { name });
}
