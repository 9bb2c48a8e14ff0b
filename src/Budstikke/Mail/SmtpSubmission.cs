using System.Security.Cryptography.X509Certificates;
using Budstikke.Jobs;

namespace Budstikke.Mail;

/// <summary>
/// Hands messages to a submission server, one recipient at a time, and says what it answered. Safe for concurrent use;
/// connections are kept open for the next message.
/// </summary>
internal sealed class SmtpSubmission : IAsyncDisposable
{
    private readonly SmtpLimits _limits;
    private readonly X509Certificate2? _trustedRoot;
    private readonly SmtpPool _pool;

    /// <param name="time">The clock of idle connections.</param>
    /// <param name="limits">Shorter time-outs, for tests.</param>
    /// <param name="trustedRoot">The only root to trust, for tests; the product trusts what the system trusts.</param>
    public SmtpSubmission(TimeProvider time, SmtpLimits? limits = null, X509Certificate2? trustedRoot = null)
    {
        _limits = limits ?? SmtpLimits.Default;
        _trustedRoot = trustedRoot;
        _pool = new(_limits, time);
    }

    /// <summary>
    /// Accepted: the server took responsibility. Refused: this recipient or content, never. Deferred: all else, also
    /// what may have arrived ("Outcome unknown"): send the same bytes again, their Message-ID shows the repeat.
    /// </summary>
    /// <param name="server">Where to.</param>
    /// <param name="envelopeSender">Where bounces go; empty for nowhere.</param>
    /// <param name="recipient">As the customer gave it.</param>
    /// <param name="message">What <see cref="MimeWriter"/> wrote.</param>
    /// <param name="cancel">Ends the conversation at once; what had been sent may have arrived.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ArgumentException">The message has line ends other than CRLF.</exception>
    public async Task<Outcome> Send(
        MailServer server,
        string envelopeSender,
        string recipient,
        ReadOnlyMemory<byte> message,
        CancellationToken cancel
    )
    {
        var (to, reason) = EmailAddress.Parse(recipient);
        if (to is null)
            return new Refused($"The e-mail address {reason}.", ByData: true);
        EmailAddress? from = null;
        if (envelopeSender.Length > 0)
        {
            (from, reason) = EmailAddress.Parse(envelopeSender);
            if (from is null)
                return new Deferred(
                    $"Our sender address {reason}. This is about our own setting, not about the recipient."
                );
        }
        using var clock = new SmtpClock(_limits, cancel);
        return await Send(server, SmtpEnvelope.Of(from, to, message), clock);
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task<Outcome> Send(MailServer server, SmtpEnvelope envelope, SmtpClock clock)
    {
        while (_pool.Take(server) is { } kept)
        {
            kept.IsFresh = false;
            try
            {
                return await SendOver(kept, server, envelope, clock);
            }
            catch (SmtpFault) when (!kept.IsFresh)
            {
                // The server had given up the idle connection before it saw anything of this message.
            }
            catch (SmtpFault fault)
            {
                return fault.Outcome;
            }
        }
        try
        {
            return await SendOver(await SmtpConnection.Open(server, _trustedRoot, clock), server, envelope, clock);
        }
        catch (SmtpFault fault)
        {
            return fault.Outcome;
        }
    }

    private async Task<Outcome> SendOver(
        SmtpConnection connection,
        MailServer server,
        SmtpEnvelope envelope,
        SmtpClock clock
    )
    {
        var transaction = new SmtpTransaction(connection, envelope, clock);
        try
        {
            return await transaction.Run();
        }
        finally
        {
            if (transaction.LeavesConnectionUsable)
                _pool.Return(server, connection);
            else
                await connection.DisposeAsync();
        }
    }
}
