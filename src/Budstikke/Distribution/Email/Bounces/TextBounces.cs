using System.Text.RegularExpressions;
using MimeKit;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Reads reports that are only a text: qmail's (QSBMF), those of older servers, and whatever a mailer daemon writes. A
/// text counts where a mail system wrote it and it says that delivery failed or is delayed.
/// </summary>
internal static partial class TextBounces
{
    private const int MaxDiagnosticCharacters = 1000;

    /// <summary>In the first lines, which are the server's own; behind them comes our mail.</summary>
    private const int MaxCharacters = 16 * 1024;

    private const string FailedRecipients = "X-Failed-Recipients";

    /// <summary>Empty where the text is no report.</summary>
    public static IReadOnlyList<ReportedRecipient> Of(MimeMessage message, string text)
    {
        var own = OwnWords(Jobs.Cut.To(text, MaxCharacters));
        if (Qmail().IsMatch(own))
            return OfQmail(own);
        if (!IsFromMailSystem(message) && message.Headers[FailedRecipients] is null)
            return [];
        var subject = message.Subject ?? "";
        if (Delay().IsMatch(own) || Delay().IsMatch(subject))
            return [Recipient(ReportedAction.Delayed, message, own)];
        var hasFailed =
            message.Headers[FailedRecipients] is not null || Failure().IsMatch(subject) || Failure().IsMatch(own);
        return hasFailed ? [Recipient(ReportedAction.Failed, message, own)] : [];
    }

    /// <summary>The paragraphs that begin with an address and a colon, each with the reason behind it.</summary>
    private static IReadOnlyList<ReportedRecipient> OfQmail(string own) =>
        [
            .. QmailRecipient()
                .Matches(own)
                .Select(match => new ReportedRecipient(
                    QmailDelay().IsMatch(own) ? ReportedAction.Delayed : ReportedAction.Failed,
                    match.Groups["address"].Value,
                    null,
                    StatusFields.StatusIn(match.Groups["reason"].Value),
                    Diagnostic(match.Groups["reason"].Value)
                )),
        ];

    private static ReportedRecipient Recipient(ReportedAction action, MimeMessage message, string own) =>
        new(
            action,
            message.Headers[FailedRecipients]?.Split(',')[0].Trim() ?? FirstAddress(own),
            null,
            StatusFields.StatusIn(own),
            Diagnostic(own)
        );

    private static string? FirstAddress(string own) => Address().Match(own) is { Success: true } one ? one.Value : null;

    private static string Diagnostic(string text) =>
        Jobs.Cut.To(Blanks().Replace(text, " ").Trim(), MaxDiagnosticCharacters);

    private static string OwnWords(string text) =>
        Returned().Match(text) is { Success: true } returned ? text[..returned.Index] : text;

    private static bool IsFromMailSystem(MimeMessage message) =>
        message
            .From.Mailboxes.Concat(message.Sender is { } sender ? [sender] : [])
            .Any(one => MailSystem().IsMatch(one.Address.Split('@')[0]));

    /// <summary>What every server writes before it repeats our mail.</summary>
    [GeneratedRegex(
        @"^[^\w\n]{0,80}(Below this line is a copy of the message|This is a copy of (the|your) message|"
            + @"Original message|"
            + @"(The )?(original|unsent) message( header)?s? (is|are|follows?|below)|Message header follows|"
            + @"Forwarded message|Opprinnelig melding)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline
    )]
    private static partial Regex Returned();

    [GeneratedRegex(@"\A\s*Hi\. This is (the|an?) ", RegexOptions.IgnoreCase)]
    private static partial Regex Qmail();

    [GeneratedRegex(
        @"^<(?<address>[^<>\s]{1,320})>:[ \t]*\r?\n(?<reason>(?:[ \t]*[^\s][^\n]*(?:\n|\z)){1,20})",
        RegexOptions.Multiline
    )]
    private static partial Regex QmailRecipient();

    [GeneratedRegex(@"has not been delivered yet|still in the queue|I'm not going to give up", RegexOptions.IgnoreCase)]
    private static partial Regex QmailDelay();

    [GeneratedRegex(
        @"\A(mailer-?daemon|mail-?daemon|postmaster|mail-?system|daemon|mmdf|mdaemon|autoresponder-bounce|"
            + @"microsoftexchange[0-9a-f]*|system administrator|mail delivery (sub)?system)\z",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex MailSystem();

    [GeneratedRegex(
        @"not (yet )?been delivered (to .{0,200} )?(yet|after)|"
            + @"delivery (is |has been |was |temporarily )?(delayed|suspended)|"
            + @"delayed mail|(mail|message|delivery) (status )?(delay|warning)|warning: (could not send|message)|"
            + @"will (be retried|keep trying|continue to (be )?(try|retr))|no action is required on your part|"
            + @"transient (non-fatal )?errors|forsinket",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Delay();

    [GeneratedRegex(
        @"undeliver(able|ed)|delivery (status notification \(failure\)|failure|failed|error)|mail delivery failed|"
            + @"failure notice|returned (mail|to sender)|returning message to sender|could not be delivered|"
            + @"(was|were) not delivered|not be delivered|permanent (fatal )?(error|failure)|unable to deliver|"
            + @"did not reach|user unknown|unknown user|no such user|mailbox (unavailable|not found)|"
            + @"kunne ikke leveres|kan ikke leveres|ble ikke levert|nicht zugestellt|unzustellbar|"
            + @"kunde inte levereras|olevererbart|(?<![\d.])5\d\d[ -]+5\.\d{1,3}\.\d{1,3}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Failure();

    [GeneratedRegex(@"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,255}[A-Za-z0-9]")]
    private static partial Regex Address();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
