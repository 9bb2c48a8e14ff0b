using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Peppol;

namespace Budstikke.Tests.Peppol;

/// <summary>What an SMP publishes of one participant, before it is signed.</summary>
internal sealed record Published
{
    public required string Participant { get; init; }

    public string DocumentId { get; init; } = PeppolDocument.Invoice.Id;

    public string Process { get; init; } = PeppolDocument.Invoice.Process;

    public string Transport { get; init; } = "peppol-transport-as4-v2_0";

    public string Address { get; init; } = "https://ap.example/as4";

    public string? Activation { get; init; }

    public string? Expiration { get; init; }

    public X509Certificate2 AccessPoint { get; init; } = PeppolPki.AccessPoint;

    public string Certificate { get; init; } = "";

    public string ToXml() =>
        $"""
            <ServiceInformation>
              <id:ParticipantIdentifier scheme="iso6523-actorid-upis">{Participant}</id:ParticipantIdentifier>
              <id:DocumentIdentifier scheme="busdox-docid-qns">{DocumentId}</id:DocumentIdentifier>
              <ProcessList>
                <Process>
                  <id:ProcessIdentifier scheme="cenbii-procid-ubl">{Process}</id:ProcessIdentifier>
                  <ServiceEndpointList>
                    <Endpoint transportProfile="{Transport}">
                      <a:EndpointReference><a:Address>{Address}</a:Address></a:EndpointReference>
                      <RequireBusinessLevelSignature>false</RequireBusinessLevelSignature>
                      {(Activation is null ? "" : $"<ServiceActivationDate>{Activation}</ServiceActivationDate>")}
                      {(Expiration is null ? "" : $"<ServiceExpirationDate>{Expiration}</ServiceExpirationDate>")}
                      <Certificate>{CertificateText}</Certificate>
                      <ServiceDescription>Åpent for alle</ServiceDescription>
                      <TechnicalContactUrl>https://ap.example/</TechnicalContactUrl>
                    </Endpoint>
                  </ServiceEndpointList>
                </Process>
              </ProcessList>
            </ServiceInformation>
            """;

    private string CertificateText =>
        Certificate.Length > 0 ? Certificate : Convert.ToBase64String(AccessPoint.RawData);

    public static string Redirect(string href, string uid) =>
        $"""<Redirect href="{href}"><CertificateUID>{uid}</CertificateUID></Redirect>""";
}

/// <summary>Has a program that is not ours sign answers.</summary>
internal static class XmlSec
{
    public static async Task<byte[]> Sign(string metadata, X509Certificate2 signer, string? uri = null)
    {
        var folder = Directory.CreateTempSubdirectory("budstikke-xmlsec-").FullName;
        try
        {
            var paths = new[] { "in.xml", "out.xml", "key.pem", "cert.pem" }
                .Select(name => Path.Combine(folder, name))
                .ToArray();
            await File.WriteAllTextAsync(paths[0], Template(metadata, uri ?? ""));
            await File.WriteAllTextAsync(paths[2], PeppolPki.KeyPem);
            await File.WriteAllTextAsync(paths[3], PeppolPki.PemOf(signer));
            var start = new ProcessStartInfo(
                Peers.Signer,
                [
                    "--sign",
                    "--id-attr:Id",
                    "ServiceMetadata",
                    "--privkey-pem",
                    $"{paths[2]},{paths[3]}",
                    "--output",
                    paths[1],
                    paths[0],
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? await File.ReadAllBytesAsync(paths[1])
                : throw new InvalidOperationException($"xmlsec1 did not sign: {said}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same answer with another word in it: the signature stays as it was.</summary>
    public static byte[] Altered(byte[] signed, string old, string changed) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(signed).Replace(old, changed, StringComparison.Ordinal));

    private static string Template(string metadata, string uri) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <SignedServiceMetadata xmlns="http://busdox.org/serviceMetadata/publishing/1.0/"
                xmlns:id="http://busdox.org/transport/identifiers/1.0/" xmlns:a="http://www.w3.org/2005/08/addressing">
            <ServiceMetadata{(uri.Length > 0 ? $" Id=\"{uri[1..]}\"" : "")}>{metadata}</ServiceMetadata>
            <Signature xmlns="http://www.w3.org/2000/09/xmldsig#">
              <SignedInfo>
                <CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
                <SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
                <Reference URI="{uri}">
                  <Transforms>
                    <Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
                  </Transforms>
                  <DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
                  <DigestValue/>
                </Reference>
              </SignedInfo>
              <SignatureValue/>
              <KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>
            </Signature>
            </SignedServiceMetadata>
            """;
}
