using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Budstikke.Jobs;

namespace Budstikke.Peppol;

/// <summary>What an SMP was asked.</summary>
/// <param name="SignerUid">Who must have signed the answer, where another SMP sent us to this one.</param>
internal sealed record SmpQuestion(string Participant, PeppolDocument Document, string? SignerUid = null);

/// <summary>What an SMP's signed answer says, as a pure function of its bytes.</summary>
internal abstract record SmpAnswer(string Said)
{
    /// <param name="Until">When a part of the answer ends.</param>
    internal sealed record At(PeppolEndpoint Endpoint, DateTimeOffset Until, string Said) : SmpAnswer(Said);

    /// <summary>Another SMP has it.</summary>
    internal sealed record Elsewhere(Uri Url, string SignerUid, string Said) : SmpAnswer(Said);

    internal sealed record Unclear(string Said) : SmpAnswer(Said);

    private const string Publishing = "http://busdox.org/serviceMetadata/publishing/1.0/";
    private const string Identifiers = "http://busdox.org/transport/identifiers/1.0/";
    private const string Addressing = "http://www.w3.org/2005/08/addressing";
    private const string Transport = "peppol-transport-as4-v2_0";
    private const int ShownCharacters = 200;

    public static SmpAnswer Of(byte[] bytes, SmpQuestion question, PeppolTrust trust, DateTimeOffset now)
    {
        var (document, whyNot) = SignedXmlDocument.Read(bytes);
        if (document is null)
            return new Unclear($"the answer is not believed: {whyNot}");
        if (trust.WhyNot(document.Signer, document.Sent, PeppolRole.MetadataPublisher, now) is { } untrusted)
            return new Unclear($"the answer is not believed: {untrusted}");
        if (question.SignerUid is { } uid && !IsOf(document.Signer, uid))
            return new Unclear(
                $"the answer is not believed: it is signed by {PeppolTrust.NameOf(document.Signer)}, not by "
                    + Shown(uid)
            );
        try
        {
            return Read(document.Root, question, trust, now);
        }
        catch (Exception error)
            when (error is FormatException or CryptographicException or ArgumentException or OverflowException)
        {
            return new Unclear($"the answer cannot be read: {error.GetType().Name}");
        }
    }

    private static SmpAnswer Read(XmlElement root, SmpQuestion question, PeppolTrust trust, DateTimeOffset now)
    {
        if (root is not { LocalName: "SignedServiceMetadata", NamespaceURI: Publishing })
            return new Unclear($"the answer is a {Shown(root.LocalName)}");
        var metadata = Child(root, "ServiceMetadata");
        if (Child(metadata, "Redirect") is { } redirect)
            return ElsewhereBy(redirect);
        var information = Child(metadata, "ServiceInformation");
        if (WhyOther(information, question) is { } other)
            return new Unclear($"the answer is to another question: {other}");
        var process = Children(Child(information, "ProcessList"), "Process")
            .FirstOrDefault(one => TextOf(Child(one, "ProcessIdentifier", Identifiers)) == question.Document.Process);
        if (process is null)
            return new Unclear($"it takes the document, but not in the process {question.Document.Process}");
        XmlElement[] endpoints =
        [
            .. Children(Child(process, "ServiceEndpointList"), "Endpoint")
                .Where(one => one.GetAttribute("transportProfile") == Transport),
        ];
        return endpoints.Length == 0
            ? new Unclear($"it takes the document, but not over {Transport}")
            : Best([.. endpoints.Select(one => ReadEndpoint(one, question, trust, now))]);
    }

    /// <summary>The first that can be used now, else why the first cannot.</summary>
    private static SmpAnswer Best(SmpAnswer[] endpoints) => Array.Find(endpoints, one => one is At) ?? endpoints[0];

    private static SmpAnswer ElsewhereBy(XmlElement redirect)
    {
        var href = redirect.GetAttribute("href");
        return
            TextOf(Child(redirect, "CertificateUID")) is { Length: > 0 } uid
            && Uri.TryCreate(href, UriKind.Absolute, out var url)
            ? new Elsewhere(url, uid, $"another SMP has it: {Shown(href)}, signed by {Shown(uid)}")
            : new Unclear($"it names another SMP in a way that is not understood: {Shown(href)}");
    }

