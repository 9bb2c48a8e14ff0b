using System.Buffers;
using System.Text;

namespace Budstikke.Commands;

/// <summary>
/// Text of others as a terminal may show it: what would steer the terminal (the controls of C0 and C1) or turn the
/// order of letters around is written as <c>\u009B</c>. That is JSON's own way, so that JSON stays what it is.
/// </summary>
internal static class Visible
{
    private const string EndsOfLines = "\n\t";
    private static readonly char[] s_steering =
    [
        .. Range('\u0000', '\u001F'),
        .. Range('\u007F', '\u009F'),
        // The marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode Standard Annex #9).
        '\u061C',
        .. Range('\u200E', '\u200F'),
        .. Range('\u202A', '\u202E'),
        .. Range('\u2066', '\u2069'),
        // Unicode's own ends of a line and of a paragraph.
        .. Range('\u2028', '\u2029'),
    ];
    private static readonly SearchValues<char> s_inLine = SearchValues.Create(s_steering);
    private static readonly SearchValues<char> s_inText = SearchValues.Create([.. s_steering.Except(EndsOfLines)]);

    /// <summary>On one line: ends of lines are written out too, so that a value cannot begin a line of its
    /// own.</summary>
    public static string Line(string text) => Escape(text, s_inLine);

    /// <summary>Of several lines.</summary>
    public static string Text(string text) => Escape(text, s_inText);

    private static string Escape(string text, SearchValues<char> hidden)
    {
        if (!text.AsSpan().ContainsAny(hidden))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            _ = hidden.Contains(c) ? shown.Append($"\\u{(int)c:X4}") : shown.Append(c);
        return shown.ToString();
    }

    private static IEnumerable<char> Range(char first, char last)
    {
        for (var c = first; c <= last; c++)
            yield return c;
    }
}

/// <summary>Everything that a command or the log writes goes through it.</summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Visible.Text(value.ToString()));

    public override void Write(string? value) => inner.Write(value is null ? null : Visible.Text(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    public override void WriteLine() => inner.WriteLine();

    public override void Flush() => inner.Flush();
}
