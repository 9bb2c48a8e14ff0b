using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Commands.Move;

/// <summary>
/// How many rows a table has, and a checksum over every value. The two databases order text differently, so the order
/// must not count: it is the sum of the rows' SHA-256, modulo 2²⁵⁶.
/// </summary>
internal sealed record TableSum(long Rows, string Checksum)
{
    private const int TellEveryRows = 500;
    private static readonly BigInteger s_modulus = BigInteger.One << 256;

    public static async Task<TableSum> Of(IAsyncEnumerable<object?[]> rows, Action<long> tell)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (count, sum) = (0L, BigInteger.Zero);
        tell(count);
        await foreach (var row in rows)
        {
            foreach (var value in row)
                Append(hash, value);
            sum = (sum + new BigInteger(hash.GetHashAndReset(), isUnsigned: true, isBigEndian: true)) % s_modulus;
            if (++count % TellEveryRows == 0)
                tell(count);
        }
        return new(count, Hex(sum));
    }

    /// <summary>Each value with its kind and length, so that no two rows read the same.</summary>
    private static void Append(IncrementalHash hash, object? value)
    {
        var (kind, content) = value switch
        {
            null => ((byte)0, []),
            string text => ((byte)1, Encoding.UTF8.GetBytes(text)),
            long number => ((byte)2, BitConverter.GetBytes(number)),
            byte[] bytes => ((byte)3, bytes),
            _ => throw new InvalidOperationException($"A value of the kind {value.GetType()} is none of the schema's."),
        };
        Span<byte> head = stackalloc byte[5];
        head[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], content.Length);
        hash.AppendData(head);
        hash.AppendData(content);
    }

    private static string Hex(BigInteger sum)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        var written = sum.ToByteArray(isUnsigned: true, isBigEndian: true);
        written.CopyTo(bytes.AsSpan(bytes.Length - written.Length));
        return Convert.ToHexStringLower(bytes);
    }
}
