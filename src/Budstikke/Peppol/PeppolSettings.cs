using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Jobs.Network;
using Budstikke.Storage;

namespace Budstikke.Peppol;

/// <summary>Which network, whom it trusts, and which way to it.</summary>
internal sealed record PeppolSettings
{
    private const string Production = "production";
    private const string Test = "test";

    public required bool IsTest { get; init; }

    /// <summary>Of the network's directory (SML).</summary>
    public required string Zone { get; init; }

    /// <summary>Empty: the system's.</summary>
    public IReadOnlyList<IPEndPoint> Dns { get; init; } = [];

    /// <summary>For tests: addresses within the own network may be called.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>For tests: whom servers' TLS certificates are from. Null: the authorities that the machine
    /// believes.</summary>
    public X509Certificate2Collection? TlsRoots { get; init; }

    /// <summary>Whom the network's certificates (of SMPs and access points) are from: its roots and what they
    /// issue by. Empty where none are set.</summary>
    public X509Certificate2Collection Anchors { get; init; } = [];

    public CertificateFiles? Certificate { get; init; }

    public string Network => IsTest ? Test : Production;

    /// <summary>As a person sets it.</summary>
    public string AnchorsSetting => IsTest ? "Peppol__TestAnchors" : "Peppol__ProductionAnchors";

    /// <exception cref="SettingRefusedException">A setting does not say anything that can be done; the message names
    /// it.</exception>
    public static PeppolSettings Of(IConfiguration settings)
    {
        var isTest = (settings["Peppol:Network"] ?? Production) switch
        {
            Production => false,
            Test => true,
            var other => throw new SettingRefusedException($"Peppol__Network must be {Production} or {Test}: {other}"),
        };
        return new()
        {
            IsTest = isTest,
            Zone = ZoneOf(settings["Peppol:Zone"], isTest),
            Dns = ServersOf(settings["Peppol:Dns"]),
            AllowPrivateAddresses = Settings.Switch(settings, "Peppol:AllowPrivateAddresses", false),
            TlsRoots = CertificatesOf(settings["Peppol:TlsRoots"], "Peppol__TlsRoots"),
            Anchors =
                (
                    isTest
                        ? CertificatesOf(settings["Peppol:TestAnchors"], "Peppol__TestAnchors")
                        : CertificatesOf(settings["Peppol:ProductionAnchors"], "Peppol__ProductionAnchors")
                ) ?? [],
            Certificate = settings["Peppol:Certificate"] is { Length: > 0 } file
                ? new(file, settings["Peppol:CertificateKey"], settings["Peppol:CertificatePassword"])
                : null,
        };
    }

    private static string ZoneOf(string? text, bool isTest)
    {
        var zone = text is { Length: > 0 }
            ? text.Trim().TrimEnd('.').ToLowerInvariant()
            : $"participant.sml.{(isTest ? "test" : "prod")}.tech.peppol.org";
        return Uri.CheckHostName(zone) == UriHostNameType.Dns
            ? zone
            : throw new SettingRefusedException($"Peppol__Zone must be a domain: {text}");
    }

    private static IReadOnlyList<IPEndPoint> ServersOf(string? text) =>
        text is not { Length: > 0 }
            ? []
            : NameServers.Parse(text)
                ?? throw new SettingRefusedException(
                    "Peppol__Dns must be addresses of name servers like 192.0.2.1 or 192.0.2.1:5353, "
                        + $"with commas between: {text}"
                );

    private static X509Certificate2Collection? CertificatesOf(string? file, string name)
    {
        if (file is not { Length: > 0 })
            return null;
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPemFile(file);
            return found.Count > 0
                ? found
                : throw new SettingRefusedException($"{name} must be a file with certificates in PEM: {file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingRefusedException($"{name} cannot be read: {file} ({error.Message})");
        }
    }
}

/// <summary>Where our own certificate lies. A class and no record, so that no text of it shows the password.</summary>
/// <param name="file">PKCS#12, or PEM.</param>
/// <param name="keyFile">Null where the key is in <paramref name="file"/> too.</param>
internal sealed class CertificateFiles(string file, string? keyFile, string? password)
{
    public string File { get; } = file;

    public string? KeyFile { get; } = keyFile is { Length: > 0 } ? keyFile : null;

    /// <summary>Null where there is none.</summary>
    public string? Reveal() => password is { Length: > 0 } ? password : null;

    public override string ToString() => File;
}
