using System.Globalization;

namespace Budstikke.Jobs;

/// <summary>
/// The one place where a text is made shorter for being too long. It keeps whole characters as people see them: half an
/// emoji is a lone surrogate, which PostgreSQL cannot store, and what cannot be stored is never settled.
/// </summary>
internal static class Cut
{
    private const string Mark = "…";

    /// <summary>The text, or as much of its beginning as fits, with a mark behind it that says so.</summary>
    /// <param name="maxCharacters">In UTF-16 units, as <see cref="string.Length"/> counts; the mark is not among
    /// them.</param>
    public static string To(string text, int maxCharacters) =>
        text.Length <= maxCharacters ? text : text[..EndOf(text, maxCharacters)] + Mark;

    private static int EndOf(string text, int maxCharacters)
    {
        var end = 0;
        while (true)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(end));
            if (end + length > maxCharacters)
                break;
            end += length;
        }
        if (end > 0 || maxCharacters == 0)
            return end;
        // The first letter alone has more marks on it than there is room for: some of its marks go.
        return char.IsHighSurrogate(text[maxCharacters - 1]) ? maxCharacters - 1 : maxCharacters;
    }
}
