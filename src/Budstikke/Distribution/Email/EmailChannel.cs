using System.Globalization;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;

namespace Budstikke.Distribution.Email;

/// <summary>
/// The invoice as a PDF with a short letter, over SMTP. The same dispatch gives the same bytes in every try; its key is
/// the Message-ID and stands in the envelope sender, so that a repeat is recognisable and a bounce names its dispatch.
/// </summary>
internal sealed class EmailChannel(
    EmailSettings settings,
    SendMail send,
    ReadBounceKey readBounceKey,
    BounceSettings bounces,
    WhyNotMailed whyNot
) : IChannel
{
    /// <summary>Most of what comes back does so within minutes, nearly all within two days.</summary>
    private static readonly TimeSpan s_presumedAfter = TimeSpan.FromHours(48);

    /// <summary>Base64 and line ends make 24 MiB of it, and common servers take 25.</summary>
    public const int MaxPdfBytes = 17 * 1024 * 1024;

    public Channel Channel => EmailDescription.Channel;

    public TimeSpan? PresumedAfter => bounces.AreHeard ? s_presumedAfter : null;

    public Patience? Patience => settings.Patience;

    public async Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        var (recipient, reason) = EmailAddress.Parse(dispatch.Recipient);
        if (recipient is null)
            return new Refused($"The e-mail address {reason}.", ByData: true);
        if (await whyNot(dispatch, cancel) is { } passed)
            return passed;
        var sender = settings.EnvelopeSender(dispatch.Key, await readBounceKey());
        var pdf = await dispatch.ReadPdf(cancel);
        if (pdf.Length > MaxPdfBytes)
            return new Refused(
                $"The PDF has {pdf.Length.ToString(CultureInfo.InvariantCulture)} bytes, too many for an e-mail.",
                ByData: true
            );
        var message = InvoiceMail.Of(dispatch, recipient, pdf, settings.From);
        var outcome = await send(sender, message, cancel);
        return dispatch.IsUnconfirmed ? WithRepeat(outcome, message.MessageId) : outcome;
    }

    private static Outcome WithRepeat(Outcome outcome, string messageId) =>
        outcome with
        {
            Evidence =
                $"{outcome.Evidence}\nAn earlier try ended without an answer and may have arrived: this was a "
                + $"repeat with the same Message-ID <{messageId}>.",
        };
}
