using System.Text.Json.Serialization;

namespace Budstikke.Distribution;

/// <summary>A mail that came to a bounce address, as one of the ways in brought it.</summary>
/// <param name="Mail">Or its beginning: what servers tell stands there.</param>
/// <param name="Recipients">Of the envelope; empty where the way in does not know them.</param>
/// <param name="Way">How it came in, as the list of bounces shows it.</param>
internal sealed record ReceivedBounce(ReadOnlyMemory<byte> Mail, IReadOnlyList<string> Recipients, string Way)
{
    /// <summary>How long it is in whole.</summary>
    public long Bytes { get; init; } = Mail.Length;

    /// <summary>Whose token brought it: it can say something of that client's dispatches alone. Null where it came by
    /// mail.</summary>
    public string? ClientId { get; init; }
}

/// <summary>What a mail to a bounce address came to.</summary>
internal enum BounceEnding
{
    /// <summary>The dispatch has failed, and the route goes on.</summary>
    [JsonStringEnumMemberName("Failed")]
    Failed,

    /// <summary>It reached the mailbox.</summary>
    [JsonStringEnumMemberName("Delivered")]
    Delivered,

    /// <summary>Something that changes nothing: it stands on the timeline.</summary>
    [JsonStringEnumMemberName("Noted")]
    Noted,

    /// <summary>It says failed so late that the route does not go on.</summary>
    [JsonStringEnumMemberName("TooLate")]
    TooLate,

    /// <summary>It names a dispatch, and anybody could have guessed that name.</summary>
    [JsonStringEnumMemberName("Unproven")]
    Unproven,

    /// <summary>It names no dispatch of ours, or says nothing of one.</summary>
    [JsonStringEnumMemberName("Unmatched")]
    Unmatched,
}

/// <summary>A mail to a bounce address, as it is kept.</summary>
/// <param name="Kind">What kind of mail it is, in a word.</param>
/// <param name="Said">What it says, in one line.</param>
/// <param name="MailBytes">Of the whole mail, of which the beginning is kept.</param>
/// <param name="ReceivedAt">Unix milliseconds.</param>
internal sealed record BounceRow(
    string BounceId,
    string? ClientId,
    string? DispatchKey,
    string Way,
    string Kind,
    string Ending,
    string Sender,
    string Subject,
    string Said,
    long MailBytes,
    long ReceivedAt
);

/// <summary>Takes a mail that came to a bounce address. It is kept when this returns; where it throws, the way in gives
/// it again.</summary>
internal delegate Task<BounceRow> TakeBounce(ReceivedBounce received, CancellationToken cancel);
