using System.Diagnostics;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Peppol;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// What our sender costs: sealing alone, and the whole way with the store beside the bare POST of the same bytes to the
/// same server, which signs a receipt for both.
/// </summary>
internal static class As4Bench
{
    private static readonly int[] s_sizes = [10_000, 1_000_000];

    public static async Task<IReadOnlyList<Figure>> Run(Pace pace, CancellationToken cancel)
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Receipt(message));
        using var http = new HttpClient(Trusting(PeppolPki.TlsRoot));
        var number = 0;
        var network = new PeppolSettings
        {
            IsTest = true,
            Zone = "participant.test",
            Anchors = PeppolPki.Anchors,
        };
        var known = new PeppolTrust(network);
        List<Measurement> measurements =
        [
            new("trust in a certificate, found anew:", _ => Measure(pace, () => Trust(new(network)))),
            new("trust in a certificate, found before:", _ => Measure(pace, () => Trust(known))),
        ];
        foreach (var size in s_sizes)
        {
            var document = As4House.Document(size);
            house.Proxy.Keeps = true;
            await house.Send(document, $"recorded-{size}");
            var recorded = house.Proxy.Came.Last();
            measurements.Add(new($"{size} bytes, sealed alone:", _ => Measure(pace, () => Seal(house, document))));
            measurements.Add(
                new($"{size} bytes, bare POST:", _ => Measure(pace, () => Post(http, house.Proxy.Address, recorded)))
            );
            measurements.Add(
                new($"{size} bytes, AS4:", _ => Measure(pace, () => Send(house, document, $"i{number++}-ehf")))
            );
        }
        house.Proxy.Keeps = false;
        return await Figures.Take(measurements, pace, cancel);
    }

    private static async Task<IReadOnlyList<Reading>> Measure(Pace pace, Func<Task> once)
    {
        var (count, allocated, clock) = (0, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
        while (clock.Elapsed < pace.Time)
        {
            await once();
            count++;
        }
        var each = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)count / 1000;
        return [new("", "messages/s", count / clock.Elapsed.TotalSeconds), new("allocated", "kB/message", each)];
    }

    private static Task Trust(PeppolTrust trust) =>
        trust.WhyNot(As4Peer.Certificate, [], PeppolRole.AccessPoint, BudstikkeApp.Monday) is { } reason
            ? throw new InvalidOperationException(reason)
            : Task.CompletedTask;

    private static Task Seal(As4House house, byte[] document)
    {
        var ids = new As4Ids(Guid.NewGuid(), "ap.example");
        var (from, to) = (As4House.Seller, As4House.Buyer);
        var label = new EnvelopeLabel(ids, from, "NO", to, PeppolDocument.Invoice, BudstikkeApp.Monday, null);
        var head = new UserMessage(ids, BudstikkeApp.Monday, "A", "B", from, to, PeppolDocument.Invoice);
        var payload = SealedPayload.Compress(BusinessDocument.Around(document, label));
        As4Message.Seal(head, payload, house.Own.Certificate, As4Peer.Certificate);
        return Task.CompletedTask;
    }

    private static async Task Post(HttpClient http, Uri address, Recorded recorded)
    {
        using var content = new ByteArrayContent(recorded.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", recorded.ContentType);
        using var answer = await http.PostAsync(address, content);
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task Send(As4House house, byte[] document, string key)
    {
        if (await house.Send(document, key) is not Accepted)
            throw new InvalidOperationException("It was not accepted.");
    }

    private static SocketsHttpHandler Trusting(X509Certificate2 authority)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        return handler;
    }
}
