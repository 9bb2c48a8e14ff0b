using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Clients;

/// <summary>A token as a caller has it: a prefix by which a leak can be searched for, and 256 random bits.</summary>
internal static class TokenText
{
    private const string Prefix = "bst_";
    private const int SecretBytes = 32;
    private const int Characters = 4 + (2 * SecretBytes);

    public static string New() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whatever else comes, however long, is not worth a hash or a look.</summary>
    public static bool CanBe(string text) =>
        text.Length == Characters && text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>So many random bits cannot be guessed from a plain hash.</summary>
    public static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>In a time that does not depend on where they differ.</summary>
    public static bool AreSame(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
