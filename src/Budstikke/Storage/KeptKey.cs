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
        var kept = await KeptOnce.Of(
            database,
            name,
            () =>
            {
                var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));
                return $"{time.GetUtcNow().ToUnixTimeMilliseconds()} {secrets.Encrypt(key)}";
            }
        );
        var parts = kept.Split(' ', 2);
        return new(
            Convert.FromBase64String(secrets.Decrypt(parts[1])),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture))
        );
    }
}
