using System.Net;
using Budstikke.Peppol;

namespace Budstikke.Tests.Peppol;

/// <summary>Against a real name server and answers that another program signed.</summary>
[Collection(LookupNetwork.Shared)]
public sealed class LookUpTests(LookupNetwork network)
{
    [NeedsPeers]
    public async Task A_registered_participant_is_found_with_the_certificate_of_his_access_point()
    {
        var found = (await Find("found")).ShouldBeOfType<Found>();

        found.Endpoint.Participant.ShouldBe("0192:found");
        found.Endpoint.Document.ShouldBe(PeppolDocument.Invoice);
        found.Endpoint.Address.ShouldBe(new Uri("https://ap.example/as4"));
        found.Endpoint.Certificate.Thumbprint.ShouldBe(PeppolPki.AccessPoint.Thumbprint);
        found.Until.ShouldBe(LookupNetwork.Now.AddDays(1));
        found.Steps.Count.ShouldBe(3);
        found.StepsText.ShouldContain("access point POP000001 at https://ap.example/as4");
    }

    [NeedsPeers]
    public async Task The_publisher_is_asked_for_the_document_type_by_its_full_name()
    {
        await Find("found");

        network.Publishers.Asked.ShouldContain(
            "/found/iso6523-actorid-upis%3A%3A0192%3Afound/services/busdox-docid-qns%3A%3Aurn%3Aoasis%3Anames%3A"
                + "specification%3Aubl%3Aschema%3Axsd%3AInvoice-2%3A%3AInvoice%23%23urn%3Acen.eu%3Aen16931%3A2017%23"
                + "compliant%23urn%3Afdc%3Apeppol.eu%3A2017%3Apoacc%3Abilling%3A3.0%3A%3A2.1"
        );
    }

