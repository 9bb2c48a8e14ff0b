namespace Budstikke.Documents.Identifiers;

/// <summary>
/// KID, the payment reference of Norwegian giro payments: 2 to 25 characters, a MOD10 or MOD11 check digit last (Nets
/// OCR giro manual). Leading zeros count. We issue MOD10, which has no '-'.
/// </summary>
public readonly record struct Kid
{
    private readonly string? _characters;

    private Kid(string characters) => _characters = characters;

    /// <summary>Reads a KID of either modulus: which one an account takes is agreed with its bank and cannot be
    /// seen.</summary>
    public static Parsed<Kid> Parse(string? text)
    {
        if (text is null || text.Length is < 2 or > 25)
            return Parsed<Kid>.Invalid("must be 2 to 25 characters");
        var body = text.AsSpan(0, text.Length - 1);
        if (!CheckDigits.IsDigits(body) || text[^1] is not ('-' or (>= '0' and <= '9')))
            return Parsed<Kid>.Invalid("must be digits; only the last may be '-'");
        if (text[^1] != CheckDigits.Mod10(body) && text[^1] != CheckDigits.Mod11(body))
            return Parsed<Kid>.Invalid("has a wrong check digit");
        return Parsed<Kid>.Valid(new(text));
    }

    /// <summary>The body with its MOD10 check digit.</summary>
    /// <param name="body">1 to 24 ASCII digits.</param>
    /// <exception cref="ArgumentException">The body is no such text.</exception>
    public static Kid WithMod10(string body)
    {
        if (body.Length is < 1 or > 24 || !CheckDigits.IsDigits(body))
            throw new ArgumentException("A KID's body is 1 to 24 digits.", nameof(body));
        return new(body + CheckDigits.Mod10(body));
    }

    /// <summary>The last digit is the Luhn digit of the others.</summary>
    public bool IsMod10 =>
        ToString() is { Length: > 1 } kid && kid[^1] == CheckDigits.Mod10(kid.AsSpan(0, kid.Length - 1));

    /// <summary>The last character is the MOD11 character of the others.</summary>
    public bool IsMod11 =>
        ToString() is { Length: > 1 } kid && kid[^1] == CheckDigits.Mod11(kid.AsSpan(0, kid.Length - 1));

    /// <summary>As it is paid with: ungrouped.</summary>
    public override string ToString() => _characters ?? "";
}
