using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Callbacks;

/// <summary>
/// The signature of the Standard Webhooks specification, version 1: an HMAC-SHA256 over id, moment and payload. Unlike
/// the <c>checksum</c>, which joins values with nothing between them, it covers every byte where it stands.
/// </summary>
internal static class Signature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>What the specification recommends that a receiver allows, in either direction.</summary>
    public const int ToleranceSeconds = 300;

    private const string Version = "v1";
    private const int IdCharacters = 22;
    private const string IdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>More than 125 random bits. It has letters alone, so that no run of digits in it looks like somebody's
    /// number.</summary>
    public static string NewId() => $"msg_{RandomNumberGenerator.GetString(IdAlphabet, IdCharacters)}";

    /// <summary>The key is the UTF-8 bytes of the secret as it was shown.</summary>
    public static byte[] KeyOf(string secret) => Encoding.UTF8.GetBytes(secret);

    /// <summary>The secret as libraries of the specification take it: <c>whsec_</c> and base64 of the key.</summary>
    public static string LibrarySecret(string secret) => $"whsec_{Convert.ToBase64String(KeyOf(secret))}";

    /// <param name="payload">Path and query as they are sent; of a POST its body.</param>
    public static string Of(string id, string timestamp, string payload, byte[] key) =>
        $"{Version},"
        + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{payload}")));

    /// <summary>The signatures among a call's headers: who hears one in time has a genuine call.</summary>
    public static IEnumerable<string> AllIn(IReadOnlyDictionary<string, string> headers) =>
        headers[SignatureHeader].Split(' ').Select(signature => signature.Split(',', 2)[^1]);

    /// <summary>The three headers of one call; with more than one secret, a signature by each.</summary>
    public static IReadOnlyDictionary<string, string> HeadersOf(
        string id,
        DateTimeOffset at,
        string payload,
        IReadOnlyList<string> secrets
    )
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            [IdHeader] = id,
            [TimestampHeader] = timestamp,
            [SignatureHeader] = string.Join(' ', secrets.Select(secret => Of(id, timestamp, payload, KeyOf(secret)))),
        };
    }
}
