namespace Budstikke.Peppol.As4;

/// <summary>The namespaces of an AS4 message, and what Peppol's profile of it (2.0.3) fixes.</summary>
internal static class As4Names
{
    private const string Oasis = "http://docs.oasis-open.org/";
    public const string Soap = "http://www.w3.org/2003/05/soap-envelope";
    public const string Ebms = $"{Oasis}ebxml-msg/ebms/v3.0/ns/core/200704/";
    public const string Signals = $"{Oasis}ebxml-bp/ebbp-signals-2.0";
    public const string Security = $"{Oasis}wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    public const string Security11 = $"{Oasis}wss/oasis-wss-wssecurity-secext-1.1.xsd";
    public const string Utility = $"{Oasis}wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    public const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    public const string Encryption = "http://www.w3.org/2001/04/xmlenc#";
    public const string Encryption11 = "http://www.w3.org/2009/xmlenc11#";
    public const string BusinessDocument = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader";

    public const string X509Token = $"{Oasis}wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
    public const string Base64 = $"{Oasis}wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
    public const string KeyToken = $"{Oasis}wss/oasis-wss-soap-message-security-1.1#EncryptedKey";
    public const string ContentOnly = $"{Oasis}wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Only";
    public const string SignedContent = $"{Oasis}wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-Transform";
    public const string Ciphertext = $"{Oasis}wss/oasis-wss-SwAProfile-1.1#Attachment-Ciphertext-Transform";

    public const string Canonical = "http://www.w3.org/2001/10/xml-exc-c14n#";
    public const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    public const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    public const string RsaOaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
    public const string MaskSha256 = "http://www.w3.org/2009/xmlenc11#mgf1sha256";
    public const string Aes128Gcm = "http://www.w3.org/2009/xmlenc11#aes128-gcm";

    public const string PartyType = "urn:fdc:peppol.eu:2017:identifiers:ap";
    public const string Agreement = "urn:fdc:peppol.eu:2017:agreements:tia:ap_provider";
    public const string Initiator = $"{Ebms}initiator";
    public const string Responder = $"{Ebms}responder";
    public const string ParticipantScheme = "iso6523-actorid-upis";
    public const string DocumentScheme = "busdox-docid-qns";
    public const string ProcessScheme = "cenbii-procid-ubl";

    public const string SoapType = "application/soap+xml";
    public const string GzipType = "application/gzip";

    /// <summary>In front of the content id of a part of the MIME body.</summary>
    public const string PartScheme = "cid:";
}
