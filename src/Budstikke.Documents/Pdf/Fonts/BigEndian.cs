using System.Buffers.Binary;

namespace Budstikke.Documents.Pdf.Fonts;

/// <summary>Reads the big-endian numbers of an OpenType file at a place in it.</summary>
internal static class BigEndian
{
    public static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    public static short Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);

    public static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);

    public static void Set(byte[] bytes, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), value);
}
