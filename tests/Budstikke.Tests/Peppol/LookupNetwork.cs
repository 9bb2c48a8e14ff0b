using System.Net;
using System.Text;
using Budstikke.Peppol;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Budstikke.Tests.Peppol;

/// <summary>
/// A small network on loopback: a real name server that knows participants, publishers that xmlsec1 signs for, and one
/// participant for each way in which that goes well or wrong.
/// </summary>
public sealed class LookupNetwork : IAsyncLifetime
{
    /// <summary>The collection of the tests that share one.</summary>
    public const string Shared = "A Peppol network";

    public const string Zone = "participant.test";

    /// <summary>The organisation number of a buyer who is registered.</summary>
    public const string Company = "987654325";

    internal static DateTimeOffset Now { get; } = BudstikkeApp.Monday;

    /// <summary>By the name of the publisher that the name server names.</summary>
    private static readonly string[] s_names =
    [
        "found",
        Company,
        "credit-note-only",
        "unknown-to-the-smp",
        "broken",
        "slow",
        "giant",
        "endless",
        "dtd",
        "no-xml",
        "deep",
        "unsigned",
        "altered",
        "foreign",
        "expired-publisher",
        "signed-by-an-access-point",
        "partly-signed",
        "other-participant",
        "other-document",
        "other-process",
        "other-transport",
        "expired-access-point",
        "no-certificate",
        "not-yet",
        "no-more",
        "ends-soon",
        "http-address",
        "http-redirect",
        "redirect",
        "redirect-elsewhere",
        "redirect-twice",
        "redirect-to-itself",
        "redirect-to-http",
        "redirect-in-words",
    ];

    private Dnsmasq? _names;
    private SmpServer? _publishers;
    private string? _deadUrl;
    private byte[] _companyAnswer = [];

    internal SmpServer Publishers => _publishers!;

    internal IPEndPoint NameServer => _names!.Address;

    internal byte[] FoundAnswer { get; private set; } = [];

    /// <summary>Participants are called by number; the names are for people.</summary>
    internal static string ParticipantOf(string name) => $"0192:{name}";

    internal PeppolSettings Settings =>
        new()
        {
            IsTest = true,
            Zone = Zone,
            Dns = [NameServer],
            AllowPrivateAddresses = true,
            TlsRoots = [PeppolPki.TlsRoot],
            Anchors = PeppolPki.Anchors,
        };

    internal LookUp LookUp(PeppolSettings? settings = null, TimeSpan? patience = null, TimeProvider? time = null)
    {
        var chosen = settings ?? Settings;
        var http = new PeppolHttp(chosen, Dns.GetHostAddressesAsync)
        {
            WholeTimeout = patience ?? TimeSpan.FromSeconds(10),
        };
        return new(chosen, new(chosen), http, new(chosen), time ?? new TestClock(Now));
    }

    public async Task InitializeAsync()
    {
        if (Peers.Missing is not null)
            return;
        _publishers = await SmpServer.Start();
        _deadUrl = $"https://localhost:{Dnsmasq.FreePort()}";
        _names = await NamesAt(Dnsmasq.FreePort());
        await Publish();
    }

    /// <summary>A name server with all that there is.</summary>
    internal Task<Dnsmasq> NamesAt(int port) =>
        Dnsmasq.For(
            port,
            Zone,
            [
                .. s_names.Select(name => Naptr(name, "U", "Meta:SMP", $"!^.*$!{Publishers.Url}/{name}!")),
                // Both flags are understood; the lower order counts.
                Naptr("found", "U", "Meta:SMP", $"!.*!{_deadUrl}/later!", order: 200),
                Naptr("down", "U", "Meta:SMP", $"!.*!{_deadUrl}/down!"),
                Naptr("plain", "U", "Meta:SMP", "!.*!http://localhost/plain!"),
                Naptr("private", "U", "Meta:SMP", "!.*!https://127.0.0.1/private!"),
                Naptr("bad-flag", "S", "Meta:SMP", $"!.*!{_deadUrl}/flag!"),
                Naptr("bad-rule", "U", "Meta:SMP", "!(.*)!https://localhost/\\1!"),
                Naptr("bad-url", "U", "Meta:SMP", "!.*!no-url!"),
                Naptr("other-service", "U", "Meta:AS4", $"!.*!{_deadUrl}/other!"),
                $"--txt-record={SmlName.Of(ParticipantOf("no-naptr"), Zone)},here",
            ]
        );

    internal static Task NotFound(HttpContext context) => Status(context, StatusCodes.Status404NotFound);

    /// <summary>The company is as it was, whatever a test had it answer.</summary>
    internal void Restore() => Publishers.On(Company, _companyAnswer);

