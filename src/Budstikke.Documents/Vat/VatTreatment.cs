namespace Budstikke.Documents.Vat;

/// <summary>The VAT category (BT-118): the codes of UNCL 5305 that Norway needs.</summary>
public enum VatCategory
{
    /// <summary>Standard or reduced rate, above zero.</summary>
    S,

    /// <summary>Zero-rated at home (merverdiavgiftsloven chapter 6); must give no reason (BR-Z-10).</summary>
    Z,

    /// <summary>Exempt (§§ 3-2 to 3-20); must give a reason (BR-E-10).</summary>
    E,

    /// <summary>Outside the scope: the seller is not registered; stands alone in a document (BR-O-11).</summary>
    O,

    /// <summary>Reverse charge: the buyer accounts for the VAT.</summary>
    AE,

    /// <summary>Export.</summary>
    G,
}

/// <summary>How a line, a charge or a sum is taxed.</summary>
/// <param name="Category">BT-151.</param>
/// <param name="Rate">BT-152 in percent, 25 or 11.11; 0 in every category but S.</param>
/// <param name="ExemptionReason">BT-120, where the category asks for one.</param>
public sealed record VatTreatment(VatCategory Category, decimal Rate, string? ExemptionReason = null);
