using Budstikke.Jobs;

namespace Budstikke.Mail;

/// <summary>What we had said when a reply came.</summary>
internal enum SmtpStep
{
    Greeting,
    Hello,
    StartTls,
    Authentication,
    Sender,
    Recipient,
    DataCommand,
    Content,
}

/// <summary>What a negative reply means for the message.</summary>
internal static class SmtpVerdict
{
    /// <summary>Whatever was asked, the server hangs up on everybody (RFC 5321 § 3.8).</summary>
    private const int ServiceCloses = 421;

    /// <summary>
    /// A 5xx refuses the customer's address or the content only where it speaks of them. One that speaks of our server,
    /// our password or our sender address would refuse every customer alike: that is ours to mend, so the message
    /// waits.
    /// </summary>
    public static Outcome Of(SmtpStep step, SmtpReply reply)
    {
        var evidence = $"{reply}\n(in answer to {Name(step)})";
        if (!reply.IsPermanent)
            return new Deferred(reply.IsPositive ? $"{evidence} An unexpected answer." : evidence)
            {
                Away = step < SmtpStep.Sender || reply.Code == ServiceCloses ? Bare(step, reply) : null,
            };
        return IsAboutTheMessage(step, reply)
            ? new Refused(evidence)
            : new Deferred($"{evidence} This is about our own setting, not about the recipient.")
            {
                Away = $"{Bare(step, reply)}: about our own setting, not about a recipient",
            };
    }

    /// <summary>The codes alone: the words may repeat an address.</summary>
    private static string Bare(SmtpStep step, SmtpReply reply) =>
        $"{string.Join(' ', new[] { $"{reply.Code}", reply.EnhancedCode }.OfType<string>())} in answer to {Name(step)}";

    public static string Name(SmtpStep step) =>
        step switch
        {
            SmtpStep.Greeting => "our connection",
            SmtpStep.Hello => "EHLO",
            SmtpStep.StartTls => "STARTTLS",
            SmtpStep.Authentication => "AUTH",
            SmtpStep.Sender => "MAIL FROM",
            SmtpStep.Recipient => "RCPT TO",
            SmtpStep.DataCommand => "DATA",
            _ => "the message",
        };

    private static bool IsAboutTheMessage(SmtpStep step, SmtpReply reply) =>
        step switch
        {
            // 552 and 5.3.4: the message is too big (RFC 1870); all else is about our sender address.
            SmtpStep.Sender => reply.Code == 552 || reply.EnhancedCode is "5.3.4" or "5.2.3",
            SmtpStep.Recipient => !IsAboutOurSession(reply) && !IsAboutRelaying(reply),
            SmtpStep.DataCommand => !IsAboutOurSession(reply),
            SmtpStep.Content => !IsAboutOurSession(reply),
            _ => false,
        };

    /// <summary>The command was not understood or out of turn (RFC 5321), or wants TLS or a password first (RFC 3207,
    /// 4954).</summary>
    private static bool IsAboutOurSession(SmtpReply reply) =>
        reply.Code is 500 or 502 or 503 or 530 or 534 or 535 or 538
        || reply.EnhancedCode is "5.7.8" or "5.7.9" or "5.7.11";

    /// <summary>
    /// "Relay access denied", "relaying not permitted", "Client host rejected": 5.7.1 has no finer code for a server
    /// that does not send for us, so the words decide.
    /// </summary>
    private static bool IsAboutRelaying(SmtpReply reply) =>
        reply.EnhancedCode is null or "5.7.1" or "5.7.0"
        && reply.Texts.Any(text =>
            text.Contains("relay", StringComparison.OrdinalIgnoreCase)
            || text.Contains("client host", StringComparison.OrdinalIgnoreCase)
        );
}