    public async Task DisposeAsync()
    {
        if (_names is not null)
            await _names.DisposeAsync();
        if (_publishers is not null)
            await _publishers.DisposeAsync();
    }

    private async Task Publish()
    {
        FoundAnswer = await On("found");
        _companyAnswer = await On(Company);
        Publishers.On("credit-note-only", context => Status(context, StatusCodes.Status404NotFound));
        Publishers.On("broken", context => Status(context, StatusCodes.Status500InternalServerError));
        Publishers.On("slow", context => RealTime.Pass(TimeSpan.FromMinutes(1), context.RequestAborted));
        Publishers.On("giant", new byte[PeppolHttp.MaxBodyBytes + 1]);
        Publishers.On("endless", Endless);
        Publishers.On("no-xml", "<html><br></html>"u8.ToArray());
        Publishers.On("deep", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", 50_000))));
        Publishers.On("http-redirect", context => Redirect(context, $"{Publishers.Url}/found/"));
        Publishers.On(
            "dtd",
            XmlSec.Altered(
                FoundAnswer,
                "<SignedServiceMetadata",
                "<!DOCTYPE x [<!ENTITY a 'b'>]><SignedServiceMetadata"
            )
        );
        Publishers.On("altered", XmlSec.Altered(FoundAnswer, "https://ap.example/as4", "https://ap.example/as5"));
        Publishers.On("unsigned", XmlSec.Altered(FoundAnswer, "Signature", "Signatur"));
        await On("foreign", signer: PeppolPki.ForeignPublisher);
        await On("expired-publisher", signer: PeppolPki.ExpiredPublisher);
        await On("signed-by-an-access-point", signer: PeppolPki.AccessPoint);
        await On("partly-signed", uri: "#part");
        await On("other-participant", one => one with { Participant = "0192:somebody-else" });
        await On("other-document", one => one with { DocumentId = PeppolDocument.CreditNote.Id });
        await On("other-process", one => one with { Process = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0" });
        await On("other-transport", one => one with { Transport = "bdxr-transport-ebms3-as4-v1p0" });
        await On("expired-access-point", one => one with { AccessPoint = PeppolPki.ExpiredAccessPoint });
        await On("no-certificate", one => one with { Certificate = "bm8gY2VydGlmaWNhdGU=" });
        await On("not-yet", one => one with { Activation = "2026-12-01T00:00:00Z" });
        await On("no-more", one => one with { Activation = "2020-01-01T00:00:00", Expiration = "2026-11-01T00:00:00" });
        await On("ends-soon", one => one with { Expiration = "2026-11-23T10:00:00Z" });
        await On("http-address", one => one with { Address = "http://ap.example/as4" });
        await PublishRedirects();
    }

    private async Task PublishRedirects()
    {
        const string Subject = "C=NO, O=Of a test, OU=PEPPOL TEST, CN=PSM000002";
        var (other, toItself) = ($"{Publishers.Url}/at-the-other", $"{Publishers.Url}/redirect-to-itself");
        Publishers.On(
            "at-the-other",
            await XmlSec.Sign(
                new Published { Participant = ParticipantOf("redirect") }.ToXml(),
                PeppolPki.OtherPublisher
            )
        );
        await Redirect("redirect", other, Subject);
        await Redirect("redirect-elsewhere", other, "CN=PSM000009, OU=PEPPOL TEST, O=Of a test, C=NO");
        await Redirect("redirect-twice", $"{Publishers.Url}/redirect", "PSM000001");
        await Redirect("redirect-to-itself", toItself, "PSM000001");
        await Redirect("redirect-to-http", "http://localhost/", Subject);
        await Redirect("redirect-in-words", "over there", Subject);

        async Task Redirect(string name, string href, string uid) =>
            Publishers.On(name, await XmlSec.Sign(Published.Redirect(href, uid), PeppolPki.Publisher));
    }

    private async Task<byte[]> On(
        string name,
        Func<Published, Published>? change = null,
        System.Security.Cryptography.X509Certificates.X509Certificate2? signer = null,
        string? uri = null
    )
    {
        var published = new Published { Participant = ParticipantOf(name) };
        var signed = await XmlSec.Sign(
            (change?.Invoke(published) ?? published).ToXml(),
            signer ?? PeppolPki.Publisher,
            uri
        );
        Publishers.On(name, signed);
        return signed;
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    private static async Task Endless(HttpContext context)
    {
        var part = new byte[16 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
    }

    private static string Naptr(string name, string flag, string service, string rule, int order = 100) =>
        $"--naptr-record={SmlName.Of(ParticipantOf(name), Zone)},{order},10,{flag},{service},{rule}";
}

[CollectionDefinition(LookupNetwork.Shared)]
public sealed class LookupNetworkCollection : ICollectionFixture<LookupNetwork>;
