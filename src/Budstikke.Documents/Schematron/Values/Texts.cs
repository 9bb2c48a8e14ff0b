using System.Text;
using System.Text.RegularExpressions;

namespace Budstikke.Documents.Schematron.Values;

/// <summary>What XPath does to texts; positions count characters, of which some take two of ours.</summary>
internal static class Texts
{
    /// <summary>XML's own whitespace, which is less than Unicode's.</summary>
    public const string Whitespace = " \t\r\n";

    public static string Normalized(string text)
    {
        if (IsNormal(text))
            return text;
        var result = new StringBuilder(text.Length);
        foreach (var word in text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
            result.Append(result.Length == 0 ? "" : " ").Append(word);
        return result.ToString();
    }

    /// <summary>No longer than so many characters, none of them halved; … stands for what is left out.</summary>
    public static string Cut(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)].TrimEnd() + "…";

    public static bool IsBlank(string text) => text.AsSpan().IndexOfAnyExcept(Whitespace) < 0;

    private static bool IsNormal(string text)
    {
        var wasSpace = true;
        foreach (var c in text)
        {
            if (c is '\t' or '\r' or '\n' || c == ' ' && wasSpace)
                return false;
            wasSpace = c == ' ';
        }
        return text.Length == 0 || !wasSpace;
    }

    public static int Length(string text)
    {
        var length = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c))
                length--;
        return length;
    }

    public static string Substring(string text, double start, double length)
    {
        var (from, to) = (Math.Floor(start + 0.5), Math.Floor(start + 0.5) + Math.Floor(length + 0.5));
        if (double.IsNaN(from) || double.IsNaN(to))
            return "";
        if (!HasSurrogates(text))
        {
            var first = (int)Math.Clamp(from - 1, 0, text.Length);
            var last = (int)Math.Clamp(to - 1, first, text.Length);
            return text[first..last];
        }
        var result = new StringBuilder();
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
            if (++position >= from && position < to)
                result.Append(rune.ToString());
        return result.ToString();
    }

    public static string Before(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? "" : text[..at];
    }

    public static string After(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + mark.Length)..];
    }

    public static string Translate(string text, string from, string to)
    {
        var result = new StringBuilder(text.Length);
        var (sources, targets) = (from.EnumerateRunes().ToArray(), to.EnumerateRunes().ToArray());
        foreach (var rune in text.EnumerateRunes())
        {
            var at = Array.IndexOf(sources, rune);
            if (at < 0)
                result.Append(rune.ToString());
            else if (at < targets.Length)
                result.Append(targets[at].ToString());
        }
        return result.ToString();
    }

    /// <summary>The framework maps one character to one; those that Unicode writes as several stand here.</summary>
    public static string Upper(string text)
    {
        var upper = text.ToUpperInvariant();
        if (Ascii.IsValid(upper))
            return upper;
        return upper
            .Replace("ß", "SS", StringComparison.Ordinal)
            .Replace('ı', 'I')
            .Replace('ſ', 'S')
            .Replace("ﬀ", "FF", StringComparison.Ordinal)
            .Replace("ﬁ", "FI", StringComparison.Ordinal)
            .Replace("ﬂ", "FL", StringComparison.Ordinal)
            .Replace("ﬃ", "FFI", StringComparison.Ordinal)
            .Replace("ﬄ", "FFL", StringComparison.Ordinal)
            .Replace("ﬅ", "ST", StringComparison.Ordinal)
            .Replace("ﬆ", "ST", StringComparison.Ordinal);
    }

    public static string OfCodepoint(decimal codepoint) =>
        Rune.IsValid((int)codepoint)
            ? new Rune((int)codepoint).ToString()
            : throw new EvaluationException("FOCH0001", $"{codepoint} is no character");

    /// <summary>By characters, not by halves of them.</summary>
    public static int Compare(string left, string right) =>
        HasSurrogates(left) || HasSurrogates(right)
            ? left.EnumerateRunes()
                .Select(rune => rune.Value)
                .Zip(right.EnumerateRunes().Select(rune => rune.Value), (a, b) => a.CompareTo(b))
                .FirstOrDefault(order => order != 0, Length(left).CompareTo(Length(right)))
            : string.CompareOrdinal(left, right);

    /// <summary>
    /// A pattern of XPath for the framework's engine, of which the linear one is taken: no text can make it slow. It is
    /// read now and made when it is first used, since making one costs milliseconds and most countries' are never
    /// asked. Theirs ends at the end ($), and their whitespace (\s) is XML's.
    /// </summary>
    public static Lazy<Regex> Pattern(string pattern)
    {
        var result = new StringBuilder();
        var inClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (c == '\\' && at + 1 < pattern.Length)
                result.Append(Escaped(pattern[++at], inClass));
            else if (c == '$' && !inClass)
                result.Append("\\z");
            else if (c == '(' && at + 1 < pattern.Length && pattern[at + 1] == '?')
                throw new EvaluationException("FORX0002", $"(? is not known in the pattern {pattern}");
            else
                result.Append(c);
            inClass = c != '\\' ? c == '[' || inClass && c != ']' : inClass;
        }
        var translated = result.ToString();
        try
        {
            _ = new Regex(translated, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException e)
        {
            throw new EvaluationException("FORX0002", $"{pattern}: {e.Message}");
        }
        return new(() => new(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }

    private static string Escaped(char c, bool inClass) =>
        c switch
        {
            's' => inClass ? " \\t\\r\\n" : "[ \\t\\r\\n]",
            'S' when !inClass => "[^ \\t\\r\\n]",
            'd' => "\\d",
            'n' or 'r' or 't' or '\\' or '|' or '.' or '-' or '^' or '?' or '*' or '+' or '{' or '}' => "\\" + c,
            '(' or ')' or '[' or ']' or '$' => "\\" + c,
            _ => throw new EvaluationException("FORX0002", $"\\{c} is not known in a pattern"),
        };

    private static bool HasSurrogates(string text)
    {
        foreach (var c in text)
            if (char.IsSurrogate(c))
                return true;
        return false;
    }
}
