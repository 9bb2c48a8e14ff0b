namespace Budstikke.Mail;

/// <summary>What we had said when a reply came.</summary>
internal enum SmtpStep
{
    Connecting,
    Tls,
    Greeting,
    Hello,
    StartTls,
    Authentication,
    Sender,
    Recipient,
    DataCommand,
    Content,

    /// <summary>RSET and QUIT: nothing depends on their replies.</summary>
    Ending,
}

internal static class SmtpSteps
{
    /// <summary>As a log and a timeline name it.</summary>
    public static string Name(this SmtpStep step) =>
        step switch
        {
            SmtpStep.Connecting or SmtpStep.Greeting => "our connection",
            SmtpStep.Tls => "the TLS handshake",
            SmtpStep.Hello => "EHLO",
            SmtpStep.StartTls => "STARTTLS",
            SmtpStep.Authentication => "AUTH",
            SmtpStep.Sender => "MAIL FROM",
            SmtpStep.Recipient => "RCPT TO",
            SmtpStep.DataCommand => "DATA",
            SmtpStep.Content => "the message",
            _ => "our leave",
        };

    public static bool IsGood(this SmtpStep step, SmtpReply reply) =>
        step == SmtpStep.Ending
        || (step == SmtpStep.DataCommand ? reply.Code is >= 300 and < 400 : reply.IsPositive)
        || (step == SmtpStep.Authentication && reply.Code == 334);
}

/// <summary>How a conversation about one message ended.</summary>
/// <param name="Step">At which it ended.</param>
/// <param name="Reply">The whole; null where there was none.</param>
/// <param name="Fault">What broke instead, as a sentence.</param>
internal sealed record SmtpAnswer(SmtpStep Step, SmtpReply? Reply, string? Fault = null)
{
    /// <summary>The fault where it repeats no word of the server's, for a log.</summary>
    public string? FaultForLog { get; init; }

    /// <summary>All was sent, and no answer came: the outcome is unknown.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>The server has said anything to this message.</summary>
    public bool IsHeard { get; init; }

    /// <summary>The server cannot take this message, by what it says it can: nothing was sent.</summary>
    public bool IsImpossible { get; init; }

    public bool IsAccepted => Step == SmtpStep.Content && Reply is { IsPositive: true };
}
