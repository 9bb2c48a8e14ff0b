using System.Security.Cryptography;
using System.Text;
using Budstikke.Mail;
using Budstikke.Relays;
using Budstikke.Support;
using Budstikke.Tests.Mail;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Relays;

/// <summary>Our signature, as another program sees it.</summary>
public sealed class DkimTests
{
    private const string Script =
        "import sys, dkim; record = b'v=DKIM1; k=rsa; p=' + sys.argv[2].encode(); "
        + "print(dkim.verify(open(sys.argv[1], 'rb').read(), dnsfunc=lambda name, timeout=5: record))";

    [NeedsDkim]
    public void A_signed_mail_is_verified_by_another_program_and_a_changed_one_is_not()
    {
        var key = Read("example.no");
        var mail = Invoice("faktura@example.no");
        var bytes = Bytes(mail, key);

        Verify(bytes, key).ShouldBe("True");
        Verify(Bytes(mail with { Attachments = [], Html = "<p>å</p>" }, key), key).ShouldBe("True");
        var changed = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("10001", "10002"));
        Verify(changed, key).ShouldBe("False");
    }

    [Fact]
    public void Every_try_has_the_same_signature_which_has_no_end()
    {
        var key = Read("example.no");
        var mail = Invoice("faktura@mail.example.no");

        var bytes = Bytes(mail, key);

        bytes.ShouldBe(Bytes(mail, key));
        var header = Encoding.Latin1.GetString(bytes).Split("\r\nFrom:")[0];
        header.ShouldStartWith("DKIM-Signature:");
        header.ShouldNotContain("x=");
        header.ShouldContain($"t={mail.Date.ToUnixTimeSeconds()};");
    }

    [Theory]
    [InlineData("faktura@another.no")]
    [InlineData("faktura@notexample.no")]
    public void A_mail_from_another_domain_is_not_signed(string from) =>
        Read("example.no").SignerFor(Invoice(from)).ShouldBeNull();

    [Fact]
    public void Half_a_setting_is_refused() =>
        DkimKey
            .Read(Settings(new() { ["Email:Dkim:Domain"] = "example.no" }))
            .Reason.ShouldNotBeNull()
            .ShouldContain("must be given together");

    private static MailMessage Invoice(string from) =>
        Letters.Invoice() with
        {
            From = new(Letters.Address(from), "Blåbær & Co. AS"),
        };

    private static byte[] Bytes(MailMessage mail, DkimKey key)
    {
        using var written = WrittenMail.Of(mail, key.SignerFor(mail));
        var stream = new MemoryStream();
        written.Message.WriteTo(written.Format, stream);
        stream.Length.ShouldBe(written.Length);
        return stream.ToArray();
    }

    private static DkimKey Read(string domain)
    {
        using var rsa = RSA.Create(2048);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, rsa.ExportPkcs8PrivateKeyPem());
        try
        {
            return DkimKey
                .Read(
                    Settings(
                        new()
                        {
                            ["Email:Dkim:Domain"] = domain,
                            ["Email:Dkim:Selector"] = "b1",
                            ["Email:Dkim:KeyFile"] = file,
                        }
                    )
                )
                .Key.ShouldNotBeNull();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IConfiguration Settings(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private static string Verify(byte[] message, DkimKey key)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, message);
        var (_, output) = Tool.Run(NeedsDkimAttribute.Python, "-c", Script, file, key.PublicKey);
        File.Delete(file);
        return output.Trim();
    }
}

/// <summary>A fact that needs Debian's python3-dkim; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsDkimAttribute : FactAttribute
{
    /// <summary>The system's, which has the package; another python3 may stand before it.</summary>
    public const string Python = "/usr/bin/python3";

    public NeedsDkimAttribute() =>
        Skip = Directory.Exists("/usr/lib/python3/dist-packages/dkim")
            ? null
            : "dkim is not installed (Debian: python3-dkim)";
}
