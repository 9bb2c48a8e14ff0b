using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Peppol.As4;

/// <summary>
/// The part of a message that holds the document: compressed, signed by its digest, then encrypted where it lies.
/// Beside the document it is the one large thing in memory.
/// </summary>
internal sealed class SealedPayload
{
    private const int KeyBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>What cannot be compressed grows by a few bytes a block; the head and the tail take the rest.</summary>
    private const int Slack = 4096;
    private readonly byte[] _buffer;
    private readonly int _compressed;

    private SealedPayload(byte[] buffer, int compressed)
    {
        (_buffer, _compressed) = (buffer, compressed);
        Digest = SHA256.HashData(Compressed);
    }

    /// <summary>Of the compressed bytes, before they were encrypted: that is what is signed.</summary>
    public byte[] Digest { get; }

    /// <summary>As it travels: nonce, ciphertext, tag (XML Encryption 1.1 § 5.2.4).</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, NonceBytes + _compressed + TagBytes);

    private Span<byte> Compressed => _buffer.AsSpan(NonceBytes, _compressed);

    public static SealedPayload Compress(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var length = pieces.Sum(piece => (long)piece.Length);
        var buffer = GC.AllocateUninitializedArray<byte>(checked((int)(length + (length / 8) + Slack)));
        using var room = new MemoryStream(buffer, NonceBytes, buffer.Length - NonceBytes - TagBytes);
        using (var gzip = new GZipStream(room, CompressionLevel.Optimal, leaveOpen: true))
            foreach (var piece in pieces)
                gzip.Write(piece.Span);
        return new(buffer, (int)room.Position);
    }

    /// <summary>Encrypts it in place, and gives the key for whom it is meant alone.</summary>
    public byte[] EncryptFor(RSA receiver)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        RandomNumberGenerator.Fill(key);
        var nonce = _buffer.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using (var aes = new AesGcm(key, TagBytes))
            aes.Encrypt(nonce, Compressed, Compressed, _buffer.AsSpan(NonceBytes + _compressed, TagBytes));
        var wrapped = receiver.Encrypt(key, RSAEncryptionPadding.OaepSHA256);
        CryptographicOperations.ZeroMemory(key);
        return wrapped;
    }

    /// <summary>The compressed bytes of a part that came; null where it was not encrypted for this key, or has been
    /// changed since.</summary>
    public static Memory<byte>? Open(ReadOnlySpan<byte> payload, byte[] wrapped, X509Certificate2 own)
    {
        if (payload.Length < NonceBytes + TagBytes)
            return null;
        try
        {
            using var rsa = own.GetRSAPrivateKey()!;
            var key = rsa.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256);
            if (key.Length != KeyBytes)
                return null;
            using var aes = new AesGcm(key, TagBytes);
            var compressed = new byte[payload.Length - NonceBytes - TagBytes];
            aes.Decrypt(payload[..NonceBytes], payload[NonceBytes..^TagBytes], payload[^TagBytes..], compressed);
            return compressed;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
