using System.Security.Cryptography.X509Certificates;
using MimeKit.Cryptography;

namespace Budstikke.Mail;

/// <summary>
/// Hands messages to a submission server, one recipient at a time, and says what it answered. Safe for concurrent use;
/// connections are kept open for the next message, and there are never more of them than the limit says.
/// </summary>
internal sealed class SmtpSubmission : IAsyncDisposable
{
    private readonly SmtpLimits _limits;
    private readonly X509Certificate2? _trustedRoot;
    private readonly SmtpPool _pool;

    /// <summary>Who signs a mail; null for nobody, as its answer for one that is not his.</summary>
    public Func<MailMessage, DkimSigner?>? SignerFor { get; init; }

    /// <summary>Gives the token instead of a password, where a server is named with a user alone.</summary>
    public Func<CancellationToken, Task<string>>? Token { get; init; }

    /// <param name="time">The clock of idle connections.</param>
    /// <param name="limits">Shorter time-outs, for tests.</param>
    /// <param name="trustedRoot">The only root to trust, for tests; the product trusts what the system trusts.</param>
    public SmtpSubmission(TimeProvider time, SmtpLimits? limits = null, X509Certificate2? trustedRoot = null)
    {
        _limits = limits ?? SmtpLimits.Default;
        _trustedRoot = trustedRoot;
        _pool = new(_limits, time);
    }

    /// <param name="server">Where to.</param>
    /// <param name="sender">Where bounces go; null for nowhere (<c>&lt;&gt;</c>).</param>
    /// <param name="mail">The same in every try: its Message-ID shows a repeat.</param>
    /// <param name="cancel">Ends the conversation at once; what had been sent may have arrived.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<SmtpAnswer> Send(
        MailServer server,
        EmailAddress? sender,
        MailMessage mail,
        CancellationToken cancel
    )
    {
        using var written = WrittenMail.Of(mail, SignerFor?.Invoke(mail));
        return await Send(server, sender, written, cancel);
    }

    /// <summary>Called where the server did not take it.</summary>
    public Action? ForgetToken { get; init; }

    /// <summary>Goes as far as a mail's sender, and sends nothing.</summary>
    /// <returns>Why the server does not let us in; or what it offers, and what it says against the sender.</returns>
    public async Task<(SmtpAnswer? WhyNot, string Offered, SmtpReply? Refusal)> Try(
        MailServer server,
        EmailAddress sender,
        CancellationToken cancel
    )
    {
        var (connection, whyNot) = await SmtpConnection.Open(new(server, _limits, _trustedRoot, Token), cancel);
        if (connection is null)
            return (whyNot, "", null);
        var refusal = await connection.TrySender(sender, cancel);
        var offered = connection.Capabilities.ToString();
        await connection.Quit();
        return (null, offered, refusal);
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task<SmtpAnswer> Send(
        MailServer server,
        EmailAddress? sender,
        WrittenMail mail,
        CancellationToken cancel
    )
    {
        using var place = await _pool.Enter(server, cancel);
        while (_pool.Take(server, mail) is { } kept)
        {
            var answer = await SendOver(kept, server, sender, mail, cancel);
            // An idle connection that the server gave up before it saw anything of this message does not count. The
            // connection itself may carry another message by now.
            if (answer.IsHeard || answer.IsImpossible)
                return answer;
        }
        var (connection, whyNot) = await SmtpConnection.Open(new(server, _limits, _trustedRoot, Token), cancel);
        if (whyNot is { Step: SmtpStep.Authentication })
            ForgetToken?.Invoke();
        return connection is null ? whyNot! : await SendOver(connection, server, sender, mail, cancel);
    }

    private async Task<SmtpAnswer> SendOver(
        SmtpConnection connection,
        MailServer server,
        EmailAddress? sender,
        WrittenMail mail,
        CancellationToken cancel
    )
    {
        try
        {
            return await connection.Send(mail, sender, cancel);
        }
        finally
        {
            if (connection.IsConnected)
                _pool.Return(server, connection);
            else
                connection.Dispose();
        }
    }
}
