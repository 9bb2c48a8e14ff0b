using System.Buffers;
using SmtpServer;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>What the listener says to a mail: whom it is taken for, and when it is kept. The library disposes of
/// whatever it uses here after each mail, so that this owns nothing.</summary>
internal sealed class BounceDesk(BounceSettings settings, TakeBounce take, ILogger log) : IMessageStore, IMailboxFilter
{
    private const string Way = "smtp";

    /// <summary>In a session: the recipient of the mail that has begun.</summary>
    private const string Recipient = "recipient";
    private const int TooManyRecipients = 452;
    private const int TryAgain = 451;
    private static readonly SmtpResponse s_oneRecipient = new((SmtpReplyCode)TooManyRecipients, "4.5.3 one recipient");
    private static readonly SmtpResponse s_notNow = new((SmtpReplyCode)TryAgain, "4.3.0 not kept, try again later");
    private static readonly SmtpResponse s_noRelay = new(
        SmtpReplyCode.MailboxUnavailable,
        "5.7.1 this server takes bounces alone"
    );

    public Task<bool> CanAcceptFromAsync(
        ISessionContext context,
        IMailbox from,
        int size,
        CancellationToken cancellationToken
    )
    {
        context.Properties.Remove(Recipient);
        return Task.FromResult(true);
    }

    /// <summary>
    /// LMTP answers once for each recipient behind a mail (RFC 2033 § 4.2), and SMTP once for all: with one recipient
    /// at a time the two are the same, and whoever has more sends the mail again for them (RFC 5321 § 4.5.3.1.10).
    /// </summary>
    public Task<bool> CanDeliverToAsync(
        ISessionContext context,
        IMailbox to,
        IMailbox from,
        CancellationToken cancellationToken
    )
    {
        if (!to.Host.Equals(settings.BounceDomain, StringComparison.OrdinalIgnoreCase))
            throw new SmtpResponseException(s_noRelay);
        if (!context.Properties.TryAdd(Recipient, to))
            throw new SmtpResponseException(s_oneRecipient);
        return Task.FromResult(true);
    }

    public async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var beginning = buffer.Slice(0, Math.Min(buffer.Length, BounceReader.MaxReadBytes)).ToArray();
            var recipients = transaction.To.Select(one => $"{one.User}@{one.Host}").ToList();
            await take(new(beginning, recipients, Way) { Bytes = buffer.Length }, cancellationToken);
            return SmtpResponse.Ok;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(error, "A bounce could not be kept; its server was told to send it again");
            return s_notNow;
        }
    }
}
