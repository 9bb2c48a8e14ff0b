using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>An authority of the tests, and certificates by it as Peppol's are: the common name is the seat.</summary>
internal sealed class TestPki : IDisposable
{
    public const string Password = "test";
    private static readonly DateTimeOffset s_from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RSA _key = RSA.Create(2048);

    public TestPki(string name = "A TEST ACCESS POINT CA")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = request.CreateSelfSigned(s_from, s_until);
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2Collection Anchors => [Authority];

    /// <summary>An access point's certificate with its key.</summary>
    public X509Certificate2 Seat(string name, DateTimeOffset? until = null) =>
        Issue(name, until ?? s_until, _ => { });

    /// <summary>A server's, for its TLS.</summary>
    public X509Certificate2 Server(string host = "localhost") =>
        Issue(
            host,
            s_until,
            request =>
            {
                var names = new SubjectAlternativeNameBuilder();
                names.AddDnsName(host);
                request.CertificateExtensions.Add(names.Build());
            }
        );

    /// <summary>Writes it as Java's key stores read it, under the alias <c>ap</c>.</summary>
    public static void WritePkcs12(X509Certificate2 certificate, string file)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        File.WriteAllText($"{file}.pem", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        var (code, said) = Tool.Run(
            "openssl",
            ["pkcs12", "-export", "-in", $"{file}.pem", "-name", "ap", "-passout", $"pass:{Password}", "-out", file]
        );
        code.ShouldBe(0, said);
    }

    public void Dispose()
    {
        Authority.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string name, DateTimeOffset until, Action<CertificateRequest> extend)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        extend(request);
        using var bare = request.Create(Authority, s_from, until, RandomNumberGenerator.GetBytes(8));
        using var with = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            with.Export(X509ContentType.Pkcs12),
            null,
            X509KeyStorageFlags.Exportable
        );
    }
}
