using System.Text;

namespace Budstikke.Storage;

/// <summary>
/// Text that both databases can hold: PostgreSQL has neither a NUL nor half a pair of surrogates, and SQLite keeps them
/// as something else. A net under everything that is stored, so that a row is never refused for a character of
/// somebody's words.
/// </summary>
internal static class StorableText
{
    /// <summary>The same text, or one in which each such character is U+FFFD.</summary>
    public static string Of(string text)
    {
        if (CanBeStored(text))
            return text;
        var mended = new StringBuilder(text.Length);
        // Half a pair comes out as U+FFFD by itself.
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return mended.ToString();
    }

    public static bool CanBeStored(string text)
    {
        if (text.Contains('\0'))
            return false;
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return false;
            at++;
        }
        return true;
    }
}
