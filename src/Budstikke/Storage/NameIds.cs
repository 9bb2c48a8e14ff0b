using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Storage;

/// <summary>
/// UUIDs by name (version 5, RFC 9562 § 5.5) in a name space of random bits that the store keeps: a name has the same
/// in every try and on every node, and no other store's.
/// </summary>
internal sealed class NameIds(Database database)
{
    private const string Kept = "name-space";
    private const int Bytes = 16;
    private string? _space;

    public async Task<string> Of(string name) =>
        Of(Convert.FromHexString(_space ??= await Space()), name).ToString("D");

    /// <param name="space">Sixteen bytes.</param>
    public static Guid Of(byte[] space, string name)
    {
#pragma warning disable CA5350 // Version 5 is made with SHA-1; nothing is secret or signed by it.
        var hash = SHA1.HashData([.. space, .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, Bytes);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash, bigEndian: true);
    }

    /// <summary>Whoever is first decides for all.</summary>
    private Task<string> Space() =>
        KeptOnce.Of(database, Kept, () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));
}
