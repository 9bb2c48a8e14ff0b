using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Budstikke.Peppol.As4;

/// <summary>A message as it goes over the wire: an envelope that is signed, and a part that is encrypted.</summary>
/// <param name="References">What was signed: a receipt has to say the same.</param>
internal sealed record As4Message(
    As4Ids Ids,
    byte[] Envelope,
    SealedPayload Payload,
    IReadOnlyList<SignedReference> References
)
{
    private const string ReceiverToken = "token-receiver";
    private const string EncryptedKey = "key";
    private const string EncryptedPart = "encrypted-part";
    private const string BodyId = "body";

    /// <summary>Signs, then encrypts.</summary>
    public static As4Message Seal(
        UserMessage head,
        SealedPayload payload,
        X509Certificate2 own,
        X509Certificate2 receiver
    )
    {
        var messaging = head.Xml();
        var bodyId = head.Ids.Element(BodyId);
        var body = Body(bodyId);
        SignedReference[] references =
        [
            SignedParts.Element(head.ElementId, messaging),
            SignedParts.Element(bodyId, body),
            new(As4Names.PartScheme + head.Ids.Content, Convert.ToBase64String(payload.Digest)),
        ];
        var signature = SignedParts.Xml(references, own);
        using var key = receiver.GetRSAPublicKey()!;
        var wrapped = payload.EncryptFor(key);
        var envelope = Envelop(Encrypted(wrapped, head.Ids.Content, receiver) + signature, messaging, body);
        return new(head.Ids, Encoding.UTF8.GetBytes(envelope), payload, references);
    }

    /// <param name="security">Inside the security header.</param>
    /// <param name="messaging">In canonical form.</param>
    /// <param name="body">In canonical form.</param>
    public static string Envelop(string security, string messaging, string body) =>
        $"""<S12:Envelope xmlns:S12="{As4Names.Soap}"><S12:Header>"""
        + $"""<wsse:Security xmlns:wsse="{As4Names.Security}" xmlns:wsu="{As4Names.Utility}" """
        + $"""S12:mustUnderstand="true">{security}</wsse:Security>{messaging}</S12:Header>{body}</S12:Envelope>""";

    /// <summary>Empty, in canonical form.</summary>
    public static string Body(string id) =>
        $"""<S12:Body xmlns:S12="{As4Names.Soap}" xmlns:wsu="{As4Names.Utility}" wsu:Id="{id}"></S12:Body>""";

    private static string Encrypted(byte[] wrapped, string contentId, X509Certificate2 receiver) =>
        SignedParts.Token(ReceiverToken, receiver)
        + $"""<xenc:EncryptedKey xmlns:xenc="{As4Names.Encryption}" Id="{EncryptedKey}">"""
        + $"""<xenc:EncryptionMethod Algorithm="{As4Names.RsaOaep}">"""
        + $"""<ds:DigestMethod xmlns:ds="{As4Names.Signature}" Algorithm="{As4Names.Sha256}"/>"""
        + $"""<xenc11:MGF xmlns:xenc11="{As4Names.Encryption11}" Algorithm="{As4Names.MaskSha256}"/>"""
        + $"""</xenc:EncryptionMethod><ds:KeyInfo xmlns:ds="{As4Names.Signature}">"""
        + $"{SignedParts.TokenReference(ReceiverToken)}</ds:KeyInfo><xenc:CipherData>"
        + $"<xenc:CipherValue>{Convert.ToBase64String(wrapped)}</xenc:CipherValue></xenc:CipherData>"
        + $"""<xenc:ReferenceList><xenc:DataReference URI="#{EncryptedPart}"/></xenc:ReferenceList>"""
        + $"""</xenc:EncryptedKey><xenc:EncryptedData xmlns:xenc="{As4Names.Encryption}" Id="{EncryptedPart}" """
        + $"""MimeType="{As4Names.GzipType}" Type="{As4Names.ContentOnly}">"""
        + $"""<xenc:EncryptionMethod Algorithm="{As4Names.Aes128Gcm}"/>"""
        + $"""<ds:KeyInfo xmlns:ds="{As4Names.Signature}"><wsse:SecurityTokenReference """
        + $"""xmlns:wsse11="{As4Names.Security11}" wsse11:TokenType="{As4Names.KeyToken}">"""
        + $"""<wsse:Reference URI="#{EncryptedKey}"/></wsse:SecurityTokenReference></ds:KeyInfo>"""
        + $"""<xenc:CipherData><xenc:CipherReference URI="{As4Names.PartScheme}{contentId}"><xenc:Transforms>"""
        + $"""<ds:Transform xmlns:ds="{As4Names.Signature}" Algorithm="{As4Names.Ciphertext}"/>"""
        + "</xenc:Transforms></xenc:CipherReference></xenc:CipherData></xenc:EncryptedData>";
}
