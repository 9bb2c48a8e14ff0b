using System.Buffers;
using System.Globalization;
using System.Text;

namespace Budstikke.Mail;

/// <summary>
/// Header fields as bytes (RFC 5322 § 2.2, RFC 2047, RFC 2231). Nothing that a caller gives can end a line: free text
/// loses its control characters here, everything else is refused by <see cref="MimeWriter"/> or cannot be made at all.
/// </summary>
internal sealed class MimeHeaders(ArrayBufferWriter<byte> output)
{
    private const int MaxLineCharacters = 76;

    /// <summary>A longer word is encoded, so that it can be folded.</summary>
    private const int MaxPlainWordCharacters = 60;

    /// <summary>Beyond it a subject or name is cut: nobody reads it, and header folding has its price.</summary>
    private const int MaxTextRunes = 400;

    private const int MaxFileNameRunes = 120;

    /// <summary>A value that is ASCII and checked, on one line.</summary>
    public void Write(string name, string value) => Raw($"{name}: {value}\r\n");

    /// <summary>Free text, such as a subject.</summary>
    public void WriteText(string name, string text) => WriteFolded(name, WordsOf(CleanText(text, MaxTextRunes), name));

    /// <summary>An address with its display name.</summary>
    public void WriteMailbox(string name, Mailbox mailbox)
    {
        var display = CleanText(mailbox.DisplayName ?? "", MaxTextRunes);
        if (display.Length == 0)
            WriteFolded(name, [mailbox.Address.ToString()]);
        else if (NeedsEncoding(display))
            WriteFolded(name, [.. EncodedWords.Of(display, Used(name)), $"<{mailbox.Address}>"]);
        else
            WriteFolded(name, [.. Quote(display).Split(' '), $"<{mailbox.Address}>"]);
    }

    /// <summary>RFC 5322 § 3.3, always with the English names and a numeric zone.</summary>
    public void WriteDate(DateTimeOffset date) =>
        Write(
            "Date",
            date.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)
        );

    /// <summary>
    /// RFC 2183 and 2231. The name stands in full in the disposition and in ASCII beside the type, where readers look
    /// that do not know RFC 2231: two forms of one parameter in one field are a defect to strict readers.
    /// </summary>
    public void WriteAttachment(string mediaType, string fileName)
    {
        var name = CleanFileName(fileName);
        // A name of at most 120 characters: it may pass the 76 that we aim at, never the 998 that are the limit.
        Raw($"Content-Type: {mediaType};\r\n name=\"{ToAscii(name)}\"\r\nContent-Disposition: attachment");
        if (Ascii.IsValid(name))
            Raw($";\r\n filename=\"{name}\"");
        else
            WriteExtendedParameter("filename", name);
        Raw("\r\n");
    }

    /// <summary>RFC 2231 § 3 and 4: percent-encoded UTF-8, continued over lines where it is long.</summary>
    private void WriteExtendedParameter(string parameter, string value)
    {
        var encoded = Uri.EscapeDataString(value)
            .Replace("'", "%27")
            .Replace("(", "%28")
            .Replace(")", "%29")
            .Replace("*", "%2A");
        var room = MaxLineCharacters - $" {parameter}*00*=UTF-8'';".Length;
        if (encoded.Length <= room)
        {
            Raw($";\r\n {parameter}*=UTF-8''{encoded}");
            return;
        }
        var section = 0;
        for (var start = 0; start < encoded.Length; section++)
        {
            var length = CutLength(encoded.AsSpan(start), room);
            Raw($";\r\n {parameter}*{section}*={(section == 0 ? "UTF-8''" : "")}{encoded.AsSpan(start, length)}");
            start += length;
        }
    }

    /// <summary>How much of a percent-encoded text goes on a line without splitting a %XX.</summary>
    private static int CutLength(ReadOnlySpan<char> encoded, int room)
    {
        if (encoded.Length <= room)
            return encoded.Length;
        var percent = encoded[..room].LastIndexOf('%');
        return percent > room - 3 ? percent : room;
    }

    private void WriteFolded(string name, IReadOnlyList<string> words)
    {
        Raw(name + ":");
        var column = name.Length + 1;
        for (var i = 0; i < words.Count; i++)
        {
            // The first word stays beside the name: a line of white space alone is not a fold (RFC 5322 § 3.2.2).
            var fold = i > 0 && column + 1 + words[i].Length > MaxLineCharacters;
            Raw((fold ? "\r\n " : " ") + words[i]);
            column = (fold ? 1 : column + 1) + words[i].Length;
        }
        Raw("\r\n");
    }

    private static IReadOnlyList<string> WordsOf(string text, string name) =>
        NeedsEncoding(text) ? EncodedWords.Of(text, Used(name)) : text.Split(' ');

    /// <summary>Also plain text that a reader would take for an encoded word, and words too long to fold.</summary>
    private static bool NeedsEncoding(string text) =>
        !Ascii.IsValid(text)
        || text.Contains("=?", StringComparison.Ordinal)
        || text.Split(' ').Any(word => word.Length > MaxPlainWordCharacters);

    private static int Used(string name) => name.Length + 2;

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    /// <summary>One line of text: each run of white space and control characters becomes a space, and bidi overrides
    /// vanish.</summary>
    private static string CleanText(string text, int maxRunes)
    {
        var clean = new StringBuilder();
        var runes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069))
                continue;
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isSpace && (clean.Length == 0 || clean[^1] == ' '))
                continue;
            if (++runes > maxRunes)
                return clean.Append('…').ToString();
            clean.Append(isSpace ? " " : rune.ToString());
        }
        return clean.ToString().TrimEnd(' ');
    }

    private static string CleanFileName(string fileName)
    {
        var last = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = string.Concat(CleanText(last, MaxFileNameRunes).Select(c => "\"<>:|?*%;'".Contains(c) ? '_' : c))
            .Trim('.', ' ');
        return name.Length == 0 ? "attachment" : name;
    }

    private static string ToAscii(string name)
    {
        var ascii = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
            ascii.Append(
                rune.Value switch
                {
                    'æ' => "ae",
                    'Æ' => "Ae",
                    'ø' or 'ö' => "o",
                    'Ø' or 'Ö' => "O",
                    'å' or 'ä' => "a",
                    'Å' or 'Ä' => "A",
                    < 0x80 => rune.ToString(),
                    _ => "_",
                }
            );
        return ascii.ToString();
    }

    /// <summary>UTF-8 only where an address has it (RFC 6532); all else is ASCII by now.</summary>
    private void Raw(string text) => Encoding.UTF8.GetBytes(text, output);
}
