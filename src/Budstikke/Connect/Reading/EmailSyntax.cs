using System.Buffers;

namespace Budstikke.Connect.Reading;

/// <summary>
/// Whether a text can be an address (RFC 5321 § 4.1.2, RFC 6531) at all. Lengths and the like are left to delivery: an
/// address that turns out to be dead sends the invoice by post, and refusing the order would help nobody.
/// </summary>
internal static class EmailSyntax
{
    private static readonly SearchValues<char> s_neverInAtoms = SearchValues.Create("()<>[]:;@\\,\" ");

    public static bool IsAddress(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && IsLocalPart(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(ReadOnlySpan<char> text)
    {
        if (text is ['"', _, .., '"'])
            return IsQuoted(text[1..^1]);
        if (text.ContainsAny(s_neverInAtoms) || HasInvisible(text))
            return false;
        return text[0] != '.' && text[^1] != '.' && text.IndexOf("..", StringComparison.Ordinal) < 0;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' || char.IsControl(text[i]))
                return false;
            if (text[i] == '\\' && ++i == text.Length)
                return false;
        }
        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (HasInvisible(text))
            return false;
        foreach (var range in text.Split('.'))
            if (!IsLabel(text[range]))
                return false;
        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '-' || text[^1] == '-')
            return false;
        foreach (var c in text)
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        return true;
    }

    private static bool HasInvisible(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (char.IsControl(c) || char.IsWhiteSpace(c) || c is '\uFFFE' or '\uFFFF')
                return true;
        return false;
    }
}
