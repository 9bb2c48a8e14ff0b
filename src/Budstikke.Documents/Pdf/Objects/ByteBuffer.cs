using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Budstikke.Documents.Pdf.Objects;

/// <summary>A growing row of bytes in a borrowed array, with the few ways in which PDF syntax is written.</summary>
internal sealed class ByteBuffer : IDisposable
{
    private const int FirstCapacityBytes = 16 * 1024;
    private const int LongestNumberBytes = 32;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstCapacityBytes);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public ByteBuffer Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    public ByteBuffer Add(byte value)
    {
        Room(1)[0] = value;
        Length++;
        return this;
    }

    public ByteBuffer Add(int number)
    {
        Utf8Formatter.TryFormat(number, Room(LongestNumberBytes), out var written);
        Length += written;
        return this;
    }

    /// <summary>A number with at most two decimals: a hundredth of a point is finer than any printer.</summary>
    public ByteBuffer Add(double number)
    {
        var hundredths = (long)Math.Round(number * 100);
        if (hundredths < 0)
            Add((byte)'-');
        hundredths = Math.Abs(hundredths);
        Add((int)(hundredths / 100));
        var rest = (int)(hundredths % 100);
        if (rest == 0)
            return this;
        Add((byte)'.').Add((byte)('0' + rest / 10));
        return rest % 10 == 0 ? this : Add((byte)('0' + rest % 10));
    }

    /// <summary>ASCII text as it is.</summary>
    public ByteBuffer AddAscii(string text)
    {
        Length += Encoding.ASCII.GetBytes(text, Room(text.Length));
        return this;
    }

    /// <summary>A text string in UTF-16 (ISO 32000-1, 7.9.2.2), in hexadecimal; half a surrogate pair becomes
    /// U+FFFD.</summary>
    public ByteBuffer AddTextString(ReadOnlySpan<char> text)
    {
        Add("<FEFF"u8);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                AddHex(text[i]);
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                AddHex(text[i]).AddHex(text[++i]);
            else
                AddHex('\uFFFD');
        }

        return Add((byte)'>');
    }

    /// <summary>Four hexadecimal digits.</summary>
    public ByteBuffer AddHex(ushort value)
    {
        Utf8Formatter.TryFormat(value, Room(LongestNumberBytes), out var written, new StandardFormat('X', 4));
        Length += written;
        return this;
    }

    /// <summary>A byte within a literal string; what has a meaning there is escaped (7.3.4.2).</summary>
    public ByteBuffer AddInString(byte value) =>
        value switch
        {
            (byte)'(' or (byte)')' or (byte)'\\' => Add((byte)'\\').Add(value),
            (byte)'\r' => Add("\\r"u8),
            _ => Add(value),
        };

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
