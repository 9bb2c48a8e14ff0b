using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

/// <summary>
/// Sends a document to an access point: envelope, compression, encryption and signature as Peppol's profile asks, one
/// POST, and the answer read for what it proves. Each try of a dispatch has the same ids.
/// </summary>
/// <param name="own">Asked at each try, so that a new certificate needs no restart.</param>
/// <param name="forget">Told of an endpoint that is out of date: it is looked up before the next try.</param>
internal sealed class As4Sender(
    As4Store store,
    NameIds ids,
    As4Post post,
    Func<AccessPoint> own,
    Action<PeppolEndpoint> forget,
    TimeProvider time
)
{
    /// <summary>In memory there are the document and its compressed and encrypted form, and hardly more.</summary>
    public const int MaxDocumentBytes = 20 * 1024 * 1024;

    /// <inheritdoc cref="SendByPeppol"/>
    public async Task<Outcome> Send(PeppolEndpoint to, PeppolDispatch dispatch, CancellationToken cancel)
    {
        var (stored, tries) = await store.Of(dispatch.Key);
        // The node died between the receipt and the note of it: nothing needs to be sent any more.
        if (tries.Any(one => one.End is TryEnd.Receipt or TryEnd.Duplicate))
            return new Accepted("An earlier try was accepted, as its stored answer says.");
        var point = own();
        if (point.WhyNot(to.Certificate, time.GetUtcNow()) is { } reason)
        {
            forget(to);
            return new Deferred($"Nothing is sent to an access point that is not trusted: {reason}.");
        }
        var document = await dispatch.ReadDocument(cancel);
        if (document.Length > MaxDocumentBytes)
            return new Refused($"The document has {document.Length} bytes: {MaxDocumentBytes} go by Peppol.", true);
        var row = stored ?? await NewRow(to, dispatch, document, point);
        var message = Write(document, row, to, dispatch, point);
        return await Post(new(to, message, time.GetUtcNow()), new(row, dispatch, tries, point), cancel);
    }

    private async Task<Outcome> Post(SentTry sent, Repeated of, CancellationToken cancel)
    {
        var number = of.Tries.Count + 1;
        await store.Begin(of.Row, number, sent);
        var exchange = await post.Send(sent.To.Address, sent.Message, cancel);
        var expected = new Expected(
            sent.Message.Ids.Message,
            [.. of.Tries.Select(one => one.References), sent.Message.References],
            sent.To.Certificate,
            of.Point.WhyNot
        );
        var past = new PastTries(
            of.Dispatch.IsUnconfirmed || of.Tries.Any(one => one.End == TryEnd.Unanswered),
            of.Tries.Any(one => one.End == TryEnd.Error)
        );
        var now = time.GetUtcNow();
        var answer = exchange.Fault is { } fault
            ? new As4Answer.Nothing(fault)
            : ReadAnswer.Of(exchange.Answer, expected, now);
        var verdict = As4Verdict.Of(exchange, answer, past);
        await store.End(of.Row.MessageKey, number, verdict.End, exchange, now);
        if (verdict.LooksUpAgain)
            forget(sent.To);
        return verdict.Outcome;
    }

    private sealed record Repeated(
        MessageRow Row,
        PeppolDispatch Dispatch,
        IReadOnlyList<TryRow> Tries,
        AccessPoint Point
    );

    private async Task<MessageRow> NewRow(
        PeppolEndpoint to,
        PeppolDispatch dispatch,
        byte[] document,
        AccessPoint point
    ) =>
        new(
            dispatch.Key,
            dispatch.ClientId,
            await ids.Of(dispatch.Key),
            point.Host,
            dispatch.Sender,
            to.Participant,
            DocumentId.Of(document),
            point.StatusParticipant,
            dispatch.IssuedAt.ToUnixTimeMilliseconds()
        );

    private static As4Message Write(
        byte[] document,
        MessageRow row,
        PeppolEndpoint to,
        PeppolDispatch dispatch,
        AccessPoint point
    )
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.WrittenAt);
        var label = new EnvelopeLabel(
            row.Ids,
            row.Sender,
            dispatch.SenderCountry,
            row.Participant,
            to.Document,
            at,
            row.StatusTo
        );
        var head = new UserMessage(
            row.Ids,
            at,
            point.Seat,
            PeppolTrust.NameOf(to.Certificate),
            row.Sender,
            row.Participant,
            to.Document
        );
        var payload = SealedPayload.Compress(BusinessDocument.Around(document, label));
        return As4Message.Seal(head, payload, point.Certificate, to.Certificate);
    }
}
