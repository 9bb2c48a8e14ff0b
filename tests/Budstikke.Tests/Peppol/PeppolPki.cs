using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Tests.Peppol;

/// <summary>A network's authorities of our own, named as the real ones are, and who has a certificate of
/// them.</summary>
internal static class PeppolPki
{
    private const int RsaBits = 2048;
    private static readonly DateTimeOffset s_from = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = new(2036, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RSA s_authorityKey = RSA.Create(RsaBits);
    private static readonly RSA s_foreignKey = RSA.Create(RsaBits);
    private static readonly RSA s_leafKey = RSA.Create(RsaBits);
    private static int s_serial;

    public static X509Certificate2 Root { get; } = Authority("PEPPOL Root TEST CA - X", s_authorityKey, null);

    public static X509Certificate2 Publishers { get; } =
        Authority("PEPPOL SERVICE METADATA PUBLISHER TEST CA - X", s_authorityKey, Root);

    public static X509Certificate2 AccessPoints { get; } =
        Authority("PEPPOL ACCESS POINT TEST CA - X", s_authorityKey, Root);

    /// <summary>Called as ours is, and no authority of the network.</summary>
    private static readonly X509Certificate2 s_foreign = Authority(
        "PEPPOL SERVICE METADATA PUBLISHER TEST CA - X",
        s_foreignKey,
        null
    );

    public static X509Certificate2Collection Anchors => [Root, Publishers, AccessPoints];

    public static X509Certificate2 Publisher { get; } = Leaf("PSM000001", Publishers);

    public static X509Certificate2 OtherPublisher { get; } = Leaf("PSM000002", Publishers);

    public static X509Certificate2 AccessPoint { get; } = Leaf("POP000001", AccessPoints);

    public static X509Certificate2 ForeignPublisher { get; } = Leaf("PSM000001", s_foreign);

    public static X509Certificate2 ExpiredPublisher { get; } = Leaf("PSM000003", Publishers, s_from.AddYears(1));

    public static X509Certificate2 ExpiredAccessPoint { get; } = Leaf("POP000003", AccessPoints, s_from.AddYears(1));

    /// <summary>For servers on loopback; browsers' authorities have no part in the network.</summary>
    public static X509Certificate2 TlsRoot { get; } = Authority("A TLS authority of a test", s_foreignKey, null);

    public static X509Certificate2 Localhost { get; } = ForServer("localhost", TlsRoot);

    /// <summary>Called as ours are, and no authority of the network.</summary>
    private static readonly X509Certificate2 s_foreignAccessPoints = Authority(
        "PEPPOL ACCESS POINT TEST CA - X",
        s_foreignKey,
        null
    );

    /// <summary>A server's, by nobody whom anybody trusts.</summary>
    public static X509Certificate2 ForeignLocalhost { get; } = ForServer("localhost", s_foreign);

    /// <summary>An access point with a key of its own.</summary>
    public static X509Certificate2 Seat(string name, DateTimeOffset? until = null) => Seat(name, AccessPoints, until);

    public static X509Certificate2 ForeignSeat(string name) => Seat(name, s_foreignAccessPoints, null);

    private static X509Certificate2 Seat(string name, X509Certificate2 issuer, DateTimeOffset? until)
    {
        using var key = RSA.Create(RsaBits);
        return Leaf(name, key, issuer, until);
    }

    public static string PemOf(X509Certificate2 certificate) => certificate.ExportCertificatePem();

    public static string KeyPem => s_leafKey.ExportPkcs8PrivateKeyPem();

    /// <summary>One whose end the test chooses.</summary>
    public static X509Certificate2 Leaf(string name, X509Certificate2 issuer, DateTimeOffset? until = null) =>
        Leaf(name, s_leafKey, issuer, until);

    private static X509Certificate2 Leaf(string name, RSA key, X509Certificate2 issuer, DateTimeOffset? until)
    {
        var request = new CertificateRequest(
            $"CN={name}, OU=PEPPOL TEST, O=Of a test, C=NO",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var issued = request.Create(issuer, s_from, until ?? s_until, NextSerial());
        return issued.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Authority(string name, RSA key, X509Certificate2? issuer)
    {
        var request = new CertificateRequest(
            $"CN={name}, O=Of a test, C=NO",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        if (issuer is null)
            return request.CreateSelfSigned(s_from, s_until);
        using var issued = request.Create(issuer, s_from, s_until, NextSerial());
        return issued.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 ForServer(string host, X509Certificate2 issuer)
    {
        var request = new CertificateRequest(
            $"CN={host}",
            s_leafKey,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(issuer, s_from, s_until, NextSerial());
        // As a file would have it: a key that is only in memory serves no TLS on every system.
        return X509CertificateLoader.LoadPkcs12(issued.CopyWithPrivateKey(s_leafKey).Export(X509ContentType.Pfx), null);
    }

    private static byte[] NextSerial() =>
        Convert.FromHexString(Interlocked.Increment(ref s_serial).ToString("x8", CultureInfo.InvariantCulture));
}
