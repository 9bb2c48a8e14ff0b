using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Budstikke.Mail;

/// <summary>MailKit's client on our own wire, ready for messages: greeted, encrypted where asked, logged in.</summary>
internal sealed class SmtpConnection : SmtpClient
{
    private static readonly TimeSpan s_maxQuitTime = TimeSpan.FromSeconds(2);

    /// <summary>The first that the server offers; the same password, the safest way.</summary>
    private static readonly string[] s_passwordWays =
    [
        "SCRAM-SHA-512",
        "SCRAM-SHA-256",
        "SCRAM-SHA-1",
        "PLAIN",
        "LOGIN",
    ];

    private static readonly string[] s_tokenWays = ["OAUTHBEARER", "XOAUTH2"];

    private readonly SmtpWay _way;
    private readonly MailServer _server;
    private readonly SmtpTranscript _transcript;
    private readonly SmtpWire _wire;
    private string? _tlsTrouble;
    private WrittenMail? _mail;

    private SmtpConnection(SmtpWay way, SmtpTranscript transcript, SmtpWire wire)
        : base(transcript)
    {
        (_way, _server, _transcript, _wire) = (way, way.Server, transcript, wire);
        DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly;
        ServerCertificateValidationCallback = (_, _, chain, errors) =>
        {
            var reasons = chain?.ChainStatus.Select(one => one.Status.ToString()).Distinct() ?? [];
            _tlsTrouble = $"{errors} {string.Join(", ", reasons)}".TrimEnd();
            return errors == SslPolicyErrors.None;
        };
    }

    /// <summary>Messages that went over this connection.</summary>
    public int MessagesSent { get; private set; }

    public bool IsQuiet => IsConnected && _wire.IsQuiet;

    /// <summary>Where it was taken up for addresses in ASCII, it stays so.</summary>
    public bool CanCarry(WrittenMail mail) => !mail.NeedsSmtpUtf8 || Capabilities.HasFlag(SmtpCapabilities.UTF8);

    /// <returns>Why there is no connection: never the recipient's fault.</returns>
    public static async Task<(SmtpConnection? Connection, SmtpAnswer? WhyNot)> Open(
        SmtpWay way,
        CancellationToken cancel
    )
    {
        var server = way.Server;
        var transcript = new SmtpTranscript();
        var wire = new SmtpWire(way.Limits, transcript);
        var connection = new SmtpConnection(way, transcript, wire);
        var whyNot = await connection.Try(
            async () =>
            {
                await wire.Connect(server, cancel);
                connection.LocalDomain = OurName() ?? wire.LocalAddress.ToString();
                await connection.ConnectAsync(wire, server.Host, server.Port, SecurityOf(server), cancel);
                await connection.LogIn(cancel);
            },
            cancel
        );
        if (whyNot is null)
            return (connection, null);
        await wire.DisposeAsync();
        connection.Dispose();
        return (null, whyNot);
    }

    public async Task<SmtpAnswer> Send(WrittenMail mail, EmailAddress? sender, CancellationToken cancel)
    {
        _mail = mail;
        if (ReasonAgainst(mail, sender) is { } reason)
            return new(SmtpStep.Sender, null, reason) { IsImpossible = true };
        // With SMTPUTF8 MailKit writes domains as people read them, which is for those alone who asked for it.
        if (!mail.NeedsSmtpUtf8)
            Capabilities &= ~SmtpCapabilities.UTF8;
        _transcript.BeginMessage();
        _wire.Begin();
        var from = new MailboxAddress("", sender?.ToString() ?? "");
        var to = new MailboxAddress("", mail.To.ToString());
        var broken = await Try(() => SendAsync(mail.Format, mail.Message, from, [to], cancel), cancel);
        // Anything but its hanging up shows that the connection was not a dead one.
        var isHeard = _transcript.Replies.Any(said => said.Reply.Code != 421);
        if (broken is not null)
            return broken with { IsHeard = isHeard };
        MessagesSent++;
        return new(SmtpStep.Content, _transcript.Replies[^1].Reply) { IsHeard = isHeard };
    }

    /// <summary>What the server says against a sender; null where it takes mail from it.</summary>
    public async Task<SmtpReply?> TrySender(EmailAddress sender, CancellationToken cancel)
    {
        _transcript.BeginMessage();
        var answer = await Try(
            async () =>
            {
                await SendCommandAsync($"MAIL FROM:<{sender}>", cancel);
                await SendCommandAsync("RSET", cancel);
            },
            cancel
        );
        return answer?.Reply;
    }

