using System.Buffers;

namespace Budstikke.Documents.Identifiers;

/// <summary>
/// An international account number (ISO 13616): country, two check digits by MOD 97, the national account. A Norwegian
/// one must also hold a valid <see cref="BankAccount"/>: MOD 97 alone passes a typing error made before the IBAN was
/// computed.
/// </summary>
public readonly record struct Iban
{
    private const int MinLength = 15;
    private const int MaxLength = 34;
    private const int NorwegianLength = 15;
    private const int AccountStart = 4;

    private static readonly SearchValues<char> s_characters = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    private readonly string? _characters;

    private Iban(string characters) => _characters = characters;

    /// <summary>Reads an IBAN of any country; spaces and dots are left out first, small letters become
    /// capitals.</summary>
    public static Parsed<Iban> Parse(string? text)
    {
        var iban = text?.Replace(" ", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal) ?? "";
        // Before the capitals: some letters outside ASCII have a capital inside it.
        if (iban.Length is < MinLength or > MaxLength || iban.AsSpan().ContainsAnyExcept(s_characters))
            return Parsed<Iban>.Invalid("must be 15 to 34 letters and digits");
        iban = iban.ToUpperInvariant();
        if (iban.AsSpan(0, 2).ContainsAnyExceptInRange('A', 'Z') || !CheckDigits.IsDigits(iban.AsSpan(2, 2)))
            return Parsed<Iban>.Invalid("must start with a country and two check digits");
        if (iban.AsSpan(2, 2) is "00" or "01" or "99" || Mod97(iban) != 1)
            return Parsed<Iban>.Invalid("has wrong check digits");
        if (iban.StartsWith("NO", StringComparison.Ordinal))
        {
            if (iban.Length != NorwegianLength)
                return Parsed<Iban>.Invalid("must be 15 characters for Norway");
            if (BankAccount.Parse(iban[AccountStart..]).Reason is { } reason)
                return Parsed<Iban>.Invalid($"holds an account that {reason}");
        }
        return Parsed<Iban>.Valid(new(iban));
    }

    /// <summary>The IBAN of a Norwegian account.</summary>
    public static Iban Of(BankAccount account)
    {
        var check = 98 - Mod97($"NO00{account}");
        return new($"NO{check:00}{account}");
    }

    /// <summary>The Norwegian account in it; null in another country's.</summary>
    public BankAccount? Account => Country == "NO" ? BankAccount.Parse(ToString()[AccountStart..]).ValueOrNull : null;

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public string Country => ToString() is { Length: > 2 } iban ? iban[..2] : "";

    /// <summary>As people write it: groups of four.</summary>
    public string Grouped => string.Join(' ', ToString().Chunk(4).Select(group => new string(group)));

    /// <summary>Without spaces, upper case.</summary>
    public override string ToString() => _characters ?? "";

    /// <summary>The first four characters go last, A to Z become 10 to 35, and the long number is divided by
    /// 97.</summary>
    private static int Mod97(string iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var character = iban[(i + AccountStart) % iban.Length];
            rest = char.IsAsciiDigit(character)
                ? ((rest * 10) + character - '0') % 97
                : ((rest * 100) + character - 'A' + 10) % 97;
        }
        return rest;
    }
}
