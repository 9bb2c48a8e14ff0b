using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Users;

/// <summary>What a link or a cookie holds: 256 random bits, of which the store keeps the hash alone.</summary>
internal static class RandomKey
{
    private const int Bytes = 32;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
