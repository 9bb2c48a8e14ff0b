using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Storage;

/// <summary>
/// Ids of a prefix and ten digits that cannot be guessed and never collide: a keyed permutation of a sequence, not random digits. Its
/// key is made once, lives in the database and is never rotated (another key would meet old ids). Sequence numbers are taken in blocks,
/// so that an id costs no write of its own; what a crash leaves of a block is never used.
/// </summary>
internal sealed class IdSequence(Database database, string prefix) : IDisposable
{
    public const long Ids = 10_000_000_000;
    private const int BlockSize = 1000;
    private readonly SemaphoreSlim _gate = new(1);
    private byte[]? _key;
    private long _next;
    private long _end;

    public async Task<IReadOnlyList<string>> Take(int count)
    {
        var ids = new string[count];
        await _gate.WaitAsync();
        try
        {
            _key ??= await Key();
            for (var i = 0; i < count; i++)
            {
                if (_next == _end)
                    await TakeBlock();
                ids[i] = prefix + Permute(_key, _next++).ToString("D10");
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
        (_next, _end) = (end - BlockSize, end);
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
        var kept = await database.Write(async session =>
        {
            await session.Execute(
                "INSERT INTO settings_kept (name, value) VALUES ('id-permutation', @made) ON CONFLICT (name) DO NOTHING",
                new { made }
            );
            return await session.QuerySingle<string>("SELECT value FROM settings_kept WHERE name = 'id-permutation'");
        });
        return HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Convert.FromBase64String(kept),
            32,
            info: Encoding.ASCII.GetBytes(prefix)
        );
    }

    /// <summary>A Feistel network over 10⁵ × 10⁵ with modular addition: a bijection of the ten-digit numbers.</summary>
    internal static long Permute(byte[] key, long number)
    {
        const long Half = 100_000;
        var (left, right) = (number / Half, number % Half);
        Span<byte> block = stackalloc byte[9];
        Span<byte> mixed = stackalloc byte[32];
        for (byte round = 0; round < 8; round++)
        {
            block[0] = round;
            BitConverter.TryWriteBytes(block[1..], right);
            HMACSHA256.HashData(key, block, mixed);
            (left, right) = (right, (left + (long)(BitConverter.ToUInt64(mixed) % Half)) % Half);
        }
        return (left * Half) + right;
    }
}
