using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>Our access point in a test: a store, a sender, and a proxy in front of whoever receives.</summary>
internal sealed class As4House : IAsyncDisposable
{
    public const string Key = "i1-ehf";
    public const string Seat = "PNO000001";
    public const string Seller = "0192:991825827";
    public const string Buyer = "0192:923829644";

    private static readonly X509Certificate2 s_own = PeppolPki.Seat(Seat);
    private static readonly X509Certificate2 s_server = PeppolPki.Localhost;
    private readonly As4Post _post;
    private readonly PeppolHttp _addresses;

    private As4House(TempStore store, As4Limits limits, X509Certificate2? server)
    {
        Store = store;
        Proxy = new(server ?? s_server);
        var settings = new PeppolSettings
        {
            IsTest = true,
            Zone = "test",
            AllowPrivateAddresses = true,
            TlsRoots = [PeppolPki.TlsRoot],
            Anchors = PeppolPki.Anchors,
        };
        var trust = new PeppolTrust(settings);
        Own = new(s_own, "ap.example", (one, now) => trust.WhyNot(one, [], PeppolRole.AccessPoint, now));
        _addresses = new(settings, Dns.GetHostAddressesAsync);
        _post = new(_addresses, settings, Dns.GetHostAddressesAsync, limits);
        Sender = new(new(store.Database), new(store.Database), _post, () => Own, Forgotten.Add, store.Clock);
    }

    public AccessPoint Own { get; set; }

    public As4Sender Sender { get; }

    public TempStore Store { get; }

    public RecordingProxy Proxy { get; }

    /// <summary>Which endpoints are to be looked up again.</summary>
    public List<PeppolEndpoint> Forgotten { get; } = [];

    public PeppolEndpoint Receiver => new(Buyer, PeppolDocument.Invoice, Proxy.Address, As4Peer.Certificate);

    public static async Task<As4House> Start(As4Limits? limits = null, X509Certificate2? server = null) =>
        new(await TempStore.Create(), limits ?? As4Limits.Default, server);

    /// <summary>What stands in the store of a dispatch's tries, the first first.</summary>
    public Task<IReadOnlyList<StoredTry>> Tries(string key = Key) =>
        Store.Database.Read(session =>
            session.Query<StoredTry>(
                "SELECT try AS Try, digests AS Digests, envelope AS Envelope, ending AS Ending, answer AS Answer "
                    + "FROM peppol_tries WHERE message_key = @key ORDER BY try",
                new { key }
            )
        );

    public Task<Outcome> Send(byte[] document, string key = Key, bool isUnconfirmed = false) =>
        Send(Receiver, document, key, isUnconfirmed);

    public Task<Outcome> Send(
        PeppolEndpoint to,
        byte[] document,
        string key = Key,
        bool isUnconfirmed = false,
        CancellationToken cancel = default
    ) =>
        Sender.Send(
            to,
            new()
            {
                Key = key,
                ClientId = "client",
                Sender = Seller,
                SenderCountry = "NO",
                IsUnconfirmed = isUnconfirmed,
                EarlierAttempts = 0,
                IssuedAt = BudstikkeApp.Monday,
                ReadDocument = _ => Task.FromResult(document),
            },
            cancel
        );

    /// <summary>An invoice in name: what is in it is nobody's matter here.</summary>
    public static byte[] Document(int bytes, int seed = 1)
    {
        const string Head = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
              xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
            <cbc:CustomizationID>urn</cbc:CustomizationID><cbc:ID>10001</cbc:ID><cbc:Note>Blåbærsyltetøy
            """;
        const string Tail = "</cbc:Note></Invoice>";
        var around = Encoding.UTF8.GetByteCount(Head) + Encoding.UTF8.GetByteCount(Tail);
        var filling = new char[Math.Max(0, bytes - around)];
        // As an attachment in base64: it does not become much smaller.
        new Random(seed).GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", filling);
        return Encoding.UTF8.GetBytes(Head + new string(filling) + Tail);
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _post.Dispose();
        _addresses.Dispose();
        await Store.DisposeAsync();
    }
}

/// <summary>A try as it is kept.</summary>
internal sealed record StoredTry(long Try, string Digests, byte[] Envelope, string? Ending, byte[]? Answer);
