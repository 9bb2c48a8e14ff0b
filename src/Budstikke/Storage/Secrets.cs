using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Storage;

/// <summary>
/// Encryption at rest and keyed hashes. The key comes from settings or a key file and is never stored beside the data;
/// each ciphertext names its key, and a sentinel in the store refuses a wrong key at start.
/// </summary>
internal sealed class Secrets
{
    public const string KeySetting = "Secrets__Key";
    private const int KeyBytes = 32;
    private const string SentinelName = "secrets-sentinel";
    private const string SentinelText = "budstikke";
    private readonly byte[] _encryptionKey;
    private readonly byte[] _hashKey;
    private readonly string _keyName;

    /// <param name="from">The setting or the file that it is of, as a person is told.</param>
    public Secrets(byte[] key, string from = KeySetting)
    {
        if (key.Length != KeyBytes)
            throw new StorageRefusedException($"{from} must be {KeyBytes} bytes in base64; it has {key.Length}.");
        _encryptionKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "encryption"u8.ToArray());
        _hashKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "hash"u8.ToArray());
        _keyName = Convert.ToHexStringLower(SHA256.HashData(_encryptionKey))[..8];
        Shown = $"{_keyName}, {from}";
    }

    /// <summary>Which key this is and where it came from, without a word of it.</summary>
    public string Shown { get; }

    /// <summary>A key of this installation from the settings, else from a key file, which an empty store may
    /// make.</summary>
    /// <param name="keyFiles">Where it may be: it is made at the first of them.</param>
    /// <exception cref="StorageRefusedException">The key cannot be read, or its file is missing beside a store that is
    /// in use.</exception>
    public static async Task<Secrets> Open(Database database, string? keySetting, params IReadOnlyList<string> keyFiles)
    {
        var sentinel = await database.Read(SentinelOf);
        var secrets =
            keySetting is { Length: > 0 } ? Of(keySetting, KeySetting)
            : sentinel is null ? FromFile(keyFiles[0]) ?? Of(KeyFile.Make(keyFiles[0], KeyBytes), keyFiles[0])
            : FromFiles(keyFiles, sentinel);
        if (sentinel is not null)
        {
            secrets.Check(sentinel);
            return secrets;
        }
        await database.Write(session =>
            session.Execute(
                "INSERT INTO settings_kept (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
                new { name = SentinelName, value = secrets.Encrypt(SentinelText) }
            )
        );
        return await Open(database, keySetting, keyFiles);
    }

    /// <summary>The one that the store was made with; else the first that is there, which is refused by its name
    /// then.</summary>
    private static Secrets FromFiles(IReadOnlyList<string> keyFiles, string sentinel)
    {
        Secrets? first = null;
        foreach (var path in keyFiles)
        {
            var secrets = FromFile(path);
            if (secrets?.Opens(sentinel) == true)
                return secrets;
            first ??= secrets;
        }
        var places = string.Join(" or ", keyFiles.Select(Path.GetFullPath).Distinct());
        return first
            ?? throw new StorageRefusedException(
                $"The key file {places} ({KeyFile.Setting}) is missing, and the store holds data encrypted with "
                    + "it: bring it back, or give Secrets__Key."
            );
    }

    private static Secrets? FromFile(string path) => KeyFile.Read(path) is { } text ? Of(text, path) : null;

    /// <summary>Null in a store that was never opened.</summary>
    public static Task<string?> SentinelOf(Session session) =>
        session.QueryOne<string>("SELECT value FROM settings_kept WHERE name = @name", new { name = SentinelName });

    private bool Opens(string sentinel) =>
        sentinel.StartsWith(_keyName + ":", StringComparison.Ordinal) && Decrypt(sentinel) == SentinelText;

    private void Check(string sentinel)
    {
        if (!Opens(sentinel))
            throw new StorageRefusedException(
                $"The key ({Shown}) is not the one that this store was made with: the store names "
                    + $"{sentinel.Split(':')[0]}, the key is {_keyName}."
            );
    }

    private static Secrets Of(string text, string from)
    {
        var where = from == KeySetting ? from : $"{KeyFile.Setting}: {Path.GetFullPath(from)}";
        try
        {
            return new Secrets(Convert.FromBase64String(text), where);
        }
        catch (FormatException)
        {
            throw new StorageRefusedException($"{where} must be {KeyBytes} bytes in base64.");
        }
    }

    /// <summary>AES-256-GCM with a random nonce; the text names the key it was made with.</summary>
    public string Encrypt(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[12 + 16 + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, 12));
        using var aes = new AesGcm(_encryptionKey, 16);
        aes.Encrypt(sealedBytes.AsSpan(0, 12), plain, sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16));
        return $"{_keyName}:{Convert.ToBase64String(sealedBytes)}";
    }

    /// <exception cref="CryptographicException">The text was changed, or another key made it.</exception>
    public string Decrypt(string ciphertext)
    {
        var at = ciphertext.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 || ciphertext[..at] != _keyName)
            throw new CryptographicException("The ciphertext names another key.");
        var sealedBytes = Convert.FromBase64String(ciphertext[(at + 1)..]);
        var plain = new byte[sealedBytes.Length - 28];
        using var aes = new AesGcm(_encryptionKey, 16);
        aes.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Null where it was made with another key, or is none.</summary>
    public string? TryDecrypt(string ciphertext)
    {
        try
        {
            return Decrypt(ciphertext);
        }
        catch (Exception error) when (error is CryptographicException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>HMAC-SHA-256 in lower-case hex; <paramref name="purpose"/> keeps the hashes of different uses
    /// apart.</summary>
    public string Hash(string purpose, string text) => Hash(purpose, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Hash(string, string)"/>
    public string Hash(string purpose, ReadOnlySpan<byte> bytes)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(purpose), 0, .. bytes];
        return Convert.ToHexStringLower(HMACSHA256.HashData(_hashKey, text));
    }
}
