using System.Text.RegularExpressions;
using MimeKit;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>Tells what a recipient's program has answered by itself from what a person wrote.</summary>
internal static partial class AutoReplies
{
    private static readonly string[] s_marks =
    [
        "X-Autoreply",
        "X-Autorespond",
        "X-Autoresponder",
        "X-Auto-Reply",
        "X-AutoReply-From",
        "X-Mail-Autoreply",
        "X-Vacation",
        "X-MS-Exchange-Generated-Message-Source",
        "X-FC-MachineGenerated",
    ];

    public static bool Is(MimeMessage message) =>
        // RFC 3834 § 5: anything but "no" says that no person has written it.
        (message.Headers["Auto-Submitted"] is { } submitted && !No().IsMatch(submitted))
        || s_marks.Any(mark => message.Headers[mark] is not null)
        || (message.Headers["Precedence"] is { } precedence && Precedence().IsMatch(precedence))
        || (message.Subject is { } subject && Subject().IsMatch(subject));

    [GeneratedRegex(@"\A\s*no\b", RegexOptions.IgnoreCase)]
    private static partial Regex No();

    [GeneratedRegex(@"\A\s*auto[_-]?reply", RegexOptions.IgnoreCase)]
    private static partial Regex Precedence();

    [GeneratedRegex(
        @"\A\s*((auto(matic|matisk|mated)?([ -]?(reply|response|svar|antwort))|automatische antwort)\b|"
            + @"out of (the )?office|fraværsassistent|fravær|feriemelding|frånvaro|ikke på kontoret|abwesenheit|"
            + @"(on )?vacation|read:|lest:|læst:|läst:|gelesen:)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Subject();
}
