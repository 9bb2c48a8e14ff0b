using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>What a signature holds for, and whose it is.</summary>
/// <param name="Signer">Not yet known to be anybody in particular.</param>
internal sealed record SignedBy(X509Certificate2 Signer, IReadOnlyList<SignedReference> References);

/// <summary>
/// Verifies a WS-Security signature by exactly the algorithms of the profile: RSA with SHA-256, exclusive
/// canonicalization, and nothing that a message could ask for instead.
/// </summary>
internal static class VerifySignature
{
    private const int MinKeyBits = 2048;
    private const int MaxKeyBits = 8192;
    private const int MaxReferences = 8;
    private const int MaxCertificateCharacters = 16 * 1024;

    /// <param name="message">As it came.</param>
    /// <param name="parts">The digests of its parts by content id: each has to be signed.</param>
    /// <exception cref="XmlException">It is not signed as the profile wants it.</exception>
    /// <exception cref="CryptographicException">It has been changed since, or somebody else signed it.</exception>
    public static SignedBy Of(SoapMessage message, IReadOnlyDictionary<string, byte[]> parts)
    {
        var signature = message.Security.Child(As4Names.Signature, "Signature");
        var info = signature.Child(As4Names.Signature, "SignedInfo");
        var canonical = info.Child(As4Names.Signature, "CanonicalizationMethod");
        Demand(canonical, As4Names.Canonical);
        Demand(info.Child(As4Names.Signature, "SignatureMethod"), As4Names.RsaSha256);
        XmlElement[] references = [.. info.Children(As4Names.Signature, "Reference")];
        if (references.Length is 0 or > MaxReferences)
            throw new XmlException("The signature has no references, or too many.");
        var signer = SignerOf(message, signature);
        using var key = signer.GetRSAPublicKey() ?? throw new CryptographicException("The key is not an RSA key.");
        if (key.KeySize is < MinKeyBits or > MaxKeyBits)
            throw new CryptographicException($"The key has {key.KeySize} bits.");
        var value = Convert.FromBase64String(signature.Child(As4Names.Signature, "SignatureValue").Text());
        using (var signed = info.Canonical(PrefixesOf(canonical)))
            if (!key.VerifyData(signed, value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                throw new CryptographicException("The signature does not fit.");
        SignedReference[] held = [.. references.Select(reference => Hold(message, reference, parts))];
        DemandAll(message, parts, held);
        return new(signer, held);
    }

    /// <summary>What a receipt repeats of ours is read by the same rules.</summary>
    public static SignedReference Read(XmlElement reference)
    {
        var uri = reference.GetAttribute("URI");
        Demand(TransformOf(reference), SignedParts.TransformOf(uri));
        Demand(reference.Child(As4Names.Signature, "DigestMethod"), As4Names.Sha256);
        return new(uri, reference.Child(As4Names.Signature, "DigestValue").Text());
    }

    private static SignedReference Hold(
        SoapMessage message,
        XmlElement reference,
        IReadOnlyDictionary<string, byte[]> parts
    )
    {
        var read = Read(reference);
        var said = Convert.FromBase64String(read.Digest);
        return CryptographicOperations.FixedTimeEquals(said, DigestOf(message, reference, read.Uri, parts))
            ? read
            : throw new CryptographicException($"The digest of {read.Uri} does not fit.");
    }

    private static byte[] DigestOf(
        SoapMessage message,
        XmlElement reference,
        string uri,
        IReadOnlyDictionary<string, byte[]> parts
    )
    {
        if (uri.StartsWith(As4Names.PartScheme, StringComparison.Ordinal))
            return parts.TryGetValue(Uri.UnescapeDataString(uri[As4Names.PartScheme.Length..]), out var digest)
                ? digest
                : throw new XmlException($"There is no part {uri}.");
        if (!uri.StartsWith('#'))
            throw new XmlException("A signature over something outside of the message.");
        using var canonical = message.ById(uri[1..]).Canonical(PrefixesOf(TransformOf(reference)));
        return SHA256.HashData(canonical);
    }

    /// <summary>The head, the body and every part: what is not signed counts for nothing, so it may not be
    /// there.</summary>
    private static void DemandAll(
        SoapMessage message,
        IReadOnlyDictionary<string, byte[]> parts,
        SignedReference[] held
    )
    {
        string[] wanted =
        [
            $"#{SoapMessage.IdOf(message.Messaging)}",
            $"#{SoapMessage.IdOf(message.Body)}",
            .. parts.Keys.Select(id => As4Names.PartScheme + id),
        ];
        var signed = held.Select(reference => Uri.UnescapeDataString(reference.Uri)).ToHashSet(StringComparer.Ordinal);
        if (signed.Count != held.Length || !wanted.All(signed.Contains))
            throw new XmlException("The signature does not cover head, body and parts, each once.");
    }

    /// <summary>The certificate of the token that the signature points at.</summary>
    private static X509Certificate2 SignerOf(SoapMessage message, XmlElement signature)
    {
        var uri = signature
            .Child(As4Names.Signature, "KeyInfo")
            .Child(As4Names.Security, "SecurityTokenReference")
            .Child(As4Names.Security, "Reference")
            .GetAttribute("URI");
        if (!uri.StartsWith('#'))
            throw new XmlException("The signature names no certificate of this message.");
        var token = message.ById(uri[1..]);
        if (
            token.ParentNode != message.Security
            || token.LocalName != "BinarySecurityToken"
            || token.GetAttribute("ValueType") != As4Names.X509Token
            || token.InnerText.Length > MaxCertificateCharacters
        )
            throw new XmlException("The signature names no certificate of this message.");
        return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(token.Text()));
    }

    private static XmlElement TransformOf(XmlElement reference) =>
        reference.Child(As4Names.Signature, "Transforms").Child(As4Names.Signature, "Transform");

    private static string? PrefixesOf(XmlElement method) =>
        method.OptionalChild(As4Names.Canonical, "InclusiveNamespaces")?.GetAttribute("PrefixList");

    private static void Demand(XmlElement method, string algorithm)
    {
        if (method.GetAttribute("Algorithm") != algorithm)
            throw new XmlException($"{method.LocalName} is not {algorithm}.");
    }
}
