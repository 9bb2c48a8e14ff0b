using System.Collections;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace Budstikke.Peppol;

/// <summary>A document that is signed as a whole by a certificate in it; or why it is none.</summary>
/// <param name="Signer">Whose signature it is; whether he is trusted is another question.</param>
/// <param name="Sent">The certificates that came with it.</param>
internal sealed record SignedDocument(XmlElement Root, X509Certificate2 Signer, IReadOnlyList<X509Certificate2> Sent);

/// <summary>
/// The pure check of an enveloped XML signature over a whole document. What may stand in it is listed, for the library
/// would run transformations and read references that a stranger wrote.
/// </summary>
internal static class SignedXmlDocument
{
    /// <summary>Deeper than any answer, and shallow enough for code that calls itself once a level.</summary>
    private const int MaxDepth = 64;

    private const string Namespace = SignedXml.XmlDsigNamespaceUrl;

    private static readonly string[] s_signatureMethods =
    [
        SignedXml.XmlDsigRSASHA256Url,
        SignedXml.XmlDsigRSASHA384Url,
        SignedXml.XmlDsigRSASHA512Url,
    ];

    private static readonly string[] s_digestMethods =
    [
        SignedXml.XmlDsigSHA256Url,
        SignedXml.XmlDsigSHA384Url,
        SignedXml.XmlDsigSHA512Url,
    ];

    private static readonly string[] s_canonicalizations =
    [
        SignedXml.XmlDsigCanonicalizationUrl,
        SignedXml.XmlDsigExcC14NTransformUrl,
    ];

    public static (SignedDocument? Document, string? WhyNot) Read(byte[] bytes)
    {
        try
        {
            var document = Load(bytes);
            return Verify(document);
        }
        catch (XmlException error)
        {
            return (null, $"it is no XML that is read here: {Jobs.Cut.To(error.Message, 200)}");
        }
        catch (Exception error)
            when (error is CryptographicException or FormatException or ArgumentException or InvalidOperationException)
        {
            return (null, $"its signature cannot be read: {error.GetType().Name}");
        }
    }

    private static XmlDocument Load(byte[] bytes)
    {
        using (var reader = Reader(bytes))
            while (reader.Read())
                if (reader.Depth > MaxDepth)
                    throw new XmlException($"more than {MaxDepth} levels");
        using var again = Reader(bytes);
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.Load(again);
        return document;
    }

    private static XmlReader Reader(byte[] bytes) =>
        XmlReader.Create(new MemoryStream(bytes), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });

    private static (SignedDocument? Document, string? WhyNot) Verify(XmlDocument document)
    {
        var root = document.DocumentElement!;
        XmlElement[] signatures =
        [
            .. root
                .ChildNodes.OfType<XmlElement>()
                .Where(one => one is { LocalName: "Signature", NamespaceURI: Namespace }),
        ];
        if (signatures is not [var signature])
            return (null, $"it has {signatures.Length} signatures");
        var signed = new SignedXml(document) { Resolver = null! };
        signed.LoadXml(signature);
        if (WhyNot(signed) is { } reason)
            return (null, reason);
        X509Certificate2[] sent =
        [
            .. signed
                .KeyInfo.OfType<KeyInfoX509Data>()
                .SelectMany(data => (data.Certificates ?? new ArrayList()).OfType<X509Certificate2>())
                .Take(PeppolTrust.MaxSent),
        ];
        var signer = Array.Find(sent, one => IsBy(signed, one));
        return signer is null
            ? (null, $"its signature is by none of the {sent.Length} certificates in it")
            : (new(root, signer, sent), null);
    }

    /// <summary>Null where nothing else than the whole document is signed, in a way that is known here.</summary>
    private static string? WhyNot(SignedXml signed)
    {
        var info = signed.SignedInfo!;
        if (!s_canonicalizations.Contains(info.CanonicalizationMethod))
            return "its signature is normalised in another way than by C14N";
        if (!s_signatureMethods.Contains(info.SignatureMethod))
            return "its signature is another than RSA with SHA-2";
        if (info.References.Count != 1 || info.References[0] is not Reference { Uri: "" } reference)
            return "its signature is not over the whole of it";
        if (!s_digestMethods.Contains(reference.DigestMethod))
            return "its digest is another than SHA-2";
        var transforms = Enumerable.Range(0, reference.TransformChain.Count).Select(i => reference.TransformChain[i]);
        return transforms.Select(one => one.Algorithm).ToArray() switch
        {
            [SignedXml.XmlDsigEnvelopedSignatureTransformUrl] => null,
            [SignedXml.XmlDsigEnvelopedSignatureTransformUrl, var last] when s_canonicalizations.Contains(last) => null,
            _ => "what it signs is transformed",
        };
    }

    private static bool IsBy(SignedXml signed, X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPublicKey();
        return key is not null && signed.CheckSignature(key);
    }
}
