using MimeKit;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// The pure way from the bytes of a mail to what it says. Strangers write to a bounce address: whatever the bytes are,
/// the answer is a report, and never an exception.
/// </summary>
internal static class BounceReader
{
    /// <summary>What servers tell stands before our mail that they return, which may have 24 MiB.</summary>
    public const int MaxReadBytes = 1024 * 1024;

    /// <summary>A report in a report in a report.</summary>
    private const int MaxDepth = 8;
    private const int MaxShownCharacters = 200;

    private static readonly ParserOptions s_options = new() { MaxMimeDepth = 32 };

    /// <param name="raw">No more is read of it than <see cref="MaxReadBytes"/>.</param>
    /// <param name="recipients">Of the envelope, where the way in knows them: of some reports they are all that names
    /// the dispatch.</param>
    public static BounceReport Read(ReadOnlyMemory<byte> raw, IReadOnlyList<string> recipients)
    {
        try
        {
            var bytes = raw.Length > MaxReadBytes ? raw[..MaxReadBytes] : raw;
            using var stream = new MemoryStream(WithoutMark(bytes).ToArray(), writable: false);
            using var message = new MimeParser(s_options, stream, MimeFormat.Entity, persistent: true).ParseMessage();
            return message.Headers.Count == 0 ? Unreadable(recipients) : Of(message, recipients);
        }
        catch (Exception)
        {
            return Unreadable(recipients);
        }
    }

    private static BounceReport Unreadable(IReadOnlyList<string> recipients) =>
        new(BounceKind.Unreadable) { Names = DispatchNames.In(recipients, []) };

    private static BounceReport Of(MimeMessage message, IReadOnlyList<string> recipients)
    {
        var (kind, said) = KindOf(message, 0);
        var parts = MailParts.Of(message, MaxDepth);
        return new(kind)
        {
            Recipients = said,
            Names = DispatchNames.In([.. recipients, .. parts.WhereNamed], parts.MessageIds),
            From = Shown(message.From.ToString()),
            Subject = Shown(message.Subject ?? ""),
        };
    }

    private static (BounceKind Kind, IReadOnlyList<ReportedRecipient> Said) KindOf(MimeMessage message, int depth)
    {
        var parts = MailParts.Of(message, maxDepth: 0);
        if (parts.Feedback is { } feedback)
            return (IsComplaint(feedback) ? BounceKind.Complaint : BounceKind.Other, []);
        if (parts.Status is { } status && StatusFields.Of(status.StatusGroups) is { Count: > 0 } groups)
            return (BounceKind.Report, groups);
        if (parts.IsReport && StatusFields.Of(parts.Text) is { Count: > 0 } fields)
            return (BounceKind.Report, fields);
        if (parts.IsReceipt)
            return (BounceKind.AutoReply, []);
        if (TextBounces.Of(message, parts.Text) is { Count: > 0 } said)
            return (BounceKind.Report, said);
        if (AutoReplies.Is(message))
            return (BounceKind.AutoReply, []);
        // Somebody, or a rule of a mailbox, has forwarded it whole.
        return
            depth < MaxDepth
            && parts
                .Inner.Select(inner => KindOf(inner, depth + 1))
                .FirstOrDefault(inner => inner.Kind is BounceKind.Report or BounceKind.Complaint)
                is { Said: not null } found
            ? found
            : (BounceKind.Other, []);
    }

    /// <summary>RFC 5965 § 7.3, and RFC 6430: the opposite.</summary>
    private static bool IsComplaint(MessageFeedbackReport feedback) =>
        feedback.Fields["Feedback-Type"]?.Trim().Equals("not-spam", StringComparison.OrdinalIgnoreCase) != true;

    /// <summary>A delivery program may have left the line before it that mailbox files have.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        return
            (span.StartsWith("From "u8) || span.StartsWith(">From "u8)) && span.IndexOf((byte)'\n') is >= 0 and var end
            ? bytes[(end + 1)..]
            : bytes;
    }

    private static string Shown(string text) => Jobs.Cut.To(text, MaxShownCharacters);
}
