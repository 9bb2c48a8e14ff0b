using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Storage;

/// <summary>
/// Encryption at rest and keyed hashes. The key comes from settings or a key file and is never stored beside the data; each ciphertext
/// names its key, and a sentinel in the store refuses a wrong key at start.
/// </summary>
internal sealed class Secrets
{
    private const int KeyBytes = 32;
    private const string SentinelName = "secrets-sentinel";
    private const string SentinelText = "budstikke";
    private readonly byte[] _encryptionKey;
    private readonly byte[] _hashKey;
    private readonly string _keyName;

    public Secrets(byte[] key)
    {
        if (key.Length != KeyBytes)
            throw new StorageRefusedException($"Secrets__Key must be {KeyBytes} bytes in base64; it has {key.Length}.");
        _encryptionKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "encryption"u8.ToArray());
        _hashKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "hash"u8.ToArray());
        _keyName = Convert.ToHexStringLower(SHA256.HashData(_encryptionKey))[..8];
    }

    /// <summary>A key of this installation from the settings, else from the key file, which an empty store may make.</summary>
    /// <exception cref="StorageRefusedException">The key cannot be read, or its file is missing beside a store that is in use.</exception>
    public static async Task<Secrets> Open(Database database, string? keySetting, string keyFile)
    {
        var sentinel = await database.Read(SentinelOf);
        var secrets = new Secrets(
            keySetting is { Length: > 0 } ? FromSetting(keySetting) : FromFile(keyFile, sentinel is null)
        );
        if (sentinel is null)
        {
            await database.Write(session =>
                session.Execute(
                    "INSERT INTO settings_kept (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
                    new { name = SentinelName, value = secrets.Encrypt(SentinelText) }
                )
            );
            return await Open(database, keySetting, keyFile);
        }
        secrets.Check(sentinel);
        return secrets;
    }

    /// <summary>Null in a store that was never opened.</summary>
    public static Task<string?> SentinelOf(Session session) =>
        session.QueryOne<string>("SELECT value FROM settings_kept WHERE name = @name", new { name = SentinelName });

    private void Check(string sentinel)
    {
        if (!sentinel.StartsWith(_keyName + ":", StringComparison.Ordinal) || Decrypt(sentinel) != SentinelText)
            throw new StorageRefusedException(
                $"The key (Secrets__Key or Secrets__KeyFile) is not the one that this store was made with: the store names {sentinel.Split(':')[0]}, the key is {_keyName}."
            );
    }

    private static byte[] FromSetting(string setting)
    {
        try
        {
            return Convert.FromBase64String(setting);
        }
        catch (FormatException)
        {
            throw new StorageRefusedException("Secrets__Key must be 32 bytes in base64.");
        }
    }

    private static byte[] FromFile(string path, bool storeIsEmpty)
    {
        if (File.Exists(path))
            return FromSetting(File.ReadAllText(path).Trim());
        if (!storeIsEmpty)
            throw new StorageRefusedException(
                $"The key file {path} (Secrets__KeyFile) is missing, and the store holds data encrypted with it: bring it back, or give Secrets__Key."
            );
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            file.Flush(flushToDisk: true);
        }
        // Two first starts at once: whoever comes second takes the other's key.
        try
        {
            File.Move(temporary, path, overwrite: false);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
            return FromSetting(File.ReadAllText(path).Trim());
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

    /// <summary>HMAC-SHA-256 in lower-case hex; <paramref name="purpose"/> keeps the hashes of different uses apart.</summary>
    public string Hash(string purpose, string text) => Hash(purpose, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Hash(string, string)"/>
    public string Hash(string purpose, ReadOnlySpan<byte> bytes)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(purpose), 0, .. bytes];
        return Convert.ToHexStringLower(HMACSHA256.HashData(_hashKey, text));
    }
}
