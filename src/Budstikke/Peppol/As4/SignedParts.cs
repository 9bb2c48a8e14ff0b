using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Budstikke.Peppol.As4;

/// <summary>One of the things that a signature covers, as a receipt repeats it.</summary>
/// <param name="Uri"><c>#</c> and an element's id, or <c>cid:</c> and a part's.</param>
/// <param name="Digest">SHA-256 in base64.</param>
internal sealed record SignedReference(string Uri, string Digest);

/// <summary>Signs by WS-Security what its caller has written in canonical form.</summary>
internal static class SignedParts
{
    private const string TokenId = "token-ours";

    public static SignedReference Element(string id, string canonical) =>
        new($"#{id}", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));

    /// <summary>The certificate and the signature, as they stand in the head.</summary>
    public static string Xml(IReadOnlyList<SignedReference> references, X509Certificate2 certificate)
    {
        var signed =
            $"""<ds:SignedInfo xmlns:ds="{As4Names.Signature}">{Empty("CanonicalizationMethod", As4Names.Canonical)}"""
            + Empty("SignatureMethod", As4Names.RsaSha256)
            + string.Concat(references.Select(Reference))
            + "</ds:SignedInfo>";
        using var key = certificate.GetRSAPrivateKey()!;
        var value = key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Token(TokenId, certificate)
            + $"""<ds:Signature xmlns:ds="{As4Names.Signature}">{signed}"""
            + $"<ds:SignatureValue>{Convert.ToBase64String(value)}</ds:SignatureValue>"
            + $"<ds:KeyInfo>{TokenReference(TokenId)}</ds:KeyInfo></ds:Signature>";
    }

    public static string Token(string id, X509Certificate2 certificate) =>
        $"""<wsse:BinarySecurityToken EncodingType="{As4Names.Base64}" ValueType="{As4Names.X509Token}" """
        + $"""wsu:Id="{id}">{Convert.ToBase64String(certificate.RawData)}</wsse:BinarySecurityToken>""";

    public static string TokenReference(string id) =>
        $"""<wsse:SecurityTokenReference><wsse:Reference URI="#{id}" ValueType="{As4Names.X509Token}"/>"""
        + "</wsse:SecurityTokenReference>";

    /// <summary>As a signature has it, and a receipt too, which declares the prefix itself.</summary>
    public static string Reference(SignedReference reference) =>
        $"""<ds:Reference URI="{Escaped.Attribute(reference.Uri)}"><ds:Transforms>"""
        + Empty("Transform", TransformOf(reference.Uri))
        + $"</ds:Transforms>{Empty("DigestMethod", As4Names.Sha256)}"
        + $"<ds:DigestValue>{reference.Digest}</ds:DigestValue></ds:Reference>";

    public static string TransformOf(string uri) =>
        uri.StartsWith(As4Names.PartScheme, StringComparison.Ordinal) ? As4Names.SignedContent : As4Names.Canonical;

    private static string Empty(string name, string algorithm) =>
        $"""<ds:{name} Algorithm="{algorithm}"></ds:{name}>""";
}