    /// <summary>Takes leave without waiting long for the answer.</summary>
    public async Task Quit()
    {
        using var patience = new CancellationTokenSource(s_maxQuitTime);
        try
        {
            await DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception e) when (IsConversation(e) || e is OperationCanceledException)
        {
            // It is closed either way.
        }
        Dispose();
    }

    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int max)
    {
        // What is handed over is encoded already, and signed.
    }

    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancel) =>
        Task.FromResult(_mail!.Length);

    /// <summary>RFC 3461 § 4.4: comes back in a report, where the relay knows such.</summary>
    protected override string? GetEnvelopeId(MimeMessage message) => _mail!.Message.MessageId?.Split('@')[0];

    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(
        MimeMessage message,
        MailboxAddress mailbox
    ) =>
        DeliveryStatusNotification.Failure
        | DeliveryStatusNotification.Delay
        | (_way.Limits.AsksForSuccessReports ? DeliveryStatusNotification.Success : DeliveryStatusNotification.Failure);

    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(
        string host,
        RemoteCertificateValidationCallback callback
    )
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = callback,
        };
        if (_way.TrustedRoot is { } root)
            options.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        return options;
    }

    /// <summary>Does a part of the conversation: null, or how it ended.</summary>
    private async Task<SmtpAnswer?> Try(Func<Task> part, CancellationToken cancel)
    {
        Exception? fault = null;
        try
        {
            await part();
        }
        catch (Exception e) when (IsConversation(e) && !cancel.IsCancellationRequested)
        {
            fault = e;
        }
        // The first bad reply is the answer, whatever MailKit made of it; and where MailKit knows fewer codes than the
        // server, a good reply to the message is the end of it.
        foreach (var (step, reply) in _transcript.Replies)
            if (!step.IsGood(reply))
                return new(step, reply);
        if (fault is null || _transcript.Replies is [.., (SmtpStep.Content, _)])
            return null;
        return Broken(fault);
    }

    private SmtpAnswer Broken(Exception fault)
    {
        if (fault is SslHandshakeException)
        {
            var trouble = _tlsTrouble ?? _wire.Fault?.Message ?? fault.InnerException?.Message;
            return new(SmtpStep.Tls, null, $"The connection failed in the TLS handshake: {trouble}");
        }
        var known = _wire.Fault ?? fault as SmtpFault;
        return new(
            _transcript.Step,
            null,
            fault is NotSupportedException ? NoStartTls : known?.Message ?? fault.Message
        )
        {
            FaultForLog = known?.ForLog,
            MayHaveArrived = _transcript.IsAllSent,
        };
    }

    private string NoStartTls => $"{_server} does not offer STARTTLS; nothing was sent. (tls=none allows plain text.)";

    private static bool IsConversation(Exception e) =>
        e
            is IOException
                or CommandException
                or ProtocolException
                or ServiceNotAuthenticatedException
                or ServiceNotConnectedException
                or SslHandshakeException
                or AuthenticationException
                or SaslException
                or NotSupportedException
                or ObjectDisposedException;

    /// <summary>Why the server can never take the message; null when it may.</summary>
    private string? ReasonAgainst(WrittenMail mail, EmailAddress? sender)
    {
        var needsUtf8 = mail.NeedsSmtpUtf8 || sender is { NeedsSmtpUtf8: true };
        if (needsUtf8 && !(Capabilities.HasFlag(SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime)))
            return $"{mail.To} or the sender has characters that need SMTPUTF8 (RFC 6531), which the mail server "
                + "does not offer.";
        return MaxSize > 0 && mail.Length > MaxSize
            ? $"The message has {mail.Length} bytes; the mail server takes {MaxSize}."
            : null;
    }

    private async Task LogIn(CancellationToken cancel)
    {
        if (_server.Credentials is not { } credentials)
            return;
        if (!IsSecure && !_wire.IsLoopback)
            throw new SmtpFault($"{_server} is another machine and not encrypted; the password was not sent.");
        var offered = AuthenticationMechanisms;
        var name =
            (credentials.IsToken ? s_tokenWays : s_passwordWays).FirstOrDefault(offered.Contains)
            ?? throw new SmtpFault($"{_server} offers no way to log in that we know: {string.Join(' ', offered)}");
        var token = credentials.IsToken ? await _way.Token!(cancel) : credentials.Reveal();
        var secret = new NetworkCredential(credentials.User, token);
        await AuthenticateAsync(
            name switch
            {
                "OAUTHBEARER" => new SaslMechanismOAuthBearer(secret),
                "XOAUTH2" => new SaslMechanismOAuth2(secret),
                "SCRAM-SHA-512" => new SaslMechanismScramSha512(secret),
                "SCRAM-SHA-256" => new SaslMechanismScramSha256(secret),
                "SCRAM-SHA-1" => new SaslMechanismScramSha1(secret),
                "PLAIN" => new SaslMechanismPlain(secret),
                _ => new SaslMechanismLogin(secret),
            },
            cancel
        );
    }

    private static SecureSocketOptions SecurityOf(MailServer server) =>
        server.Security switch
        {
            TransportSecurity.Implicit => SecureSocketOptions.SslOnConnect,
            TransportSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };

    /// <summary>RFC 5321 § 4.1.4: our full name; null where the machine has none.</summary>
    private static string? OurName()
    {
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        var name = $"{properties.HostName}.{properties.DomainName}".TrimEnd('.');
        return name.Contains('.') && Uri.CheckHostName(name) == UriHostNameType.Dns && Ascii.IsValid(name)
            ? name
            : null;
    }
}

/// <summary>What a connection needs.</summary>
/// <param name="TrustedRoot">The only root to trust, for tests.</param>
/// <param name="Token">Gives the token instead of a password.</param>
internal sealed record SmtpWay(
    MailServer Server,
    SmtpLimits Limits,
    X509Certificate2? TrustedRoot,
    Func<CancellationToken, Task<string>>? Token
);
