using System.Text.RegularExpressions;
using Budstikke.Documents.Identifiers;

namespace Budstikke.Jobs;

/// <summary>The other side's words may hold anything: a personal number in them is masked before they are
/// kept.</summary>
internal static partial class MaskedText
{
    public static string Of(string text) => ElevenDigits().Replace(text, digits => Masked(digits.Value));

    private static string Masked(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        return PersonalNumber.Parse(digits).IsValid ? PersonalNumber.Mask(digits) : text;
    }

    [GeneratedRegex(@"(?<!\d)\d{6} ?\d{5}(?!\d)")]
    private static partial Regex ElevenDigits();
}
