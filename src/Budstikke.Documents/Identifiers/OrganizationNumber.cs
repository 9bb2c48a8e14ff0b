namespace Budstikke.Documents.Identifiers;

/// <summary>A Norwegian organisation number: 9 digits, the last by MOD11 (brreg.no).</summary>
public readonly record struct OrganizationNumber
{
    private readonly string? _digits;

    private OrganizationNumber(string digits) => _digits = digits;

    private static ReadOnlySpan<byte> Weights => [3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Reads 9 ASCII digits without spaces.</summary>
    public static Parsed<OrganizationNumber> Parse(string? text)
    {
        if (!CheckDigits.IsDigits(text, 9))
            return Parsed<OrganizationNumber>.Invalid("must be 9 digits");
        if (text == "000000000" || CheckDigits.WeightedRest(text, Weights) != 0)
            return Parsed<OrganizationNumber>.Invalid("has a wrong check digit");
        return Parsed<OrganizationNumber>.Valid(new(text!));
    }

    /// <summary>BT-31: <c>NO#########MVA</c>.</summary>
    public string VatId => $"NO{this}MVA";

    /// <summary>As people write it: <c>NNN NNN NNN</c>.</summary>
    public string Grouped => $"{ToString()[..3]} {ToString()[3..6]} {ToString()[6..]}";

    /// <summary>The 9 digits.</summary>
    public override string ToString() => _digits ?? "";
}
