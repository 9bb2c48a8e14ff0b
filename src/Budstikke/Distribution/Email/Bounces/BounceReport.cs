namespace Budstikke.Distribution.Email.Bounces;

/// <summary>What kind of mail has come to a bounce address.</summary>
internal enum BounceKind
{
    /// <summary>A mail server tells what became of a mail (RFC 3464, or in a text of its own).</summary>
    Report,

    /// <summary>A mailbox provider tells that somebody has called the mail spam (RFC 5965).</summary>
    Complaint,

    /// <summary>The recipient's program answers by itself: a vacation, a receipt of reading (RFC 3834, 8098).</summary>
    AutoReply,

    /// <summary>Anything else: a person's answer, spam.</summary>
    Other,

    /// <summary>It is no mail that anybody could read.</summary>
    Unreadable,
}

/// <summary>What a report says of a recipient (RFC 3464 § 2.3.3).</summary>
internal enum ReportedAction
{
    Failed,

    /// <summary>The server tries on.</summary>
    Delayed,

    /// <summary>It is in the mailbox.</summary>
    Delivered,

    /// <summary>It went on to where no reports come from, or to several: <c>relayed</c>, <c>expanded</c>.</summary>
    Relayed,
}

/// <summary>What a mail to a bounce address says. Whether it is believed is decided elsewhere.</summary>
internal sealed record BounceReport(BounceKind Kind)
{
    public IReadOnlyList<ReportedRecipient> Recipients { get; init; } = [];

    /// <summary>The dispatches that it could be about: those that carry a check before those that do not, and of both
    /// those that it names first before the others.</summary>
    public IReadOnlyList<NamedDispatch> Names { get; init; } = [];

    /// <summary>For the list of what matched nothing.</summary>
    public string From { get; init; } = "";

    /// <inheritdoc cref="From"/>
    public string Subject { get; init; } = "";
}

/// <summary>One recipient's part of a report.</summary>
/// <param name="Recipient">Where it was to be delivered last; null where the report does not say.</param>
/// <param name="Original">Whom it was sent to, where that is another.</param>
/// <param name="Status">RFC 3463: <c>5.1.1</c>; null where none is given.</param>
/// <param name="Diagnostic">The server's own words.</param>
internal sealed record ReportedRecipient(
    ReportedAction Action,
    string? Recipient,
    string? Original,
    string? Status,
    string? Diagnostic
);

/// <summary>A dispatch as a mail names it.</summary>
/// <param name="Key">In lower case.</param>
/// <param name="Check">What stands behind it, as <see cref="BounceKey"/> makes it; null where there is none.</param>
internal sealed record NamedDispatch(string Key, string? Check);
