using System.Text.RegularExpressions;
using MimeKit;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Reads the groups of fields of a delivery report (RFC 3464 § 2): one for each recipient, behind one for the message.
/// Servers put comments, types and blanks where the RFC has none, leave the action out, or have one group for all.
/// </summary>
internal static partial class StatusFields
{
    /// <summary>Our mail has one recipient, whom an alias may have made many.</summary>
    private const int MaxRecipients = 20;
    private const int MaxDiagnosticCharacters = 1000;
    private const int MaxAddressCharacters = 320;

    private static readonly string[] s_ofRecipient =
    [
        "Final-Recipient",
        "Original-Recipient",
        "Action",
        "Status",
        "Diagnostic-Code",
    ];

    public static IReadOnlyList<ReportedRecipient> Of(IEnumerable<HeaderList> groups) =>
        [.. groups.Select(group => Of(name => group[name])).OfType<ReportedRecipient>().Take(MaxRecipients)];

    /// <summary>The same from a text that only looks like it: the part was declared as something else, or its
    /// frame was cut off.</summary>
    public static IReadOnlyList<ReportedRecipient> Of(string text)
    {
        var found = new List<ReportedRecipient>();
        var group = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            var field = Field().Match(line);
            if (field.Success && s_ofRecipient.Contains(field.Groups["name"].Value, StringComparer.OrdinalIgnoreCase))
                group[field.Groups["name"].Value] = field.Groups["value"].Value;
            else if (string.IsNullOrWhiteSpace(line) && group.Count > 0)
            {
                if (Of(name => group.GetValueOrDefault(name)) is { } recipient)
                    found.Add(recipient);
                group.Clear();
                if (found.Count == MaxRecipients)
                    break;
            }
        }
        return found;
    }

    /// <summary>The code of RFC 3463 in a text; an address of IP is none. Null where there is none.</summary>
    public static string? StatusIn(string? text) =>
        text is not null && Status().Match(text) is { Success: true } status ? status.Value : null;

    /// <summary>Null where the fields are not a recipient's.</summary>
    private static ReportedRecipient? Of(Func<string, string?> field)
    {
        var diagnostic = Plain(field("Diagnostic-Code"));
        var status = StatusIn(field("Status")) ?? StatusIn(diagnostic);
        if ((ActionOf(field("Action")) ?? ActionBy(status)) is not { } action)
            return null;
        var (recipient, original) = (AddressIn(field("Final-Recipient")), AddressIn(field("Original-Recipient")));
        return recipient is null && original is null && field("Action") is null
            ? null
            : new(
                action,
                recipient,
                original,
                status,
                diagnostic is null ? null : Jobs.Cut.To(diagnostic, MaxDiagnosticCharacters)
            );
    }

    private static ReportedAction? ActionOf(string? text) =>
        text is null
            ? null
            : Word().Match(text).Value.ToLowerInvariant() switch
            {
                "failed" or "failure" => ReportedAction.Failed,
                "delayed" => ReportedAction.Delayed,
                "delivered" => ReportedAction.Delivered,
                "relayed" or "expanded" => ReportedAction.Relayed,
                _ => null,
            };

    /// <summary>The class of a status: what its server left unsaid.</summary>
    public static ReportedAction? ActionBy(string? status) =>
        status?[0] switch
        {
            '5' => ReportedAction.Failed,
            '4' => ReportedAction.Delayed,
            '2' => ReportedAction.Delivered,
            _ => null,
        };

    /// <summary>Without its type: <c>rfc822; kari@example.no</c>.</summary>
    private static string? AddressIn(string? text)
    {
        if (Plain(text) is not { } plain)
            return null;
        var address = Typed().Replace(plain, "").Trim().Trim('<', '>').Trim();
        return address.Length is 0 or > MaxAddressCharacters ? null : address;
    }

    private static string? Plain(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\A\s*[A-Za-z0-9-]{1,20}\s*;\s*")]
    private static partial Regex Typed();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[A-Za-z]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")]
    private static partial Regex Status();

    [GeneratedRegex(@"\A(?<name>[A-Za-z-]{1,40}):\s*(?<value>.*)\z")]
    private static partial Regex Field();
}
