using System.Text;

namespace Budstikke.Clients;

/// <summary>A text that stands on every invoice of a client.</summary>
internal static class PrintedText
{
    private const int MaxCharacters = 255;

    public static string Rule { get; } = $"must be 1 to {MaxCharacters} printable characters";

    /// <summary>The text as it is kept, and why it cannot be printed; null where it can.</summary>
    public static (string Kept, string? Reason) Read(string text) => (text.Trim(), CanPrint(text) ? null : Rule);

    /// <summary>
    /// Neither control characters nor what no document can hold (half a pair of surrogates is read as U+FFFD).
    /// </summary>
    public static bool CanPrint(string text) =>
        !string.IsNullOrWhiteSpace(text)
        && text.Length <= MaxCharacters
        && text.EnumerateRunes()
            .All(rune => !Rune.IsControl(rune) && rune != Rune.ReplacementChar && (rune.Value & 0xFFFE) != 0xFFFE);
}
