namespace Budstikke.Documents.Vat;

/// <summary>What stands on a document, in Norwegian, to say why there is no VAT.</summary>
public static class VatReasons
{
    /// <summary>Statutory, never translated (bokføringsforskriften § 5-1-1).</summary>
    public const string ReverseCharge = "Omvendt avgiftsplikt – Merverdiavgift ikke beregnet";

    /// <summary>Category O: the seller is outside the register.</summary>
    public const string SellerIsUnregistered = "Selger er ikke registrert for merverdiavgift";

    /// <summary>Category G.</summary>
    public const string Export = "Utførsel, mval. § 6-21";

    /// <summary>The text of a category whose reason is always the same; null where a reason is the seller's to give, or
    /// forbidden.</summary>
    public static string? UsualFor(VatCategory category) =>
        category switch
        {
            VatCategory.O => SellerIsUnregistered,
            VatCategory.AE => ReverseCharge,
            VatCategory.G => Export,
            _ => null,
        };
}
