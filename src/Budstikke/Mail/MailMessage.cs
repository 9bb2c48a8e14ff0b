namespace Budstikke.Mail;

/// <summary>A message to one person, as a value; <see cref="WrittenMail"/> makes bytes of it.</summary>
internal sealed record MailMessage
{
    public required Mailbox From { get; init; }

    public required Mailbox To { get; init; }

    public Mailbox? ReplyTo { get; init; }

    public required string Subject { get; init; }

    /// <summary>Plain text; any line ends.</summary>
    public required string Text { get; init; }

    /// <summary>The same, for readers that prefer HTML.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Without angle brackets, <c>key@domain</c>; from the dispatch's key, so that a repeat is
    /// recognisable.</summary>
    public required string MessageId { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>BCP 47, for <c>Content-Language</c>: <c>nb</c>, <c>en</c>.</summary>
    public string? Language { get; init; }
}

/// <summary>An address with the name people see.</summary>
internal sealed record Mailbox(EmailAddress Address, string? DisplayName = null);

/// <summary>A file that goes with a message.</summary>
/// <param name="FileName">In any script; a path is cut to its last part.</param>
/// <param name="MediaType"><c>application/pdf</c>.</param>
internal sealed record MailAttachment(string FileName, string MediaType, ReadOnlyMemory<byte> Content);
