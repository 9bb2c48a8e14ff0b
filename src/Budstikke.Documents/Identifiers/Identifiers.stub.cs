namespace Budstikke.Documents.Identifiers;

// Laid as signatures for the rooms that build on them; the bodies come with Identifiers' own files.
public readonly record struct OrganizationNumber
{
    private readonly string _digits;

    private OrganizationNumber(string digits) => _digits = digits;

    public static Parsed<OrganizationNumber> Parse(string? text) => throw new NotSupportedException();

    public override string ToString() => _digits;
}

public readonly record struct PersonalNumber
{
    private readonly string _digits;

    private PersonalNumber(string digits) => _digits = digits;

    public static Parsed<PersonalNumber> Parse(string? text) => throw new NotSupportedException();

    public override string ToString() => _digits;
}

public readonly record struct BankAccount
{
    private readonly string _digits;

    private BankAccount(string digits) => _digits = digits;

    public static Parsed<BankAccount> Parse(string? text) => throw new NotSupportedException();

    public override string ToString() => _digits;
}

public readonly record struct Kid
{
    private readonly string _digits;

    private Kid(string digits) => _digits = digits;

    public static Parsed<Kid> Parse(string? text) => throw new NotSupportedException();

    /// <summary>The body with its MOD10 check digit.</summary>
    public static Kid WithMod10(string body) => throw new NotSupportedException();

    public override string ToString() => _digits;
}

public readonly record struct EndpointId
{
    private EndpointId(string scheme, string value)
    {
        Scheme = scheme;
        Value = value;
    }

    public string Scheme { get; }
    public string Value { get; }

    /// <summary>Scheme 0192.</summary>
    public static EndpointId Of(OrganizationNumber number) => throw new NotSupportedException();

    public override string ToString() => Scheme + ":" + Value;
}
