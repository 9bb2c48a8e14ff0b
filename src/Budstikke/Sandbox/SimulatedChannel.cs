using System.Globalization;
using Budstikke.Distribution;
using Budstikke.Jobs;

namespace Budstikke.Sandbox;

/// <summary>
/// A channel that sends nothing: it keeps what would have gone out, and fails where a magic value says so. The outcome
/// travels the same way as a real one.
/// </summary>
/// <param name="channel">Which one it stands for.</param>
/// <param name="outbox">Where it keeps.</param>
/// <param name="time">When it was "sent".</param>
internal sealed class SimulatedChannel(Channel channel, SandboxOutbox outbox, TimeProvider time) : IChannel
{
    private const string LostAnswer = "Outcome unknown, the whole message was sent and the server hung up.";

    public Channel Channel => channel;

    public async Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        var magic = MagicValues.For(
            channel,
            new(dispatch.Recipient, dispatch.Invoice.BuyerName, dispatch.Invoice.Street)
        );
        if (magic is { Answer: MagicAnswer.Refused })
            return new Refused(MagicValues.Simulated(magic.Evidence), ByData: true);
        if (magic is { Answer: MagicAnswer.NotReachable })
            return NotReachable(MagicValues.Simulated(magic.Evidence));
        if (magic is { Answer: MagicAnswer.Deferred })
            return new Deferred(MagicValues.Simulated(magic.Evidence));
        if (magic is { Answer: MagicAnswer.LostThenRefused })
            return dispatch.EarlierAttempts == 0
                ? new Deferred(MagicValues.Simulated(LostAnswer), MayHaveArrived: true)
                : new Refused(MagicValues.Simulated(magic.Evidence));
        if (channel.ReasonAgainst(dispatch.Invoice) is { } reason)
            return new Refused(MagicValues.Simulated(reason), ByData: true);
        var parcel = await ParcelOf(dispatch, cancel);
        var isNew = await outbox.Put(EntryOf(dispatch, parcel.MediaType), parcel.Content, cancel);
        return new Accepted(
            MagicValues.Simulated(
                isNew
                    ? $"kept in the sandbox's outbox as {dispatch.Key}."
                    : $"was in the sandbox's outbox already, as {dispatch.Key}."
            )
        );
    }

    private async Task<Parcel> ParcelOf(Dispatch dispatch, CancellationToken cancel)
    {
        if (channel.Document == ChannelDocument.Ubl)
            return new("application/xml", await dispatch.ReadUbl(cancel));
        var pdf = await dispatch.ReadPdf(cancel);
        return channel.Pack(dispatch, pdf) ?? new("application/pdf", pdf);
    }

    private static NotReachable NotReachable(string reason) => new(reason, reason);

    private OutboxEntry EntryOf(Dispatch dispatch, string mediaType) =>
        new(
            dispatch.Key,
            dispatch.ClientId,
            channel.Name,
            dispatch.Recipient,
            Describe(dispatch.Invoice),
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            mediaType
        );

    private static string Describe(DispatchedInvoice invoice)
    {
        var document = invoice.IsCreditNote ? "Credit note" : "Invoice";
        var amount = invoice.AmountDue.ToString("0.00", CultureInfo.InvariantCulture);
        return $"{document} {invoice.Number} from {invoice.SellerName} to {invoice.BuyerName}, NOK {amount}";
    }
}
