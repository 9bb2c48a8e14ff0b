using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Peppol;
using Budstikke.Storage;
using Budstikke.Tests.Operations;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Peppol;

public sealed class OwnCertificateTests : IDisposable
{
    private const string Password = "hemmelig";
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-peppol-").FullName;
    private readonly TestClock _clock = new(LookupNetwork.Now);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_read_from_PKCS12()
    {
        var file = Write("own.p12", PeppolPki.AccessPoint.Export(X509ContentType.Pfx, Password));

        Own(new(file, null, Password)).Current!.Thumbprint.ShouldBe(PeppolPki.AccessPoint.Thumbprint);
    }

    [Fact]
    public void It_is_read_from_PEM_with_its_key_beside_or_behind_it_or_under_a_password()
    {
        var pem = PeppolPki.PemOf(PeppolPki.AccessPoint);
        var both = Write("both.pem", $"{pem}\n{PeppolPki.KeyPem}");
        var (alone, key) = (Write("alone.pem", pem), Write("key.pem", PeppolPki.KeyPem));
        using var rsa = PeppolPki.AccessPoint.GetRSAPrivateKey()!;
        var hidden = Write(
            "hidden.pem",
            rsa.ExportEncryptedPkcs8PrivateKeyPem(
                Password,
                new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)
            )
        );

        foreach (
            var files in new CertificateFiles[]
            {
                new(both, null, null),
                new(alone, key, null),
                new(alone, hidden, Password),
            }
        )
        {
            var own = Own(files).Current!;
            own.Thumbprint.ShouldBe(PeppolPki.AccessPoint.Thumbprint);
            own.HasPrivateKey.ShouldBeTrue();
        }
    }

    [Fact]
    public void One_that_cannot_be_used_is_refused_at_the_start_by_the_settings_name()
    {
        var p12 = Write("own.p12", PeppolPki.AccessPoint.Export(X509ContentType.Pfx, Password));
        var keyless = Write("keyless.pem", PeppolPki.PemOf(PeppolPki.AccessPoint));
        CertificateFiles[] wrong =
        [
            new(p12, null, "another"),
            new(keyless, null, null),
            new(Write("no.p12", "nothing"), null, null),
            new(Path.Combine(_folder, "nowhere"), null, null),
        ];

        foreach (var files in wrong)
        {
            var refused = Should.Throw<SettingRefusedException>(() => Own(files));
            refused.Message.ShouldStartWith("Peppol__Certificate ");
            refused.Message.ShouldContain(files.File);
            refused.Message.ShouldNotContain("another)");
        }
    }

    [Fact]
    public void A_new_one_is_used_without_a_restart_and_one_that_cannot_be_read_is_not()
    {
        var file = Write("own.p12", PeppolPki.AccessPoint.Export(X509ContentType.Pfx));
        var own = Own(new(file, null, null));
        using var next = PeppolPki.Leaf("POP000001", PeppolPki.AccessPoints);

        Write("own.p12", "half of a file");
        Pass();
        own.Current!.Thumbprint.ShouldBe(PeppolPki.AccessPoint.Thumbprint);
        Write("own.p12", next.Export(X509ContentType.Pfx));
        Pass();

        own.Current!.Thumbprint.ShouldBe(next.Thumbprint);
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(59, "ends at 2027-01-21T09:00:00Z, in 59 days: apply for a new one.")]
    [InlineData(0, "ends at 2026-11-23T10:00:00Z, in 0 days")]
    [InlineData(-1, "ended at 2026-11-22T09:00:00Z: nothing is sent by Peppol.")]
    public void Its_end_is_told_from_60_days_before(int days, string? words)
    {
        var end = LookupNetwork.Now.AddDays(days).AddHours(days == 0 ? 1 : 0);
        using var certificate = PeppolPki.Leaf("POP000001", PeppolPki.AccessPoints, end);

        var alarm = CertificateAlarm.Of(certificate, LookupNetwork.Now);

        if (words is null)
            alarm.ShouldBeNull();
        else
            alarm.ShouldNotBeNull().ShouldContain(words);
    }

    [Fact]
    public async Task Whoever_watches_over_a_node_reads_of_its_end()
    {
        using var ending = PeppolPki.Leaf("POP000001", PeppolPki.AccessPoints, LookupNetwork.Now.AddDays(40));
        var file = Write("own.p12", ending.Export(X509ContentType.Pfx));
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?> { ["Peppol:Certificate"] = file }
        );
        using var http = await app.Http();
        using var heard = new Listening(app.Services.GetRequiredService<Meter>());

        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));

        ready.IsSuccessStatusCode.ShouldBeTrue();
        (await ready.Content.ReadAsStringAsync()).ShouldContain(
            "\"warning\":\"The Peppol certificate of POP000001 ends at 2027-01-02T09:00:00Z, in 40 days"
        );
        heard.Observe();
        heard["budstikke.peppol.certificate.days_left"].ShouldBe(40);
    }

    private OwnCertificate Own(CertificateFiles files) =>
        new(
            new()
            {
                IsTest = true,
                Zone = LookupNetwork.Zone,
                Certificate = files,
            },
            new(_clock, NullLogger<Outages>.Instance),
            _clock
        );

    private void Pass() => _clock.Set(_clock.Right.AddMinutes(1));

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));
}
