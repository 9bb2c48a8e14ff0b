using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>What goes back over the connection that a message came by.</summary>
internal sealed record Reply(int HttpStatus, byte[] Envelope);

/// <summary>
/// Takes the two documents that answer ours, a Message Level Status and an Invoice Response, and no others: verifies,
/// decrypts, notes what counts, and says that it was received.
/// </summary>
internal sealed class ReceiveStatus(
    StatusStore store,
    Func<AccessPoint> own,
    TimeProvider time,
    ILogger<ReceiveStatus> log
)
{
    public const int MaxBodyBytes = 1024 * 1024;
    private const int MaxInflatedBytes = 10 * 1024 * 1024;
    private const int Ok = 200;
    private const int BadRequest = 400;

    public async Task<Reply> Handle(string? contentType, byte[] body, CancellationToken cancel)
    {
        var (point, now) = (own(), time.GetUtcNow());
        string? id = null;
        try
        {
            var parts = await MimeParts.Read(contentType, body, cancel);
            var soap = Soap(parts);
            id = ReadMessage.IdOf(soap);
            var message = ReadMessage.Of(parts, soap, point, now);
            await Take(message, parts, now);
            return new(Ok, As4Signal.Receipt(message.MessageId, message.References, point, now));
        }
        catch (As4Fault fault)
        {
            log.LogInformation("A message to our access point was not taken: {Fault}", fault.Message);
            return new(fault.Code == "EBMS:0004" ? Ok : BadRequest, As4Signal.Error(id, fault, point, now));
        }
    }

    private async Task Take(ReceivedMessage message, MimeParts parts, DateTimeOffset now)
    {
        if (BusinessResponse.KindOf(message.Kind) is not { } kind)
            throw As4Fault.NotServiced();
        var document = ReadMessage.Inflate(message.Document, MaxInflatedBytes);
        var response = BusinessResponse.Read(document, kind, message);
        var sent = await store.SentFor(response, message);
        if (StatusVerdict.Of(response, message, sent) is { } status)
            await store.Note(new(message, response, status, parts.Envelope, document, now));
        else
            log.LogInformation(
                "A {Kind} from {Seat} names no document that we sent there: it counts for nothing",
                kind,
                PeppolTrust.NameOf(message.Signer)
            );
    }

    private static SoapMessage Soap(MimeParts parts)
    {
        try
        {
            return SoapMessage.Read(parts.Envelope);
        }
        catch (XmlException error)
        {
            throw As4Fault.Header(error.Message);
        }
    }
}
