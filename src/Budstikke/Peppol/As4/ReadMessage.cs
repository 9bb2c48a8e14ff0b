using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>A message whose sender and contents are certain.</summary>
/// <param name="Signer">The certificate of the access point that sent it.</param>
/// <param name="References">For the receipt.</param>
/// <param name="Sender">The participant, by the head.</param>
/// <param name="Document">Compressed, as it was signed.</param>
internal sealed record ReceivedMessage(
    string MessageId,
    X509Certificate2 Signer,
    IReadOnlyList<SignedReference> References,
    string Sender,
    string Receiver,
    PeppolDocument Kind,
    ReadOnlyMemory<byte> Document
);

/// <summary>
/// Reads what another access point sends: who it is comes first, what it says after it. Nothing is inflated for whom
/// Peppol does not vouch.
/// </summary>
internal static class ReadMessage
{
    private const int MaxIdCharacters = 256;

    /// <exception cref="As4Fault">Why it is not taken.</exception>
    public static ReceivedMessage Of(MimeParts parts, SoapMessage soap, AccessPoint own, DateTimeOffset now)
    {
        try
        {
            var document = Decrypt(parts, soap, own);
            var digests = new Dictionary<string, byte[]> { [parts.ContentId] = SHA256.HashData(document.Span) };
            var signed = Verify(soap, digests);
            if (own.WhyNot(signed.Signer, now) is { } reason)
                throw As4Fault.Authentication(reason);
            return Read(soap, parts.ContentId, signed, own) with { Document = document };
        }
        catch (Exception error) when (error is XmlException or FormatException)
        {
            throw As4Fault.Header(error.Message);
        }
    }

    /// <summary>Where it says so in its head; null where that cannot be read.</summary>
    public static string? IdOf(SoapMessage soap)
    {
        var id = soap
            .Messaging.OptionalChild(As4Names.Ebms, "UserMessage")
            ?.OptionalChild(As4Names.Ebms, "MessageInfo")
            ?.OptionalChild(As4Names.Ebms, "MessageId")
            ?.InnerText.Trim();
        return id is { Length: > 0 and <= MaxIdCharacters } ? id : null;
    }

    /// <exception cref="As4Fault">It is no gzip, or inflates to more than that.</exception>
    public static byte[] Inflate(ReadOnlyMemory<byte> compressed, int maxBytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
            using var inflated = new MemoryStream();
            var buffer = new byte[32 * 1024];
            int count;
            while ((count = gzip.Read(buffer)) > 0)
            {
                if (inflated.Length + count > maxBytes)
                    throw As4Fault.Decompression();
                inflated.Write(buffer, 0, count);
            }
            return inflated.ToArray();
        }
        catch (InvalidDataException)
        {
            throw As4Fault.Decompression();
        }
    }

    private static Memory<byte> Decrypt(MimeParts parts, SoapMessage soap, AccessPoint own)
    {
        var key = soap.Security.Child(As4Names.Encryption, "EncryptedKey");
        var method = key.Child(As4Names.Encryption, "EncryptionMethod");
        Demand(method, As4Names.RsaOaep);
        Demand(method.Child(As4Names.Signature, "DigestMethod"), As4Names.Sha256);
        Demand(method.Child(As4Names.Encryption11, "MGF"), As4Names.MaskSha256);
        var data = soap.Security.Child(As4Names.Encryption, "EncryptedData");
        Demand(data.Child(As4Names.Encryption, "EncryptionMethod"), As4Names.Aes128Gcm);
        var of = data.Child(As4Names.Encryption, "CipherData").Child(As4Names.Encryption, "CipherReference");
        if (Uri.UnescapeDataString(of.GetAttribute("URI")) != As4Names.PartScheme + parts.ContentId)
            throw As4Fault.Mime("What is encrypted is another part.");
        var wrapped = Convert.FromBase64String(
            key.Child(As4Names.Encryption, "CipherData").Child(As4Names.Encryption, "CipherValue").Text()
        );
        return SealedPayload.Open(parts.Payload, wrapped, own.Certificate) ?? throw As4Fault.Decryption();
    }

    private static SignedBy Verify(SoapMessage soap, IReadOnlyDictionary<string, byte[]> digests)
    {
        try
        {
            return VerifySignature.Of(soap, digests);
        }
        catch (Exception error) when (error is XmlException or FormatException or CryptographicException)
        {
            throw As4Fault.Authentication(error.Message);
        }
    }

    private static ReceivedMessage Read(SoapMessage soap, string contentId, SignedBy signed, AccessPoint own)
    {
        var message = soap.Messaging.Child(As4Names.Ebms, "UserMessage");
        var parties = message.Child(As4Names.Ebms, "PartyInfo");
        if (PartyOf(parties, "From") != PeppolTrust.NameOf(signed.Signer))
            throw As4Fault.Inconsistent("The sender is not the one who has signed.");
        if (PartyOf(parties, "To") != own.Seat)
            throw As4Fault.Inconsistent("It is for another access point.");
        var about = message.Child(As4Names.Ebms, "CollaborationInfo");
        if (TextOf(about, "AgreementRef") != As4Names.Agreement)
            throw new As4Fault("EBMS:0010", "ProcessingModeMismatch", "The agreement is not Peppol's.");
        var part = message.Child(As4Names.Ebms, "PayloadInfo").Child(As4Names.Ebms, "PartInfo");
        if (Uri.UnescapeDataString(part.GetAttribute("href")) != As4Names.PartScheme + contentId)
            throw As4Fault.Mime("The head names another part.");
        var named = Properties(message.Child(As4Names.Ebms, "MessageProperties"));
        return new(
            IdOf(soap) ?? throw As4Fault.Header("The message has no id."),
            signed.Signer,
            signed.References,
            named.GetValueOrDefault("originalSender", ""),
            named.GetValueOrDefault("finalRecipient", ""),
            new(Without(As4Names.DocumentScheme, TextOf(about, "Action")), TextOf(about, "Service")),
            default
        );
    }

    private static string PartyOf(XmlElement parties, string side) =>
        TextOf(parties.Child(As4Names.Ebms, side), "PartyId");

    private static Dictionary<string, string> Properties(XmlElement of)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in of.Children(As4Names.Ebms, "Property"))
            if (!named.TryAdd(property.GetAttribute("name"), property.Text()))
                throw As4Fault.Inconsistent("A property stands twice.");
        return named;
    }

    private static string TextOf(XmlElement parent, string name) => parent.Child(As4Names.Ebms, name).Text();

    private static string Without(string scheme, string action) =>
        action.StartsWith($"{scheme}::", StringComparison.Ordinal) ? action[(scheme.Length + 2)..] : action;

    private static void Demand(XmlElement method, string algorithm)
    {
        if (method.GetAttribute("Algorithm") != algorithm)
            throw new As4Fault("EBMS:0103", "PolicyNoncompliance", $"{method.LocalName} is not {algorithm}.");
    }
}
