using System.Xml;
using Budstikke.Jobs;

namespace Budstikke.Peppol.As4;

/// <summary>
/// Sends a document to an access point: envelope, compression, encryption and signature as Peppol's profile asks, one
/// POST, and the answer read for what it proves. Each try of a dispatch has the same ids.
/// </summary>
/// <param name="own">Asked at each try, so that a new certificate needs no restart.</param>
internal sealed class As4Sender(As4Store store, As4Post post, Func<AccessPoint> own, TimeProvider time)
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
        if (Trust.ReasonAgainst(to.Certificate, point.Anchors, time.GetUtcNow()) is { } reason)
            return new Deferred($"The receiver's access point is not to be trusted: {reason}.") { LookUpAgain = true };
        var document = await dispatch.ReadDocument(cancel);
        if (document.Length > MaxDocumentBytes)
            return new Refused($"The document has {document.Length} bytes: {MaxDocumentBytes} go by Peppol.", true);
        var row = stored ?? await NewRow(to, dispatch, document, point);
        var message = Write(document, row, to, dispatch, point);
        return await Send(new(to, message, time.GetUtcNow()), row, dispatch, tries, cancel);
    }

    private async Task<Outcome> Send(
        SentTry sent,
        MessageRow row,
        PeppolDispatch dispatch,
        IReadOnlyList<TryRow> tries,
        CancellationToken cancel
    )
    {
        var number = tries.Count + 1;
        await store.Begin(row, number, sent);
        var exchange = await post.Send(sent.To.Address, sent.Message, cancel);
        var expected = new Expected(
            sent.Message.Ids.Message,
            [.. tries.Select(one => one.References), sent.Message.References],
            sent.To.Certificate,
            own().Anchors
        );
        var past = new PastTries(
            dispatch.IsUnconfirmed || tries.Any(one => one.End == TryEnd.Unanswered),
            tries.Any(one => one.End == TryEnd.Error)
        );
        var now = time.GetUtcNow();
        var answer = exchange.Fault is { } fault
            ? new As4Answer.Nothing(fault)
            : ReadAnswer.Of(exchange.Answer, expected, now);
        var (end, outcome) = As4Verdict.Of(exchange, answer, past);
        await store.End(row.MessageKey, number, end, exchange, now);
        return outcome;
    }

    private async Task<MessageRow> NewRow(
        PeppolEndpoint to,
        PeppolDispatch dispatch,
        byte[] document,
        AccessPoint point
    ) =>
        new(
            dispatch.Key,
            dispatch.ClientId,
            As4Ids.Of(await store.StoreNamespace(), dispatch.Key).ToString(),
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
            Trust.SeatOf(to.Certificate),
            row.Sender,
            row.Participant,
            to.Document
        );
        var payload = SealedPayload.Compress(BusinessDocument.Around(document, label));
        return As4Message.Seal(head, payload, point.Certificate, to.Certificate);
    }
}
