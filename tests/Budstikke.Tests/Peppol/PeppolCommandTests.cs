using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Budstikke.Commands;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Peppol;

[Collection(LookupNetwork.Shared)]
public sealed class PeppolCommandTests(LookupNetwork network) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-peppol-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsPeers]
    public async Task A_look_up_is_shown_with_each_step_and_its_time()
    {
        var (exit, output) = await Run(Network(), "lookup", LookupNetwork.Company);

        exit.ShouldBe(0);
        output.ShouldContain(" ms  SML, NAPTR of ");
        output.ShouldContain("access point POP000001 at https://ap.example/as4");
        output.ShouldEndWith("0192:987654325 takes documents at https://ap.example/as4.");
    }

    [NeedsPeersTheory]
    [InlineData("0192:nobody", 1, "not-registered")]
    [InlineData("0192:broken", 3, "could-not-find-out")]
    [InlineData("0192:found", 0, "found")]
    public async Task A_script_reads_the_result_as_JSON_and_by_the_exit_code(string id, int exit, string result)
    {
        var (code, output) = await Run(Network(), "lookup", id, "--json");

        code.ShouldBe(exit);
        var json = JsonSerializer.Deserialize<JsonElement>(output);
        json.GetProperty("result").GetString().ShouldBe(result);
        json.GetProperty("steps")[0].GetProperty("milliseconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task What_is_no_participant_is_refused() =>
        (await Run([], "lookup", "Bedrift AS")).Exit.ShouldBe(CommandLine.Refused);

    [Fact]
    public async Task The_status_says_what_is_set_and_what_is_missing()
    {
        var (exit, output) = await Run([], "status");

        exit.ShouldBe(1);
        output.ShouldContain(
            "Network production, zone participant.sml.prod.tech.peppol.org, name servers the system's."
        );
        output.ShouldContain("Nobody is trusted: set Peppol__ProductionAnchors.");
        output.ShouldContain("There is no certificate: set Peppol__Certificate.");
    }

    [Fact]
    public async Task An_installation_that_is_ready_has_nothing_to_be_done()
    {
        var (exit, output) = await Run(
            new()
            {
                ["Ehf:Via"] = "as4",
                ["Peppol:Network"] = "test",
                ["Peppol:TestAnchors"] = Anchors(),
                ["Peppol:Certificate"] = Own(PeppolPki.AccessPoint),
            },
            "status"
        );

        output.ShouldContain("EHF goes by as4.");
        output.ShouldContain("Our certificate is POP000001, until 2036-01-01T00:00:00Z.");
        exit.ShouldBe(0);
    }

    [Fact]
    public async Task A_certificate_that_others_will_not_trust_is_told()
    {
        var (exit, output) = await Run(
            new()
            {
                ["Peppol:Network"] = "test",
                ["Peppol:TestAnchors"] = Anchors(),
                ["Peppol:Certificate"] = Own(PeppolPki.Publisher),
            },
            "status"
        );

        exit.ShouldBe(1);
        output.ShouldContain("which is no authority of the role ACCESS POINT");
    }

    [Theory]
    [InlineData("Peppol:Network", "both", "Peppol__Network must be production or test")]
    [InlineData("Peppol:Zone", "no zone", "Peppol__Zone must be a domain")]
    [InlineData("Peppol:Dns", "dns.example", "Peppol__Dns must be addresses")]
    [InlineData("Peppol:TlsRoots", "/nowhere.pem", "Peppol__TlsRoots cannot be read")]
    [InlineData("Peppol:AllowPrivateAddresses", "perhaps", "Peppol__AllowPrivateAddresses must be true or false")]
    public async Task A_wrong_setting_is_refused_by_its_name(string name, string value, string words) =>
        (
            await Should.ThrowAsync<SettingRefusedException>(() => Run(new() { [name] = value }, "status"))
        ).Message.ShouldStartWith(words);

    private Dictionary<string, string?> Network() =>
        new()
        {
            ["Peppol:Network"] = "test",
            ["Peppol:Zone"] = LookupNetwork.Zone,
            ["Peppol:Dns"] = network.NameServer.ToString(),
            ["Peppol:AllowPrivateAddresses"] = "true",
            ["Peppol:TlsRoots"] = Write("tls.pem", PeppolPki.PemOf(PeppolPki.TlsRoot)),
            ["Peppol:TestAnchors"] = Anchors(),
        };

    private string Anchors() => Write("anchors.pem", string.Join('\n', PeppolPki.Anchors.Select(PeppolPki.PemOf)));

    private string Own(X509Certificate2 certificate) =>
        Write("own.pem", $"{PeppolPki.PemOf(certificate)}\n{PeppolPki.KeyPem}");

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static async Task<(int Exit, string Output)> Run(
        Dictionary<string, string?> settings,
        params string[] arguments
    )
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await PeppolCommand
            .Of(
                () => new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
                new TestClock(LookupNetwork.Now)
            )
            .Parse(arguments)
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
