using Budstikke.Documents.Identifiers;

namespace Budstikke.Documents.Invoices;

/// <summary>BG-4: who issues the invoice, as it was on the day of issue.</summary>
public sealed record Seller
{
    /// <summary>BT-27.</summary>
    public required string Name { get; init; }

    /// <summary>BT-28: what customers know it by, when that is another name.</summary>
    public string? TradingName { get; init; }

    /// <summary>BT-29: the number that the buyer knows the seller by.</summary>
    public string? Identifier { get; init; }

    /// <summary>BT-30 and, with scheme 0192, BT-34.</summary>
    public required OrganizationNumber OrganizationNumber { get; init; }

    /// <summary>Read from a document of a seller without an organisation number, which is empty then; null for
    /// ours.</summary>
    public ForeignRegistration? RegisteredAbroad { get; init; }

    /// <summary>Registered for VAT: BT-31 is then <c>NO#########MVA</c>, and the number is followed by MVA on
    /// paper.</summary>
    public required bool IsVatRegistered { get; init; }

    /// <summary>A limited company or a branch must show "Foretaksregisteret" (foretaksregisterloven § 10-2, rule
    /// NO-R-002).</summary>
    public required bool IsInForetaksregisteret { get; init; }

    /// <summary>BG-5.</summary>
    public required PostalAddress Address { get; init; }

    /// <summary>BT-41.</summary>
    public string? ContactName { get; init; }

    /// <summary>BT-43.</summary>
    public string? Email { get; init; }

    /// <summary>BT-42.</summary>
    public string? Phone { get; init; }
}

/// <summary>The identifiers of a seller outside Norway.</summary>
/// <param name="Endpoint">BT-34.</param>
/// <param name="LegalRegistrationId">BT-30.</param>
/// <param name="VatId">BT-31.</param>
public sealed record ForeignRegistration(EndpointId? Endpoint, string? LegalRegistrationId, string? VatId);

/// <summary>BG-7: who pays, as it was on the day of issue. A personal number has no place in it.</summary>
public sealed record Buyer
{
    /// <summary>BT-44.</summary>
    public required string Name { get; init; }

    /// <summary>BT-45.</summary>
    public string? TradingName { get; init; }

    /// <summary>BT-46: the seller's number for the customer.</summary>
    public string? CustomerNumber { get; init; }

    /// <summary>BT-47: as given; digits only. Null for a private person.</summary>
    public string? LegalRegistrationId { get; init; }

    /// <summary>BT-48, with its country's prefix.</summary>
    public string? VatId { get; init; }

    /// <summary>BT-49: where an EHF goes; null when the buyer has no Peppol address.</summary>
    public EndpointId? Endpoint { get; init; }

    /// <summary>BG-8.</summary>
    public required PostalAddress Address { get; init; }

    /// <summary>BT-56.</summary>
    public string? ContactName { get; init; }

    /// <summary>BT-57.</summary>
    public string? Phone { get; init; }

    /// <summary>BT-58.</summary>
    public string? Email { get; init; }
}

/// <summary>BG-5, BG-8.</summary>
/// <param name="Street">BT-35, BT-50.</param>
/// <param name="PostCode">BT-38, BT-53.</param>
/// <param name="City">BT-37, BT-52.</param>
/// <param name="Country">BT-40, BT-55: ISO 3166-1 alpha-2, upper case.</param>
public sealed record PostalAddress(string? Street, string? PostCode, string? City, string Country)
{
    /// <summary>BT-36, BT-51: a second line.</summary>
    public string? AdditionalStreet { get; init; }

    /// <summary>BT-39, BT-54: a region.</summary>
    public string? Subdivision { get; init; }
}

/// <summary>BG-16: how to pay.</summary>
/// <param name="AccountNumber">BT-84: 11 digits, or an IBAN.</param>
/// <param name="Bic">BT-86, with an IBAN.</param>
/// <param name="Kid">BT-83; one in a document (UBL-SR-44).</param>
public sealed record PaymentInstructions(string AccountNumber, string? Bic, Kid? Kid)
{
    /// <summary>BT-83 of a document that was read, when it is no KID.</summary>
    public string? OtherReference { get; init; }
}
