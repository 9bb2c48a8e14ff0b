using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Makes the check that stands in the address that bounces go to: the keys of dispatches can be guessed, and without it
/// anybody could send somebody's invoice on by a forged bounce.
/// </summary>
/// <param name="key">Of this alone: it outlives every change of the installation's key.</param>
/// <param name="since">When it was made: what was sent before has no check.</param>
internal sealed class BounceKey(byte[] key, DateTimeOffset since)
{
    public const int KeyBytes = 32;

    /// <summary>35 bits: a thousand guesses a second find the right one of a dispatch in half a year on
    /// average.</summary>
    public const int CheckCharacters = 7;

    /// <summary>RFC 4648 § 6, in lower case, as mail servers on the way may make it.</summary>
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsACharacter = 5;

    /// <summary>How long what was sent before there were checks is believed without one; servers return mail after five
    /// days at most.</summary>
    private static readonly TimeSpan s_believedBare = TimeSpan.FromDays(14);

    public string CheckOf(string dispatchKey)
    {
        var hash = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(dispatchKey.ToLowerInvariant()));
        var bits = BitConverter.ToUInt64([.. hash.AsSpan(0, sizeof(ulong))]);
        return string.Create(
            CheckCharacters,
            bits,
            static (check, bits) =>
            {
                for (var i = 0; i < check.Length; i++)
                    check[i] = Alphabet[(int)(bits >> (i * BitsACharacter)) & 31];
            }
        );
    }

    /// <summary>Only whoever has had our mail can know the check.</summary>
    public bool Proves(NamedDispatch named) =>
        named.Check is { } check
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(check),
            Encoding.ASCII.GetBytes(CheckOf(named.Key))
        );

    /// <summary>Whether a dispatch is named well enough without a check: it went out when there was none.</summary>
    /// <param name="takenAt">When its mail was taken; null where it has not been.</param>
    public bool BelievesBare(DateTimeOffset? takenAt, DateTimeOffset now) =>
        takenAt < since && now < since + s_believedBare;
}
