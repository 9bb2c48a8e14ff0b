using System.Globalization;
using System.Text.RegularExpressions;
using Budstikke.Documents.Identifiers;
using Budstikke.Orders;

namespace Budstikke.Timeline;

/// <summary>What a text that a person looks for is likely to be.</summary>
internal enum SoughtKind
{
    Nothing,
    Order,
    Customer,

    /// <summary>It is found by its keyed hash, and never written into an address.</summary>
    PersonalNumber,
    OrganizationNumber,
    Kid,
    Number,
    Phone,
    Email,
    Amount,
    Words,
}

/// <summary>The guess by the shape of the text alone; it reads nothing.</summary>
/// <param name="Text">Without what is only decoration: blanks in a number, a country's code before a telephone.</param>
internal sealed partial record Sought(SoughtKind Kind, string Text)
{
    public const int MaxCharacters = 200;
    private const int KidDigits = 15;
    private const int PhoneDigits = 8;
    private const int OrganizationDigits = 9;
    private const int PersonalDigits = 11;
    private const int LongestNumber = 9;
    private const string Norway = "47";

    public static Sought Of(string asked)
    {
        var text = asked.Trim();
        if (text.Length is 0 or > MaxCharacters)
            return new(SoughtKind.Nothing, "");
        if (OrderIds.CanBeOrder(text.ToUpperInvariant()))
            return new(SoughtKind.Order, text.ToUpperInvariant());
        if (OrderIds.CanBeCustomer(text.ToUpperInvariant()))
            return new(SoughtKind.Customer, text.ToUpperInvariant());
        if (text.Contains('@', StringComparison.Ordinal))
            return new(SoughtKind.Email, text.ToLowerInvariant());
        return OfDigits(text) ?? (AmountOf(text) is { } amount ? new(SoughtKind.Amount, amount) : OfWords(text));
    }

    /// <summary>Whether a text may stand in an address: nothing in it can be a personal number.</summary>
    public static bool MayBeShown(string asked) =>
        !ElevenDigits().IsMatch(asked) && Of(asked).Kind != SoughtKind.PersonalNumber;

    /// <summary>In the groups that people write them in.</summary>
    [GeneratedRegex(@"(?<![\d+])\d{2}[\s.-]*\d{2}[\s.-]*\d{2}[\s-]*\d{3}\s*\d{2}(?!\d)")]
    private static partial Regex ElevenDigits();

    private static Sought OfWords(string text) =>
        text.Count(char.IsLetterOrDigit) < 2 ? new(SoughtKind.Nothing, "") : new(SoughtKind.Words, text);

    /// <summary>Null where there are other characters than digits, blanks and what stands before a telephone
    /// number.</summary>
    private static Sought? OfDigits(string text)
    {
        if (!text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '\u00A0' or '-' or '(' or ')'))
            return null;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (text[0] == '+' || digits.StartsWith("00", StringComparison.Ordinal) && digits.Length < KidDigits - 1)
            return new(SoughtKind.Phone, Subscriber(digits.TrimStart('0')));
        return digits.Length switch
        {
            0 => null,
            // A KID whose zeros a bank has left out may have as many. Else it counts as a personal number even where
            // its check digits are wrong: whoever mistypes one must not leave it in a history either.
            PersonalDigits when PersonalNumber.Parse(digits).IsValid || !IsKid(digits) => new(
                SoughtKind.PersonalNumber,
                digits
            ),
            OrganizationDigits when OrganizationNumber.Parse(digits).IsValid => new(
                SoughtKind.OrganizationNumber,
                digits
            ),
            PhoneDigits when digits[0] is not '0' and not '1' => new(SoughtKind.Phone, digits),
            <= LongestNumber => new(SoughtKind.Number, digits.TrimStart('0')),
            <= KidDigits when IsKid(digits) => new(SoughtKind.Kid, digits.PadLeft(KidDigits, '0')),
            _ => new(SoughtKind.Phone, Subscriber(digits)),
        };
    }

    /// <summary>A bank may have left out the zeros that it begins with.</summary>
    private static bool IsKid(string digits) => Kid.Parse(digits.PadLeft(KidDigits, '0')).IsValid;

    private static string Subscriber(string digits) =>
        digits.Length == PhoneDigits + Norway.Length && digits.StartsWith(Norway, StringComparison.Ordinal)
            ? string.Concat(digits.Skip(Norway.Length))
            : digits;

    private static string? AmountOf(string text) => OreOf(text)?.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>In øre; null where it is no amount with a decimal sign: <c>1 234,50</c>, <c>1234.5</c>.</summary>
    public static decimal? OreOf(string text)
    {
        var bare = string.Concat(text.Where(c => c is not ' ' and not '\u00A0')).Replace(',', '.');
        return
            bare.Contains('.', StringComparison.Ordinal)
            && decimal.TryParse(bare, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kroner)
            && decimal.Round(kroner, 2) == kroner
            && kroner < 100_000_000m
            ? kroner * 100
            : null;
    }
}
