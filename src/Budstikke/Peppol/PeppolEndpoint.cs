using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Peppol;

/// <summary>What is sent, as Peppol names it.</summary>
/// <param name="Id">Without its scheme <c>busdox-docid-qns</c>.</param>
/// <param name="Process">Without its scheme <c>cenbii-procid-ubl</c>.</param>
internal sealed record PeppolDocument(string Id, string Process)
{
    private const string Billing = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
    private const string Customization = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";

    public static PeppolDocument Invoice { get; } = new(IdOf("Invoice"), Billing);

    public static PeppolDocument CreditNote { get; } = new(IdOf("CreditNote"), Billing);

    private static string IdOf(string root) =>
        $"urn:oasis:names:specification:ubl:schema:xsd:{root}-2::{root}##{Customization}::2.1";
}

/// <summary>Where a participant's documents of one kind are taken: his access point.</summary>
/// <param name="Participant">As <c>0192:991825827</c>, in lower case.</param>
/// <param name="Certificate">The access point's: for it the document is encrypted, and it signs the receipt.</param>
internal sealed record PeppolEndpoint(
    string Participant,
    PeppolDocument Document,
    Uri Address,
    X509Certificate2 Certificate
)
{
    /// <summary>The SMPs' signed answers that named it, as <see cref="KeptAnswers"/> has them, the first
    /// first.</summary>
    public IReadOnlyList<string> LookedUp { get; init; } = [];
}
