using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Users;

/// <summary>What a person proves himself with. Kept as PBKDF2 with its own rounds and salt, so that both can change and
/// old ones still be read.</summary>
internal sealed class Passwords : IDisposable
{
    public const int MinCharacters = 12;
    public const int MaxCharacters = 128;
    private const int Rounds = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int MinDistinct = 5;

    /// <summary>Each takes a core for a fifth of a second or more: a flood of them must leave one to the
    /// rest.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _atOnce = new(AtOnce);

    /// <summary>For whom there is no password: whoever guesses names must not learn from the time which there
    /// are.</summary>
    private static readonly string s_nobody = Text(Rounds, new byte[SaltBytes], new byte[HashBytes]);

    public async Task<string> Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(Rounds, salt, await Derive(password, salt, Rounds));
    }

    /// <param name="kept">Null where there is nobody of the name, or he has no password.</param>
    public async Task<bool> IsRight(string password, string? kept)
    {
        var parts = (kept ?? s_nobody).Split('$');
        var rounds = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var hash = await Derive(password, Convert.FromBase64String(parts[2]), rounds);
        return CryptographicOperations.FixedTimeEquals(hash, Convert.FromBase64String(parts[3])) && kept is not null;
    }

    private async Task<byte[]> Derive(string password, byte[] salt, int rounds)
    {
        // Who waits longer than this would not look at the answer any more.
        if (!await _atOnce.WaitAsync(s_longestWait))
            throw new TimeoutException($"{AtOnce} passwords at once were being checked for {s_longestWait}.");
        try
        {
            // On a thread of the pool: whoever waits for it holds none.
            return await Task.Run(() =>
                Rfc2898DeriveBytes.Pbkdf2(
                    Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC)),
                    salt,
                    rounds,
                    HashAlgorithmName.SHA256,
                    HashBytes
                )
            );
        }
        finally
        {
            _atOnce.Release();
        }
    }

    private static string Text(int rounds, byte[] salt, byte[] hash) =>
        $"pbkdf2-sha256${rounds.ToString(CultureInfo.InvariantCulture)}${Convert.ToBase64String(salt)}$"
        + Convert.ToBase64String(hash);

    /// <summary>Why it cannot be one; null where it can.</summary>
    /// <param name="name">Whose it is to be.</param>
    public static PasswordFault? Check(string password, string name)
    {
        if (password.Length is < MinCharacters or > MaxCharacters)
            return PasswordFault.Length;
        if (password.Distinct().Count() < MinDistinct)
            return PasswordFault.TooCommon;
        var lower = password.ToLowerInvariant();
        var bare = lower.Trim([.. "0123456789 .,-_!?*#@$%&+"]);
        string[] ours = [.. name.ToLowerInvariant().Split('@', '.'), "budstikke", "faktura", "passord"];
        return
            GuessedFirst.Has(lower)
            || GuessedFirst.Has(bare)
            || bare.Length < MinDistinct - 1
            || IsRepeated(lower)
            || ours.Contains(bare, StringComparer.Ordinal)
            ? PasswordFault.TooCommon
            : null;
    }

    /// <summary>The same few characters again and again.</summary>
    private static bool IsRepeated(string text) =>
        Enumerable
            .Range(1, text.Length / 2)
            .Where(length => text.Length % length == 0)
            .Any(length => text.Select((c, i) => text[i % length] == c).All(same => same));

    public void Dispose() => _atOnce.Dispose();
}

internal enum PasswordFault
{
    Length,
    TooCommon,
}

/// <summary>Those that are tried first: the list of zxcvbn, whose licence (MIT) stands beside it.</summary>
internal static class GuessedFirst
{
    private const string Resource = "Budstikke.common-passwords.txt";
    private static readonly Lazy<HashSet<string>> s_all = new(Read);

    public static bool Has(string text) => s_all.Value.Contains(text);

    private static HashSet<string> Read()
    {
        using var reader = new StreamReader(typeof(GuessedFirst).Assembly.GetManifestResourceStream(Resource)!);
        return new(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }
}
