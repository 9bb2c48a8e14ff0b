using System.Buffers;
using System.Text;

namespace Budstikke.Mail;

/// <summary>RFC 2047: text of any script as ASCII words of at most 75 characters, none of which splits a
/// character.</summary>
internal static class EncodedWords
{
    private const int MaxWordCharacters = 75;
    private const int MaxLineCharacters = 76;
    private const string QHead = "=?utf-8?Q?";
    private const string BHead = "=?utf-8?B?";
    private const string Tail = "?=";

    /// <summary>RFC 2047 § 5 (3): what stands unencoded in a Q word within a phrase, the strictest place.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"u8
    );

    /// <summary>The words of a text, in the shorter of the two encodings; join them with a fold or a space, which
    /// readers drop.</summary>
    /// <param name="used">How much of the first word's line is taken by the header's name.</param>
    public static IReadOnlyList<string> Of(string text, int used)
    {
        var q = QLength(Encoding.UTF8.GetBytes(text)) <= (Encoding.UTF8.GetByteCount(text) + 2) / 3 * 4;
        var words = new List<string>();
        var word = new ArrayBufferWriter<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = utf8[..rune.EncodeToUtf8(utf8)];
            var room = words.Count == 0 ? MaxLineCharacters - used : MaxWordCharacters;
            if (!Fits(word.WrittenSpan, bytes, q, room))
            {
                words.Add(Finish(word.WrittenSpan, q));
                word.ResetWrittenCount();
            }
            word.Write(bytes);
        }
        if (word.WrittenCount > 0)
            words.Add(Finish(word.WrittenSpan, q));
        return words;
    }

    private static bool Fits(ReadOnlySpan<byte> word, ReadOnlySpan<byte> more, bool q, int room)
    {
        var content = q ? QLength(word) + QLength(more) : (word.Length + more.Length + 2) / 3 * 4;
        return QHead.Length + content + Tail.Length <= room;
    }

    private static int QLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        foreach (var b in bytes)
            length += b == ' ' || Plain.Contains(b) ? 1 : 3;
        return length;
    }

    private static string Finish(ReadOnlySpan<byte> bytes, bool q)
    {
        if (!q)
            return BHead + Convert.ToBase64String(bytes) + Tail;
        var word = new StringBuilder(QHead);
        foreach (var b in bytes)
        {
            if (b == ' ')
                word.Append('_');
            else if (Plain.Contains(b))
                word.Append((char)b);
            else
                word.Append('=').Append(b.ToString("X2"));
        }
        return word.Append(Tail).ToString();
    }
}
