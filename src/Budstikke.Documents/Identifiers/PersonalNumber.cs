using System.Globalization;

namespace Budstikke.Documents.Identifiers;

/// <summary>
/// A Norwegian national identity number (fødselsnummer), D-number or synthetic number: 11 digits, two check digits.
/// Numbers issued from 2032 may leave a rest of 0 to 3 in the first sum; both rules hold side by side (Skatteetaten,
/// Folkeregisteret). Neither sex nor century is read from it. <see cref="ToString"/> is masked, so that a log or a
/// message cannot show it.
/// </summary>
public readonly record struct PersonalNumber
{
    private readonly string? _digits;

    private PersonalNumber(string digits) => _digits = digits;

    private static ReadOnlySpan<byte> FirstWeights => [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];

    private static ReadOnlySpan<byte> SecondWeights => [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Reads 11 ASCII digits without spaces.</summary>
    public static Parsed<PersonalNumber> Parse(string? text)
    {
        if (!CheckDigits.IsDigits(text, 11))
            return Parsed<PersonalNumber>.Invalid("must be 11 digits");
        if (!HasDate(text!))
            return Parsed<PersonalNumber>.Invalid("has no possible date");
        var rest = CheckDigits.WeightedRest(text, FirstWeights);
        if (rest > 3 || CheckDigits.WeightedRest(text, SecondWeights) != 0)
            return Parsed<PersonalNumber>.Invalid("has a wrong check digit");
        return Parsed<PersonalNumber>.Valid(new(text!));
    }

    /// <summary>All 11 digits, for the e-invoice look-up alone (personopplysningsloven § 12).</summary>
    public string Reveal() => _digits ?? "";

    /// <summary>Nine dots and the last two digits.</summary>
    public override string ToString() => Mask(_digits);

    /// <summary>Masks any text to its last two characters.</summary>
    public static string Mask(string? digits) =>
        digits is { Length: > 2 } ? new string('*', digits.Length - 2) + digits[^2..] : "";

    /// <summary>D-numbers add 40 to the day; H-numbers 40, NAV's synthetic 65 and Tenor's synthetic 80 to the
    /// month.</summary>
    private static bool HasDate(string digits)
    {
        var day = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture);
        var month = int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture);
        var year = int.Parse(digits.AsSpan(4, 2), CultureInfo.InvariantCulture);
        day -= day > 40 ? 40 : 0;
        month -= month switch
        {
            > 80 => 80,
            > 65 => 65,
            > 40 => 40,
            _ => 0,
        };
        // 2000 was a leap year and 1900 was not: the century that allows more decides.
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year, month);
    }
}
