using System.IO.Compression;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Budstikke.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Peppol;

/// <summary>The whole way of an invoice to a company: looked up in the network, sent to the access point that it
/// names, and answered by that.</summary>
[Collection(LookupNetwork.Shared)]
public sealed class EhfOverAs4Stories(LookupNetwork network) : IDisposable
{
    private const string Buyer = $"0192:{LookupNetwork.Company}";

    [NeedsPeers]
    public async Task An_invoice_arrives_at_the_access_point_and_the_receipt_is_its_evidence()
    {
        await using var proxy = new RecordingProxy(PeppolPki.Localhost);
        proxy.Answer = As4Peer.Missing is null
            ? proxy.Forward
            : FakeAccessPoint.Always(message => FakeAccessPoint.Receipt(message));
        await using var app = await Start(proxy);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var accepted = (await app.Facts(order, nameof(DispatchAccepted))).ShouldHaveSingleItem();
        var evidence = accepted.GetProperty("evidence").GetString()!;
        evidence.ShouldStartWith("Access point PNO000002 has signed a receipt.");
        proxy.Came.ShouldHaveSingleItem().Named("eb:Action").ShouldEndWith(PeppolDocument.Invoice.Id);
        app.Email.Sent.ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
        var bundle = app.Services.GetRequiredService<EvidenceBundle>();
        using var zip = new ZipArchive(new MemoryStream((await bundle.Of(app.ClientId, order, default))!));
        zip.Entries.Select(entry => entry.Name)
            .Where(name => name.StartsWith("as4", StringComparison.Ordinal))
            .ShouldBe(["as4-try-1-envelope.xml", "as4-try-1-answer.xml"]);
        await using var said = await zip.Entries.Single(entry => entry.Name == "smp-answer-1.xml").OpenAsync();
        using var bytes = new MemoryStream();
        await said.CopyToAsync(bytes);
        SignedXmlDocument.Read(bytes.ToArray()).Document.ShouldNotBeNull();

        await Audits.Break(app, "UPDATE peppol_tries SET looked_up = replace(looked_up, '0', '1')");
        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("It was sent to an access point, and the SMP's answer that named that is not kept.");
        await Audits.Break(app, "UPDATE peppol_tries SET looked_up = NULL");
        await Audits.Break(app, "UPDATE peppol_tries SET answer = NULL");
        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .ShouldBe(
                new(
                    "dispatches",
                    accepted.GetProperty("key").GetString()!,
                    "It is said to be taken by an access point, and no answer of that is kept."
                )
            );
    }

    /// <summary>By access points of both kinds: one says that it has the message, one that it serves nobody.</summary>
    [NeedsPeersTheory]
    [InlineData("Duplicate message id", nameof(DispatchAccepted))]
    [InlineData("PEPPOL:NOT_SERVICED", nameof(DispatchInDoubt))]
    public async Task An_invoice_whose_answer_was_lost_goes_no_other_way(string says, string comesTo)
    {
        await using var proxy = new RecordingProxy(PeppolPki.Localhost);
        await using var app = await Start(proxy);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Error(message, "EBMS:0004", says));
        await app.Wait(TimeSpan.FromHours(1));

        (await app.Facts(order, comesTo)).ShouldHaveSingleItem();
        (await app.Facts(order, nameof(CaseOpened))).Count.ShouldBe(comesTo == nameof(DispatchInDoubt) ? 1 : 0);
        proxy.Ids.ShouldHaveSingleItem().Value.ShouldBe(2);
        app.Email.Sent.ShouldBeEmpty();
    }

    [NeedsPeers]
    public async Task An_invoice_that_is_refused_at_the_first_try_goes_by_email()
    {
        await using var proxy = new RecordingProxy(PeppolPki.Localhost);
        proxy.Answer = FakeAccessPoint.Always(message =>
            FakeAccessPoint.Error(message, "EBMS:0004", "PEPPOL:NOT_SERVICED")
        );
        await using var app = await Start(proxy);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        (await app.Facts(order, nameof(DispatchRefused))).ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
    }

    public void Dispose()
    {
        if (Peers.Missing is null)
            network.Restore();
    }

    private async Task<BudstikkeApp> Start(RecordingProxy proxy)
    {
        var published = new Published
        {
            Participant = Buyer,
            Address = proxy.Address.ToString(),
            AccessPoint = As4Peer.Certificate,
        };
        network.Publishers.On(LookupNetwork.Company, await XmlSec.Sign(published.ToXml(), PeppolPki.Publisher));
        var own = PeppolPki.Seat("PNO000001");
        return await BudstikkeApp.Start(
            register: (services, _) =>
                services
                    .AddSingleton(network.Settings)
                    .AddSingleton<Func<AccessPoint>>(provider =>
                        () =>
                            new(
                                own,
                                "ap.example",
                                (one, now) =>
                                    provider
                                        .GetRequiredService<PeppolTrust>()
                                        .WhyNot(one, [], PeppolRole.AccessPoint, now)
                            )
                    )
                    .AddSingleton<IChannel, EhfChannel>()
        );
    }
}
