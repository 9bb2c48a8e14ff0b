using System.Text;
using MimeKit;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>The parts of a mail that matter here. Messages within it are entered down to a depth, or only
/// listed.</summary>
internal sealed class MailParts
{
    private const int MaxTextCharacters = 256 * 1024;
    private const int MaxInner = 8;
    private const int MaxParts = 500;

    private static readonly string[] s_recipientHeaders =
    [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
        "X-Rcpt-To",
        "Original-Recipient",
        "To",
        "Cc",
    ];

    private readonly int _maxDepth;
    private readonly StringBuilder _text = new();
    private readonly List<string> _named = [];
    private int _parts;

    private MailParts(int maxDepth) => _maxDepth = maxDepth;

    public MessageDeliveryStatus? Status { get; private set; }

    public MessageFeedbackReport? Feedback { get; private set; }

    /// <summary>Somebody has read it, or deleted it unread (RFC 8098).</summary>
    public bool IsReceipt { get; private set; }

    /// <summary>It says that it is a report, whatever its parts are called.</summary>
    public bool IsReport { get; private set; }

    public List<MimeMessage> Inner { get; } = [];

    public List<string> MessageIds { get; } = [];

    public string Text => _text.ToString();

    /// <summary>Where the address that bounces go to may stand, the best place first.</summary>
    public IEnumerable<string> WhereNamed => [.. _named, Text];

    public static MailParts Of(MimeMessage message, int maxDepth)
    {
        var parts = new MailParts(maxDepth);
        foreach (var name in s_recipientHeaders)
            parts.Name(message.Headers.Where(header => Is(header, name)).Select(header => header.Value));
        parts.MessageIds.AddRange([message.Headers["In-Reply-To"] ?? "", message.Headers["References"] ?? ""]);
        parts.Enter(message.Body, 0);
        return parts;
    }

    private static bool Is(Header header, string name) => header.Field.Equals(name, StringComparison.OrdinalIgnoreCase);

    private void Name(IEnumerable<string?> texts) =>
        _named.AddRange(texts.OfType<string>().Where(text => text.Contains('@', StringComparison.Ordinal)));

    private void Name(HeaderList headers) => Name(headers.Select(header => header.Value));

    private void Enter(MimeEntity? entity, int depth)
    {
        if (entity is null || ++_parts > MaxParts)
            return;
        switch (entity)
        {
            case MessageDeliveryStatus status:
                Status ??= status;
                foreach (var group in status.StatusGroups)
                    Name(group);
                break;
            case MessageFeedbackReport feedback:
                Feedback ??= feedback;
                Name(feedback.Fields);
                break;
            case MessageDispositionNotification:
                IsReceipt = true;
                break;
            case MessagePart { Message: { } message }:
                EnterMessage(message, depth);
                break;
            case Multipart multipart:
                IsReport |= multipart is MultipartReport;
                // Without a boundary all of it stands before the first.
                Add(multipart.Count == 0 ? multipart.Preamble : null);
                foreach (var part in multipart)
                    Enter(part, depth);
                break;
            case TextPart text:
                Add(text.Text);
                break;
            case MimePart { Content: not null } part when IsText(part):
                Add(TextOf(part));
                break;
            default:
                break;
        }
    }

    private void EnterMessage(MimeMessage message, int depth)
    {
        if (Inner.Count < MaxInner)
            Inner.Add(message);
        Name(message.Headers);
        MessageIds.Add(message.Headers["Message-ID"] ?? "");
        if (depth < _maxDepth)
            Enter(message.Body, depth + 1);
    }

    /// <summary>A report's parts that were declared as something else: headers, a status.</summary>
    private static bool IsText(MimePart part) =>
        part.ContentType.IsMimeType("message", "*")
        || part.ContentType.IsMimeType("text", "*")
        || part.ContentType.IsMimeType("report", "*");

    private static string TextOf(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return Encoding.UTF8.GetString(content.GetBuffer().AsSpan(0, (int)Math.Min(content.Length, MaxTextCharacters)));
    }

    private void Add(string? text)
    {
        if (text is { Length: > 0 } && _text.Length < MaxTextCharacters)
            _text.Append(Jobs.Cut.To(text, MaxTextCharacters - _text.Length)).Append("\n\n");
    }
}
