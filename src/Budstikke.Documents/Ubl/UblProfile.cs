namespace Budstikke.Documents.Ubl;

/// <summary>Which set of rules a document claims to follow (BT-23, BT-24).</summary>
public enum UblProfile
{
    /// <summary>
    /// EHF Billing 3.0, which is Peppol BIS Billing 3.0: seller and buyer have electronic addresses.
    /// </summary>
    Peppol,

    /// <summary>
    /// EN 16931 alone: for a buyer whom no Peppol address can name, such as a private person in Norway. No business
    /// process is claimed (BT-23 is optional there).
    /// </summary>
    En16931,
}
