namespace Budstikke.Documents.Identifiers;

/// <summary>A Norwegian account number (BBAN): 11 digits, the last by MOD11; register number 0000 does not
/// exist.</summary>
public readonly record struct BankAccount
{
    private readonly string? _digits;

    private BankAccount(string digits) => _digits = digits;

    private static ReadOnlySpan<byte> Weights => [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Reads 11 ASCII digits; the dots and spaces of <c>NNNN.NN.NNNNN</c> are left out first.</summary>
    public static Parsed<BankAccount> Parse(string? text)
    {
        var digits = text?.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (!CheckDigits.IsDigits(digits, 11))
            return Parsed<BankAccount>.Invalid("must be 11 digits");
        if (digits!.StartsWith("0000", StringComparison.Ordinal))
            return Parsed<BankAccount>.Invalid("names no bank: it starts with 0000");
        if (CheckDigits.WeightedRest(digits, Weights) != 0)
            return Parsed<BankAccount>.Invalid("has a wrong check digit");
        return Parsed<BankAccount>.Valid(new(digits));
    }

    /// <summary>As people write it: <c>NNNN.NN.NNNNN</c>.</summary>
    public string Grouped => $"{ToString()[..4]}.{ToString()[4..6]}.{ToString()[6..]}";

    /// <summary>The 11 digits.</summary>
    public override string ToString() => _digits ?? "";
}
