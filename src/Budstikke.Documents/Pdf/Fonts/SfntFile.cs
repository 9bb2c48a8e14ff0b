using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>Puts tables together to a font file (OpenType specification, "Organization of an OpenType font").</summary>
internal static class SfntFile
{
    private const uint WholeFileSum = 0xB1B0AFBA;

    public static byte[] Write(IEnumerable<(string Tag, byte[] Content)> tables)
    {
        var sorted = tables.OrderBy(table => table.Tag, StringComparer.Ordinal).ToList();
        var start = 12 + 16 * sorted.Count;
        var file = new byte[start + sorted.Sum(table => Padded(table.Content.Length))];
        WriteHeader(file, sorted.Count);
        var head = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            var (tag, content) = sorted[i];
            content.CopyTo(file, start);
            var entry = file.AsSpan(12 + 16 * i);
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(file.AsSpan(start, Padded(content.Length))));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], start);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], content.Length);
            if (tag == "head")
                head = start;
            start += Padded(content.Length);
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(head + 8), WholeFileSum - Sum(file));
        return file;
    }

    private static void WriteHeader(byte[] file, int count)
    {
        var power = BitOperations.Log2((uint)count);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BigEndian.Set(file, 4, (ushort)count);
        BigEndian.Set(file, 6, (ushort)(16 << power));
        BigEndian.Set(file, 8, (ushort)power);
        BigEndian.Set(file, 10, (ushort)(16 * count - (16 << power)));
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 4; bytes = bytes[4..])
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return sum;
    }
}
