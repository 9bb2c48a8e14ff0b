using System.Buffers;
using System.Text;

namespace Budstikke.Mail;

/// <summary>What callers give, made fit for a header: nothing of it can end a line.</summary>
internal static class MailText
{
    /// <summary>Beyond it a subject or name is cut: nobody reads it, and header folding has its price.</summary>
    private const int MaxTextRunes = 400;

    private const int MaxFileNameRunes = 120;
    private const int MaxMessageIdCharacters = 250;
    private const int MaxTokenCharacters = 100;
    private const int MaxWordCharacters = 60;
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly SearchValues<char> s_atom = SearchValues.Create(Alphanumeric + "!#$%&'*+-/=?^_`{|}~.");
    private static readonly SearchValues<char> s_token = SearchValues.Create(Alphanumeric + "!#$&-^_.+");

    /// <summary>One line of text: each run of white space and control characters becomes a space, and bidi overrides
    /// vanish.</summary>
    public static string Line(string text, int maxRunes = MaxTextRunes)
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

    /// <summary>
    /// Encoded words (RFC 2047) for text that MimeKit would leave as it is and readers would take for an encoded word,
    /// or whose words are too long to fold; null for any other.
    /// </summary>
    public static string? EncodedIfRisky(string line)
    {
        if (
            !line.Contains("=?", StringComparison.Ordinal)
            && !line.Split(' ').Any(word => word.Length > MaxWordCharacters)
        )
            return null;
        // 11 characters have at most 44 bytes, which are 60 of base64: a word may have 75.
        var pieces = line.EnumerateRunes().Chunk(11).Select(some => Encoding.UTF8.GetBytes(string.Concat(some)));
        return string.Join("\r\n ", pieces.Select(piece => $"=?utf-8?B?{Convert.ToBase64String(piece)}?="));
    }

    /// <summary>A path is cut to its last part.</summary>
    public static string FileName(string fileName)
    {
        var last = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = string.Concat(Line(last, MaxFileNameRunes).Select(c => "\"<>:|?*%;'".Contains(c) ? '_' : c))
            .Trim('.', ' ');
        return name.Length == 0 ? "attachment" : name;
    }

    public static string ToAscii(string name)
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

    public static bool IsMessageId(string id) =>
        id.Length <= MaxMessageIdCharacters
        && id.Split('@') is [{ Length: > 0 } left, { Length: > 0 } right]
        && !left.AsSpan().ContainsAnyExcept(s_atom)
        && !right.AsSpan().ContainsAnyExcept(s_atom);

    public static bool IsToken(string text) =>
        text.Length is > 0 and <= MaxTokenCharacters && !text.AsSpan().ContainsAnyExcept(s_token);
}
