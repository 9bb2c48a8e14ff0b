using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Budstikke.Mail;

/// <summary>RFC 2045 § 6: bodies as lines of at most 76 ASCII characters, ended by CRLF.</summary>
internal static class TransferEncoding
{
    private const int MaxLineCharacters = 76;

    /// <summary>57 bytes are 76 characters of base64.</summary>
    private const int BytesPerBase64Line = 57;

    /// <summary>Above this share of bytes beyond ASCII, base64 is shorter than quoted-printable.</summary>
    private const int Base64FromOneIn = 6;

    /// <summary>Writes the encoding's header, the empty line and the text in UTF-8 with its line ends as
    /// CRLF.</summary>
    public static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var beyondAscii = bytes.Count(b => b >= 0x80);
        if (beyondAscii * Base64FromOneIn > bytes.Length)
        {
            WriteBase64(bytes, output);
            return;
        }
        output.Write("Content-Transfer-Encoding: quoted-printable\r\n\r\n"u8);
        QuotedPrintable(bytes, output);
    }

    /// <summary>Writes the encoding's header, the empty line and the bytes.</summary>
    public static void WriteBase64(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output)
    {
        output.Write("Content-Transfer-Encoding: base64\r\n\r\n"u8);
        while (bytes.Length > 0)
        {
            var line = bytes[..Math.Min(bytes.Length, BytesPerBase64Line)];
            Base64.EncodeToUtf8(line, output.GetSpan(MaxLineCharacters), out _, out var written);
            output.Advance(written);
            output.Write("\r\n"u8);
            bytes = bytes[line.Length..];
        }
    }

    /// <summary>
    /// Beside what must be encoded, a dot and a "From " at a line's start are: they survive servers that stuff dots or
    /// mbox lines wrongly.
    /// </summary>
    private static void QuotedPrintable(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf("\r\n"u8);
            QuotedPrintableLine(end < 0 ? bytes : bytes[..end], output);
            output.Write("\r\n"u8);
            bytes = end < 0 ? [] : bytes[(end + 2)..];
        }
    }

    private static void QuotedPrintableLine(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> output)
    {
        Span<byte> encoded = stackalloc byte[3];
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var isLast = i == line.Length - 1;
            var piece = MustEncode(line, i, column, isLast) ? Encode(line[i], encoded) : line.Slice(i, 1);
            // A soft line break needs a column of its own, save after the last piece of a line.
            if (column + piece.Length > MaxLineCharacters - (isLast ? 0 : 1))
            {
                output.Write("=\r\n"u8);
                column = 0;
                if (MustEncode(line, i, column, isLast))
                    piece = Encode(line[i], encoded);
            }
            output.Write(piece);
            column += piece.Length;
        }
    }

    private static bool MustEncode(ReadOnlySpan<byte> line, int at, int column, bool isLast) =>
        line[at] switch
        {
            (byte)' ' or (byte)'\t' => isLast,
            (byte)'.' => column == 0,
            (byte)'F' => column == 0 && line[at..].StartsWith("From "u8),
            (byte)'=' => true,
            var b => b is < 0x21 or > 0x7e,
        };

    private static ReadOnlySpan<byte> Encode(byte value, Span<byte> encoded)
    {
        const string Hex = "0123456789ABCDEF";
        encoded[0] = (byte)'=';
        encoded[1] = (byte)Hex[value >> 4];
        encoded[2] = (byte)Hex[value & 15];
        return encoded;
    }
}