    [NeedsPeers]
    public async Task An_answer_is_kept_no_longer_than_the_publisher_says() =>
        (await Find("ends-soon"))
            .ShouldBeOfType<Found>()
            .Until.ShouldBe(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [NeedsPeers]
    public async Task Another_publisher_is_asked_where_the_first_sends_us_on() =>
        (await Find("redirect")).ShouldBeOfType<Found>().Steps.Count.ShouldBe(5);

    [NeedsPeersTheory]
    [InlineData("nobody", "NXDOMAIN, says the zone participant.test")]
    [InlineData("no-naptr", "no NAPTR record, says the zone participant.test")]
    [InlineData("credit-note-only", "HTTP 404")]
    public async Task Who_is_not_there_by_the_networks_own_word_is_not_registered(string name, string evidence) =>
        (await Find(name)).ShouldBeOfType<NotRegistered>().StepsText.ShouldContain(evidence);

    [NeedsPeersTheory]
    [InlineData("other-service", "no NAPTR record of the service Meta:SMP, but not by the zone")]
    [InlineData("bad-flag", "the flag S")]
    [InlineData("bad-rule", "names no SMP")]
    [InlineData("bad-url", "no address of an SMP")]
    [InlineData("down", "ConnectionRefused")]
    [InlineData("plain", "http is not https")]
    [InlineData("broken", "HTTP 500")]
    [InlineData("http-redirect", "HTTP 302, a redirect that is not followed")]
    [InlineData("giant", "more than 256 KiB")]
    [InlineData("endless", "more than 256 KiB")]
    [InlineData("no-xml", "it is no XML that is read here")]
    [InlineData("deep", "it is no XML that is read here: more than 64 levels")]
    [InlineData("dtd", "it is no XML that is read here: For security reasons DTD is prohibited")]
    [InlineData("unsigned", "it has 0 signatures")]
    [InlineData("altered", "its signature is by none of the 1 certificates in it")]
    [InlineData("partly-signed", "its signature is not over the whole of it")]
    [InlineData("foreign", "the certificate of PSM000001 is not trusted")]
    [InlineData("expired-publisher", "not valid at this time")]
    [InlineData("signed-by-an-access-point", "no authority of the role SERVICE METADATA PUBLISHER")]
    [InlineData("other-participant", "the answer is to another question: participant 0192:somebody-else")]
    [InlineData("other-document", "the answer is to another question: document type")]
    [InlineData("other-process", "not in the process urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")]
    [InlineData("other-transport", "not over peppol-transport-as4-v2_0")]
    [InlineData("expired-access-point", "the access point is not believed")]
    [InlineData("no-certificate", "the answer cannot be read")]
    [InlineData("not-yet", "takes nothing before 2026-12-01T00:00:00Z")]
    [InlineData("no-more", "takes nothing since 2026-11-01T00:00:00Z")]
    [InlineData("http-address", "no https URL")]
    [InlineData("redirect-elsewhere", "it is signed by PSM000002, not by CN=PSM000009")]
    [InlineData("redirect-twice", "another SMP has it")]
    [InlineData("redirect-to-itself", "another SMP has it")]
    [InlineData("redirect-to-http", "http is not https")]
    [InlineData("redirect-in-words", "in a way that is not understood")]
    public async Task Whatever_else_is_answered_leaves_open_whether_he_is_registered(string name, string evidence)
    {
        var finding = (await Find(name)).ShouldBeOfType<CouldNotFindOut>();

        finding.StepsText.ShouldContain(evidence);
    }

    [NeedsPeers]
    public async Task A_publisher_that_does_not_answer_is_given_up() =>
        (
            await network
                .LookUp(patience: TimeSpan.FromMilliseconds(300))
                .Run("0192:slow", PeppolDocument.Invoice, default)
        )
            .ShouldBeOfType<CouldNotFindOut>()
            .StepsText.ShouldContain("no answer within 0.3 s");

    [NeedsPeers]
    public async Task A_zone_that_is_not_the_directorys_says_of_nobody_that_he_is_not_registered()
    {
        var finding = await network
            .LookUp(network.Settings with { Zone = "part.participant.test" })
            .Run("0192:found", PeppolDocument.Invoice, default);

        var unknown = finding.ShouldBeOfType<CouldNotFindOut>();
        unknown.ForEverybody.ShouldBeTrue();
        unknown.StepsText.ShouldContain("NXDOMAIN, but by the zone participant.test, not by part.participant.test");
    }

    [NeedsPeers]
    public async Task A_name_server_that_is_away_leaves_it_open_for_everybody()
    {
        var settings = network.Settings with { Dns = [new(IPAddress.Loopback, Dnsmasq.FreePort())] };

        var finding = await network.LookUp(settings).Run("0192:found", PeppolDocument.Invoice, default);

        var unknown = finding.ShouldBeOfType<CouldNotFindOut>();
        unknown.ForEverybody.ShouldBeTrue();
        unknown.StepsText.ShouldContain("ConnectionRefused");
    }

    [NeedsPeers]
    public async Task A_server_whose_TLS_certificate_nobody_knows_is_not_believed() =>
        (
            await network
                .LookUp(network.Settings with { TlsRoots = null })
                .Run("0192:found", PeppolDocument.Invoice, default)
        )
            .ShouldBeOfType<CouldNotFindOut>()
            .StepsText.ShouldContain("its TLS certificate or protocol is not accepted");

    [NeedsPeers]
    public async Task Nobody_is_believed_while_no_anchors_are_set() =>
        (
            await network
                .LookUp(network.Settings with { Anchors = [] })
                .Run("0192:found", PeppolDocument.Invoice, default)
        )
            .ShouldBeOfType<CouldNotFindOut>()
            .StepsText.ShouldContain("Peppol__TestAnchors is not set");

    [NeedsPeersTheory]
    [InlineData("private", "not on the public internet")]
    [InlineData("found", "not on the public internet")]
    public async Task An_address_within_the_own_network_is_judged_and_not_called(string name, string evidence)
    {
        var before = network.Publishers.Asked.Count;

        var finding = await network
            .LookUp(network.Settings with { AllowPrivateAddresses = false })
            .Run($"0192:{name}", PeppolDocument.Invoice, default);

        finding.ShouldBeOfType<CouldNotFindOut>().StepsText.ShouldContain($"not called: its host has an address");
        finding.StepsText.ShouldContain(evidence);
        network.Publishers.Asked.Count.ShouldBe(before);
    }

    private Task<Finding> Find(string name) =>
        network.LookUp().Run(LookupNetwork.ParticipantOf(name), PeppolDocument.Invoice, default);
}
