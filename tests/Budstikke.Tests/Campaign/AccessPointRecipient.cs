using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Tests.Peppol;

namespace Budstikke.Tests.Campaign;

/// <summary>
/// The company's access point, found by a name server and a signed answer. It takes each message that comes whole,
/// hangs up now and then instead of answering, and says to a repeat the receipt again or that it has the message.
/// </summary>
internal sealed class AccessPointRecipient : IAsyncDisposable
{
    private const int AnswerLostEvery = 10;
    private const string Host = "ap.budstikke.example";
    private readonly LookupNetwork _network;
    private readonly RecordingProxy _proxy = new(PeppolPki.Localhost) { Keeps = false };
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, int> _times = new(StringComparer.Ordinal);
    private int _taken;

    private AccessPointRecipient(LookupNetwork network, string folder) => (_network, _folder) = (network, folder);

    /// <summary>The id of each message, as often as it came.</summary>
    public IEnumerable<string> MessageIds => _times.SelectMany(one => Enumerable.Repeat(one.Key, one.Value));

    /// <summary>Messages that came, repeats among them.</summary>
    public int Taken => _taken;

    /// <summary>It hangs up now and then instead of answering.</summary>
    public bool LosesAnswers { get; init; } = true;

    /// <param name="folder">Where a node finds its certificate and those that it believes.</param>
    public static async Task<AccessPointRecipient> Start(string folder, bool losesAnswers)
    {
        var network = new LookupNetwork();
        await network.InitializeAsync();
        var recipient = new AccessPointRecipient(network, folder) { LosesAnswers = losesAnswers };
        recipient._proxy.Answer = recipient.Answer;
        var published = new Published
        {
            Participant = LookupNetwork.ParticipantOf(LookupNetwork.Company),
            Address = recipient._proxy.Address.ToString(),
            AccessPoint = As4Peer.Certificate,
        };
        var answer = await XmlSec.Sign(published.ToXml(), PeppolPki.Publisher);
        network.Publishers.On(LookupNetwork.Company, answer);
        using var own = PeppolPki.Seat("PNO000001");
        await File.WriteAllLinesAsync(recipient.PathOf("own.pem"), [PeppolPki.PemOf(own), KeyOf(own)]);
        await File.WriteAllLinesAsync(recipient.PathOf("anchors.pem"), PeppolPki.Anchors.Select(PeppolPki.PemOf));
        await File.WriteAllTextAsync(recipient.PathOf("tls.pem"), PeppolPki.PemOf(PeppolPki.TlsRoot));
        return recipient;
    }

    /// <summary>What a node must know to reach it.</summary>
    public Dictionary<string, string?> Settings =>
        new()
        {
            ["Ehf:Via"] = "as4",
            ["Peppol:Network"] = "test",
            ["Peppol:Zone"] = LookupNetwork.Zone,
            ["Peppol:Dns"] = $"{_network.NameServer}",
            ["Peppol:AllowPrivateAddresses"] = "true",
            ["Peppol:TlsRoots"] = PathOf("tls.pem"),
            ["Peppol:TestAnchors"] = PathOf("anchors.pem"),
            ["Peppol:Certificate"] = PathOf("own.pem"),
            ["Peppol:Host"] = Host,
        };

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _network.DisposeAsync();
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private Task<Given?> Answer(Recorded message)
    {
        var times = _times.AddOrUpdate(message.MessageId, 1, (_, before) => before + 1);
        var taken = Interlocked.Increment(ref _taken);
        if (LosesAnswers && times == 1 && taken % AnswerLostEvery == 0)
            return Task.FromResult<Given?>(null);
        var answer =
            times > 1 && taken % 2 == 0
                ? FakeAccessPoint.Error(message, "EBMS:0004", "Duplicate message id")
                : FakeAccessPoint.Receipt(message);
        return Task.FromResult<Given?>(new(200, answer));
    }
}
