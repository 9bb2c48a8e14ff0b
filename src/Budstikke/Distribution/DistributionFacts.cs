using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>The client wants the invoice sent again; what it corrected is for this sending.</summary>
[StoredAs("ResendRequested")]
internal sealed record ResendRequested : Fact
{
    public required string InvoiceId { get; init; }

    /// <summary>1 for the first time that it is sent again.</summary>
    public required long Resend { get; init; }

    public string? CountryCode { get; init; }

    public string? Msisdn { get; init; }

    public string? Email { get; init; }

    /// <summary>What was sent along and had no effect; null for nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>It was still on its way when the client wanted the invoice sent again, and is not tried any more.</summary>
[StoredAs("DispatchSuperseded")]
internal sealed record DispatchSuperseded : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    /// <summary>The sending that took its place.</summary>
    public required long Resend { get; init; }
}

/// <summary>The route went past a channel without sending, and why.</summary>
[StoredAs("ChannelPassedBy")]
internal sealed record ChannelPassedBy : Fact
{
    public required string Channel { get; init; }

    public required string Reason { get; init; }

    /// <summary>Of the dispatch for which it was found out that the customer cannot be reached; null where the route
    /// went past without asking anybody.</summary>
    public string? Key { get; init; }

    /// <summary>What the law has to say to that; null where nothing.</summary>
    public string? Warning { get; init; }
}

/// <summary>The invoice is to go by this channel, under this key.</summary>
[StoredAs("DispatchPlanned")]
internal sealed record DispatchPlanned : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required string Recipient { get; init; }
}

/// <summary>The other side has taken it.</summary>
[StoredAs("DispatchAccepted")]
internal sealed record DispatchAccepted : Fact
{
    public required string Key { get; init; }

    public required string InvoiceId { get; init; }

    public required string Channel { get; init; }

    public required string Recipient { get; init; }

    public required long Attempt { get; init; }

    public required string Evidence { get; init; }

    /// <summary>Nothing left the house.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>True where its client had been told that it waits for our own mending; else null.</summary>
    public bool? EndsHold { get; init; }
}

/// <summary>Not now; it is tried again.</summary>
[StoredAs("DispatchDeferred")]
internal sealed record DispatchDeferred : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required long Attempt { get; init; }

    public required string Evidence { get; init; }

    public required DateTimeOffset NextTryAt { get; init; }
}

/// <summary>It waits for our own or the carrier's mending, without a try of its own; told when it begins, and again
/// when it is long.</summary>
[StoredAs("DispatchHeld")]
internal sealed record DispatchHeld : Fact
{
    public required string Key { get; init; }

    public required string InvoiceId { get; init; }

    public required string Channel { get; init; }

    public required string Evidence { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset NextTryAt { get; init; }

    /// <summary>True where it has become a person's matter; else null.</summary>
    public bool? IsLong { get; init; }
}

/// <summary>Never by this channel; the route goes on.</summary>
[StoredAs("DispatchRefused")]
internal sealed record DispatchRefused : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required long Attempt { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>
/// It may have arrived, and yet has failed: the answer of a try was lost and the repeat was refused, or it was reported
/// as delivered first and as failed then. A person decides what becomes of it.
/// </summary>
[StoredAs("DispatchInDoubt")]
internal sealed record DispatchInDoubt : Fact
{
    public required string Key { get; init; }

    public required string InvoiceId { get; init; }

    public required string Channel { get; init; }

    public required string Recipient { get; init; }

    /// <summary>Which try was refused; null where none was, and a report says that it failed.</summary>
    public long? Attempt { get; init; }

    /// <summary>Of the failure.</summary>
    public required string Evidence { get; init; }

    /// <summary>Why it may have arrived.</summary>
    public required string Earlier { get; init; }
}

/// <summary>A person has found out, or decided, what becomes of a dispatch in doubt.</summary>
[StoredAs("DoubtSettled")]
internal sealed record DoubtSettled : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required DoubtDecision Decision { get; init; }

    public required string Note { get; init; }
}

/// <summary>
/// The other side has reported that it reached the customer; told once of a dispatch, also where the route has gone on
/// since.
/// </summary>
[StoredAs("DispatchDelivered")]
internal sealed record DispatchDelivered : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required string Evidence { get; init; }

    /// <summary>True where nobody knew before whether it arrived; else null.</summary>
    public bool? EndsDoubt { get; init; }
}

/// <summary>It had been taken, and came back: a bounce, a negative answer of the message's level.</summary>
[StoredAs("DispatchFailedLate")]
internal sealed record DispatchFailedLate : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required string Evidence { get; init; }

    /// <summary>Null in what an earlier release wrote.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>Until the document is due, where so few are left that a person should know; below zero behind the due
    /// date. Else null.</summary>
    public long? DueInDays { get; init; }
}

/// <summary>Something was told of a dispatch that changes nothing of it.</summary>
[StoredAs("DispatchNoted")]
internal sealed record DispatchNoted : Fact
{
    public required string Key { get; init; }

    public required string Channel { get; init; }

    public required ReportWord Word { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>The customer's side has said something of an invoice that it has.</summary>
[StoredAs("RecipientAnswered")]
internal sealed record RecipientAnswered : Fact
{
    public required string Key { get; init; }

    public required string InvoiceId { get; init; }

    public required string Channel { get; init; }

    public required RecipientAnswer Answer { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>No channel is left: a person must bring it.</summary>
[StoredAs("DistributionExhausted")]
internal sealed record DistributionExhausted : Fact
{
    public required string InvoiceId { get; init; }

    public required string Number { get; init; }

    /// <summary>Which sending came to its end: 0 is the first.</summary>
    public long Resend { get; init; }

    /// <summary>One for each channel of the route.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
