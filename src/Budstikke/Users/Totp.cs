using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Budstikke.Users;

/// <summary>The codes of an authenticator app (RFC 6238: HMAC-SHA-1, six digits, thirty seconds).</summary>
internal static class Totp
{
    public const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;

    /// <summary>A telephone's clock may be half a minute off.</summary>
    private const int StepsOff = 1;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string NewSecret() => Base32(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whether a text that came back from a form can be one of ours.</summary>
    public static bool IsSecret(string text) =>
        text.Length == SecretBytes * 8 / 5 && text.All(c => Alphabet.Contains(c, StringComparison.Ordinal));

    /// <summary>The step whose code it is; null for none, and for one that was taken before.</summary>
    /// <param name="lastStep">Of the last code that was taken.</param>
    public static long? StepOf(string code, string secret, DateTimeOffset now, long lastStep)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        var step = now.ToUnixTimeSeconds() / StepSeconds;
        return Enumerable
            .Range(-StepsOff, (2 * StepsOff) + 1)
            .Select(off => (long?)(step + off))
            .FirstOrDefault(at => at > lastStep && IsSame(CodeAt(secret, at.Value), digits));
    }

    public static string CodeAt(string secret, DateTimeOffset now) =>
        CodeAt(secret, now.ToUnixTimeSeconds() / StepSeconds);

    private static string CodeAt(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // The standard says SHA-1 here, and most apps know no other.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(BytesOf(secret), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>What an authenticator app reads from a picture or a link.</summary>
    public static string LinkOf(string secret, string name) =>
        $"otpauth://totp/Budstikke:{Uri.EscapeDataString(name)}?secret={secret}&issuer=Budstikke";

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(
            global::System.Text.Encoding.ASCII.GetBytes(one),
            global::System.Text.Encoding.ASCII.GetBytes(other)
        );

    private static string Base32(byte[] bytes)
    {
        var text = new global::System.Text.StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var one in bytes)
        {
            (bits, held) = ((bits << 8) | one, held + 8);
            while (held >= 5)
            {
                held -= 5;
                text.Append(Alphabet[(bits >> held) & 31]);
            }
        }
        return text.ToString();
    }

    private static byte[] BytesOf(string base32)
    {
        var bytes = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var c in base32)
        {
            (bits, held) = (((bits << 5) | Alphabet.IndexOf(c, StringComparison.Ordinal)) & 0xffff, held + 5);
            if (held < 8)
                continue;
            held -= 8;
            bytes.Add((byte)(bits >> held));
        }
        return [.. bytes];
    }
}
