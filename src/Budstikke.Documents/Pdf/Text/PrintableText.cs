using System.Buffers;
using System.Globalization;
using System.Text;

namespace Budstikke.Documents.Pdf.Text;

/// <summary>
/// Makes any string fit for typesetting: line ends become '\n', tabs spaces, other controls vanish, and a Latin letter
/// followed by its accent becomes one character. (<see cref="string.Normalize()"/> does nothing under
/// InvariantGlobalization.)
/// </summary>
internal static class PrintableText
{
    /// <summary>An accent, the letters that it is put on, and what comes out (Unicode, canonical
    /// composition).</summary>
    private static readonly (char Accent, string Letters, string Composed)[] Accented =
    [
        ('\u0300', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
        ('\u0301', "AEIOUYaeiouyCcLlNnRrSsZz", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹź"),
        ('\u0302', "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"),
        ('\u0303', "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"),
        ('\u0308', "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"),
        ('\u030A', "AaUu", "ÅåŮů"),
        ('\u0327', "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"),
        ('\u0304', "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"),
        ('\u0306', "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"),
        ('\u0328', "AaEeIiUu", "ĄąĘęĮįŲų"),
        ('\u0307', "CcEeGgIZz", "ĊċĖėĠġİŻż"),
        ('\u030C', "CcDdEeLlNnRrSsTtZz", "ČčĎďĚěĽľŇňŘřŠšŤťŽž"),
        ('\u030B', "OoUu", "ŐőŰű"),
        ('\u0326', "SsTt", "ȘșȚț"),
    ];

    private static readonly Dictionary<(char Letter, char Accent), char> Compositions = MakeCompositions();

    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainCharacters());

    /// <summary>The text in printable form; the same string when it is so already.</summary>
    public static string Of(string? text)
    {
        if (text is null)
            return "";
        var odd = text.AsSpan().IndexOfAnyExcept(Plain);
        return odd < 0 ? text : Rewritten(text, Math.Max(0, odd - 1));
    }

    /// <summary>It has nothing but letters and signs that both fonts have, each by itself.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Plain);

    /// <summary>As <see cref="Of"/>, on one line and without blanks at its ends.</summary>
    public static string OneLine(string? text) => Of(text).Replace('\n', ' ').Trim();

    private static string Rewritten(string text, int plainUntil)
    {
        var result = new StringBuilder(text, 0, plainUntil, text.Length);
        for (var i = plainUntil; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                continue;
            if (c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
                result.Append('\n');
            else if (c == '\t')
                result.Append(' ');
            else if (result.Length > 0 && Compositions.TryGetValue((result[^1], c), out var composed))
                result[^1] = composed;
            else if (!char.IsControl(c) && !IsInvisible(c))
                result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>Steers lines or direction and has no shape: soft hyphen, byte order mark, marks of direction.</summary>
    private static bool IsInvisible(char c) =>
        c is '\u00AD' or '\uFEFF' or '\u200B' or '\u2060' or '\u061C'
        || c is (>= '\u200E' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Joins or varies its neighbour and has no shape of its own: joiners, variation selectors.</summary>
    public static bool JoinsNeighbours(char c) => c is '\u200C' or '\u200D' or (>= '\uFE00' and <= '\uFE0F');

    private static Dictionary<(char Letter, char Accent), char> MakeCompositions()
    {
        var compositions = new Dictionary<(char Letter, char Accent), char>();
        foreach (var (accent, letters, composed) in Accented)
        {
            for (var i = 0; i < letters.Length; i++)
                compositions[(letters[i], accent)] = composed[i];
        }

        return compositions;
    }

    private static string PlainCharacters()
    {
        var plain = new StringBuilder();
        for (var c = ' '; c < '\u0300'; c++)
        {
            if (!char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)
                plain.Append(c);
        }

        return plain.Append("–—‘’“”„•…€").ToString();
    }
}
