using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Budstikke.Commands;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Peppol;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Relays;

/// <summary><c>mail check</c> against a relay and a name server on loopback.</summary>
public sealed class MailCheckTests : IDisposable
{
    private const string Zone = "mailcheck.example";
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-mail-check-").FullName;
    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _rsa.Dispose();
    }

    [NeedsPeers]
    public async Task All_is_well_and_a_mail_arrives()
    {
        await using var relay = FakeSmtpServer.Polite(extensions: "AUTH PLAIN|DSN");
        await using var names = await Names(
            $"--txt-record={Zone},v=spf1 ip4:192.0.2.1 -all",
            $"--txt-record=_dmarc.{Zone},v=DMARC1; p=none",
            $"--txt-record=b1._domainkey.{Zone},v=DKIM1; k=rsa; p={PublicKey[..200]},{PublicKey[200..]}"
        );

        var (exit, output) = await Run(relay, names, "--to", "kari@customer.example", "--json");

        var found = JsonSerializer.Deserialize<JsonElement[]>(output).ShouldNotBeNull();
        found.ShouldAllBe(one => one.GetProperty("isGood").GetBoolean());
        found
            .Select(one => one.GetProperty("check").GetString())
            .ShouldBe(["resolve", "log-in", "sender", "spf", "dkim", "dmarc", "mail"]);
        exit.ShouldBe(0);
        relay.Sessions.SelectMany(session => session.Messages).ShouldHaveSingleItem();
    }

    [NeedsPeers]
    public async Task What_is_missing_is_said()
    {
        await using var relay = FakeSmtpServer.Polite(
            (_, said) => said.StartsWith("MAIL", StringComparison.Ordinal) ? "553 5.7.1 not owned\r\n" : null,
            "AUTH PLAIN"
        );
        await using var names = await Names(
            $"--txt-record={Zone},v=spf1 +all",
            $"--txt-record=b1._domainkey.{Zone},v=DKIM1; k=rsa; p=another"
        );

        var (exit, output) = await Run(relay, names);

        exit.ShouldBe(1);
        var wrong = output.Split('\n').Where(line => line.StartsWith("WRONG", StringComparison.Ordinal)).ToArray();
        wrong.Length.ShouldBe(4);
        wrong[0].ShouldContain("It takes no mail from faktura@mailcheck.example: 553 5.7.1 not owned");
        wrong[1].ShouldContain("It lets everybody send: v=spf1 +all");
        wrong[2].ShouldContain($"It is not the key that we sign with, whose record has p={PublicKey}");
        wrong[3].ShouldContain("There is no TXT record with v=DMARC1.");
    }

    [NeedsPeers]
    public async Task A_password_that_is_wrong_is_said_and_not_shown()
    {
        await using var relay = FakeSmtpServer.Polite(
            (_, said) => said.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 no\r\n" : null,
            "AUTH PLAIN"
        );
        await using var names = await Names();

        var (exit, output) = await Run(relay, names);

        exit.ShouldBe(1);
        output.ShouldContain("535 5.7.8 no");
        output.ShouldNotContain("hemmelig");
    }

    private string PublicKey => Convert.ToBase64String(_rsa.ExportSubjectPublicKeyInfo());

    private static Task<Dnsmasq> Names(params string[] records) => Dnsmasq.For(Dnsmasq.FreePort(), Zone, records);

    private async Task<(int Exit, string Output)> Run(FakeSmtpServer relay, Dnsmasq names, params string[] arguments)
    {
        var key = Path.Combine(_folder, "dkim.pem");
        await File.WriteAllTextAsync(key, _rsa.ExportPkcs8PrivateKeyPem());
        Dictionary<string, string?> settings = new()
        {
            ["Email:Smtp"] = $"smtp://kari:hemmelig@127.0.0.1:{relay.Address().Port}?tls=none",
            ["Email:From"] = $"faktura@{Zone}",
            ["Email:Dkim:Domain"] = Zone,
            ["Email:Dkim:Selector"] = "b1",
            ["Email:Dkim:KeyFile"] = key,
        };
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await MailCommand
            .Of(
                () => new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
                new TestClock(BudstikkeApp.Monday)
            )
            .Parse(["check", "--dns", names.Address.ToString(), .. arguments])
            .InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                }
            );
        return (exit, output.ToString().TrimEnd());
    }
}
