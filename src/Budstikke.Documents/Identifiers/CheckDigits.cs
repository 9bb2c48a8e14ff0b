namespace Budstikke.Documents.Identifiers;

/// <summary>The two check-digit rules of Norwegian identifiers: MOD10 (Luhn) and MOD11 with weights.</summary>
internal static class CheckDigits
{
    /// <summary>The Luhn digit behind <paramref name="body"/>: from the right times 2, 1, 2, …, digits of products
    /// added.</summary>
    public static char Mod10(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var product = (body[body.Length - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>The MOD11 character behind <paramref name="body"/>: from the right times 2 to 7 and again; '-' for the
    /// rest 1.</summary>
    public static char Mod11(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
            sum += (body[body.Length - 1 - i] - '0') * (2 + (i % 6));
        return (sum % 11) switch
        {
            0 => '0',
            1 => '-',
            var rest => (char)('0' + 11 - rest),
        };
    }

    /// <summary>Σ weight × digit over the first digits of <paramref name="digits"/>, modulo 11.</summary>
    public static int WeightedRest(ReadOnlySpan<char> digits, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * (digits[i] - '0');
        return sum % 11;
    }

    /// <summary>ASCII digits only: <c>\d</c> and <see cref="char.IsDigit(char)"/> take those of other scripts
    /// too.</summary>
    public static bool IsDigits(string? text, int length) => text?.Length == length && IsDigits(text);

    /// <summary>One or more ASCII digits and nothing else.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
