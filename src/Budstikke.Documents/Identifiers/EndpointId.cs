namespace Budstikke.Documents.Identifiers;

/// <summary>BT-34, BT-49: an electronic address, a scheme of the EAS code list and a value in it.</summary>
public readonly record struct EndpointId
{
    private EndpointId(string scheme, string value)
    {
        Scheme = scheme;
        Value = value;
    }

    /// <summary>EAS code; 0192 is the Norwegian register of legal entities.</summary>
    public string Scheme { get; }

    /// <summary>The address in the scheme.</summary>
    public string Value { get; }

    /// <summary>The Peppol address of a Norwegian organisation.</summary>
    public static EndpointId Of(OrganizationNumber number) => new("0192", number.ToString());

    /// <summary>Reads a scheme and a value; 0192 must hold a valid organisation number (PEPPOL-COMMON-R041).</summary>
    public static Parsed<EndpointId> Parse(string? scheme, string? value)
    {
        if (!CheckDigits.IsDigits(scheme, 4))
            return Parsed<EndpointId>.Invalid("must have a scheme of 4 digits");
        if (string.IsNullOrWhiteSpace(value))
            return Parsed<EndpointId>.Invalid("must have a value");
        if (scheme == "0192" && OrganizationNumber.Parse(value).Reason is { } reason)
            return Parsed<EndpointId>.Invalid(reason);
        return Parsed<EndpointId>.Valid(new(scheme!, value));
    }

    /// <summary><c>0192:991825827</c>.</summary>
    public override string ToString() => $"{Scheme}:{Value}";
}
