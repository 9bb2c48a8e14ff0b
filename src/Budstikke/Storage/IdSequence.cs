using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Storage;

/// <summary>
/// Ids of a prefix and ten digits that cannot be guessed and never collide: a keyed permutation of a sequence, not
/// random digits. Its key is made once, lives in the database and is never rotated (another key would meet old ids).
/// Sequence numbers are taken in blocks, so that an id costs no write of its own; what a crash leaves of a block is
/// never used.
/// </summary>
internal sealed class IdSequence(Database database, string prefix) : IDisposable
{
    public const long Ids = 10_000_000_000;
    private const int Digits = 10;
    private const int BlockSize = 1000;
    private readonly SemaphoreSlim _gate = new(1);
    private byte[]? _key;
    private long[] _block = [];
    private int _used;

    /// <summary>Whether a text has the form of these ids. What has not was never given out, and is not worth a
    /// look.</summary>
    public static bool HasForm(string text, string prefix) =>
        text.Length == prefix.Length + Digits
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && !text.AsSpan(prefix.Length).ContainsAnyExceptInRange('0', '9');

    public async Task<IReadOnlyList<string>> Take(int count)
    {
        var ids = new string[count];
        await _gate.WaitAsync();
        try
        {
            for (var i = 0; i < count; i++)
            {
                if (_used == _block.Length)
                    await TakeBlock();
                ids[i] = prefix + _block[_used++].ToString($"D{Digits}");
            }
        }
        finally
        {
            _gate.Release();
        }
        return ids;
    }

    public void Dispose() => _gate.Dispose();

    public async Task<string> Take() => (await Take(1))[0];

    private async Task TakeBlock()
    {
        var end = await database.Write(session => Advance(session, prefix, BlockSize), isIntake: true);
        if (end > Ids)
            throw new InvalidOperationException($"All {Ids} ids with the prefix {prefix} are used.");
        _key ??= await Key();
        (_block, _used) = (Permute(_key, end - BlockSize, BlockSize), 0);
    }

    /// <summary>Moves a sequence on and gives its new end; it begins at 0.</summary>
    public static Task<long> Advance(Session session, string name, long by) =>
        session.QuerySingle<long>(
            """
            INSERT INTO sequences (name, next) VALUES (@name, @by)
            ON CONFLICT (name) DO UPDATE SET next = sequences.next + @by RETURNING next
            """,
            new { name, by }
        );

    private async Task<byte[]> Key()
    {
        var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var kept = await KeptOnce.Of(database, "id-permutation", () => made);
        return HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Convert.FromBase64String(kept),
            32,
            info: Encoding.ASCII.GetBytes(prefix)
        );
    }

    /// <summary>
    /// A Feistel network over 10⁵ × 10⁵ with modular addition: a bijection of the ten-digit numbers. AES makes the
    /// rounds' values of all numbers in one call each: one HMAC a round and number was a ninth of what an order costs
    /// at the door.
    /// </summary>
    internal static long[] Permute(byte[] key, long first, int count)
    {
        const long Half = 100_000;
        const int Rounds = 8;
        const int Block = 16;
        using var aes = Aes.Create();
        aes.Key = key;
        var (left, right) = (new long[count], new long[count]);
        for (var i = 0; i < count; i++)
            (left[i], right[i]) = ((first + i) / Half, (first + i) % Half);
        var (blocks, mixed) = (new byte[count * Block], new byte[count * Block]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(blocks.AsSpan(i * Block), right[i]);
                blocks[(i * Block) + sizeof(long)] = (byte)round;
            }
            aes.EncryptEcb(blocks, mixed, PaddingMode.None);
            for (var i = 0; i < count; i++)
            {
                var added = (long)(BinaryPrimitives.ReadUInt64LittleEndian(mixed.AsSpan(i * Block)) % Half);
                (left[i], right[i]) = (right[i], (left[i] + added) % Half);
            }
        }
        return [.. left.Zip(right, (high, low) => (high * Half) + low)];
    }
}
