using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Peppol;

/// <summary>The door for late answers in a test, and those who knock at it.</summary>
internal sealed class As4Responses : IAsyncDisposable
{
    public const string Invoice = "10001";
    private const string Aggregate = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private const string Basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private const string Document = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2";
    private readonly As4House _house;

    private As4Responses(As4House house)
    {
        _house = house;
        Door = new(
            new(house.Store.Database, Note, new Wake()),
            () => house.Own,
            house.Store.Clock,
            NullLogger<ReceiveStatus>.Instance
        );
    }

    public As4House House => _house;

    public ReceiveStatus Door { get; }

    /// <summary>What has counted, in its order.</summary>
    public List<LateStatus> Noted { get; } = [];

    /// <summary>Of the message that was sent.</summary>
    public string InstanceId { get; private set; } = "";

    /// <summary>An invoice has been sent, and its receipt is there.</summary>
    public static async Task<As4Responses> Start()
    {
        var responses = new As4Responses(await As4House.Start());
        responses._house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Receipt(message));
        (await responses._house.Send(As4House.Document(3_000))).ShouldBeOfType<Accepted>();
        responses.InstanceId = responses._house.Proxy.Came.Single().MessageId.Split('@')[0];
        return responses;
    }

    public Response MessageStatus(string code) =>
        new(BusinessResponse.MessageStatus, "0242:000002", "0242:000001", code, InstanceId);

    public static Response InvoiceResponse(string code) =>
        new(BusinessResponse.InvoiceResponse, As4House.Buyer, As4House.Seller, code, Invoice);

    public async Task<Reply> Give(Response response) => await Give(await Written(response));

    public Task<Reply> Give((string ContentType, byte[] Body) message) =>
        Door.Handle(message.ContentType, message.Body, CancellationToken.None);

    /// <summary>As another access point would send it.</summary>
    public async Task<(string ContentType, byte[] Body)> Written(Response response)
    {
        var to = _house.Own.Certificate;
        var by = response.By ?? As4Peer.Certificate;
        var ids = new As4Ids(response.Id ?? Guid.NewGuid(), "peer.example");
        var label = new EnvelopeLabel(
            ids,
            response.Sender,
            "NO",
            response.Receiver,
            response.EnvelopeKind ?? response.Kind,
            BudstikkeApp.Monday,
            null
        );
        var head = new UserMessage(
            ids,
            BudstikkeApp.Monday,
            response.From ?? PeppolTrust.NameOf(by),
            response.To ?? PeppolTrust.NameOf(to),
            response.Sender,
            response.Receiver,
            response.Kind
        );
        var payload = SealedPayload.Compress(BusinessDocument.Around(response.Bytes(), label));
        using var content = new MultipartBody(
            As4Message.Seal(head, payload, by, response.EncryptedFor ?? to),
            () => { }
        );
        return (content.Headers.ContentType!.ToString(), await content.ReadAsByteArrayAsync());
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private IReadOnlyList<NewJob> Note(LateStatus status)
    {
        Noted.Add(status);
        return [];
    }

    /// <summary>What somebody sends; a test changes what is to be wrong with it.</summary>
    internal sealed record Response(PeppolDocument Kind, string Sender, string Receiver, string Code, string About)
    {
        public Guid? Id { get; init; }

        public X509Certificate2? By { get; init; }

        public string? From { get; init; }

        public string? To { get; init; }

        public X509Certificate2? EncryptedFor { get; init; }

        public PeppolDocument? EnvelopeKind { get; init; }

        public string Padding { get; init; } = "";

        public byte[] Bytes() =>
            Encoding.UTF8.GetBytes(
                $"""<ApplicationResponse xmlns="{Document}" xmlns:cac="{Aggregate}" xmlns:cbc="{Basic}">"""
                    + $"<cbc:CustomizationID>{Kind.Id.Split("##")[^1].Split("::")[0]}</cbc:CustomizationID>"
                    + $"<cbc:ProfileID>{Kind.Process}</cbc:ProfileID><cbc:ID>1</cbc:ID>"
                    + "<cbc:IssueDate>2026-01-05</cbc:IssueDate><cac:DocumentResponse><cac:Response>"
                    + $"<cbc:ResponseCode>{Code}</cbc:ResponseCode><cbc:Description>So it is</cbc:Description>"
                    + $"</cac:Response><cac:DocumentReference><cbc:ID>{About}</cbc:ID></cac:DocumentReference>"
                    + $"</cac:DocumentResponse>{Padding}</ApplicationResponse>"
            );
    }
}