    /// <summary>Null where it is about the participant and the document that were asked for.</summary>
    private static string? WhyOther(XmlElement? information, SmpQuestion question)
    {
        var participant = TextOf(Child(information, "ParticipantIdentifier", Identifiers));
        if (!participant.Equals(question.Participant, StringComparison.OrdinalIgnoreCase))
            return $"participant {Shown(participant)}";
        var document = TextOf(Child(information, "DocumentIdentifier", Identifiers));
        return document == question.Document.Id ? null : $"document type {Shown(document)}";
    }

    private static SmpAnswer ReadEndpoint(
        XmlElement endpoint,
        SmpQuestion question,
        PeppolTrust trust,
        DateTimeOffset now
    )
    {
        var (begin, end) = (MomentIn(endpoint, "ServiceActivationDate"), MomentIn(endpoint, "ServiceExpirationDate"));
        if (begin > now)
            return new Unclear($"the access point takes nothing before {Moments.Text(begin.Value)}");
        if (end <= now)
            return new Unclear($"the access point takes nothing since {Moments.Text(end.Value)}");
        var address = TextOf(Child(Child(endpoint, "EndpointReference", Addressing), "Address", Addressing));
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            return new Unclear($"the access point's address is no https URL: {Shown(address)}");
        var certificate = X509CertificateLoader.LoadCertificate(BytesIn(TextOf(Child(endpoint, "Certificate"))));
        if (trust.WhyNot(certificate, [], PeppolRole.AccessPoint, now) is { } untrusted)
            return new Unclear($"the access point is not believed: {untrusted}");
        var until = CertificateAlarm.EndOf(certificate);
        return new At(
            new(question.Participant, question.Document, url, certificate),
            end < until ? end.Value : until,
            $"access point {PeppolTrust.NameOf(certificate)} at {Shown(address)}"
        );
    }

    private static DateTimeOffset? MomentIn(XmlElement endpoint, string name) =>
        TextOf(Child(endpoint, name)) is { Length: > 0 } text
            ? new DateTimeOffset(XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Utc))
            : null;

    /// <summary>Some SMPs give the certificate with the first and the last line of PEM.</summary>
    private static byte[] BytesIn(string text) =>
        Convert.FromBase64String(
            text.Contains("-----", StringComparison.Ordinal)
                ? string.Concat(
                    text.Split("-----").Where(part => !part.Contains("CERTIFICATE", StringComparison.Ordinal))
                )
                : text
        );

    /// <summary>A UID is the subject of the signer's certificate, or the name that the network gave him.</summary>
    private static bool IsOf(X509Certificate2 signer, string uid)
    {
        if (PeppolTrust.NameOf(signer).Equals(uid, StringComparison.OrdinalIgnoreCase))
            return true;
        try
        {
            return Parts(new(uid)).SetEquals(Parts(signer.SubjectName));
        }
        catch (CryptographicException)
        {
            return false;
        }

        static HashSet<string> Parts(X500DistinguishedName name) =>
            new(
                name.EnumerateRelativeDistinguishedNames()
                    .Where(one => !one.HasMultipleElements)
                    .Select(one => $"{one.GetSingleElementType().Value}={one.GetSingleElementValue()}"),
                StringComparer.OrdinalIgnoreCase
            );
    }

    private static XmlElement? Child(XmlElement? parent, string name, string space = Publishing) =>
        Children(parent, name, space).FirstOrDefault();

    private static IEnumerable<XmlElement> Children(XmlElement? parent, string name, string space = Publishing) =>
        parent is null
            ? []
            : parent.ChildNodes.OfType<XmlElement>().Where(one => one.LocalName == name && one.NamespaceURI == space);

    private static string TextOf(XmlElement? element) => element?.InnerText.Trim() ?? "";

    private static string Shown(string text) => Cut.To(text, ShownCharacters);
}
