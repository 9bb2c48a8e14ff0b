using Budstikke.Jobs;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>The dispatch that a mail names, and whether the naming is to be believed.</summary>
internal sealed record BouncedDispatch(DispatchRow Row, bool IsBelieved);

/// <summary>What a mail to a bounce address comes to.</summary>
/// <param name="Said">What it says, in one line.</param>
internal sealed record BounceVerdict(BounceEnding Ending, string Said, IReadOnlyList<NewJob> Jobs)
{
    /// <summary>Why nothing more is to be mailed to this recipient for a while; null where that is not so.</summary>
    public string? Suppression { get; init; }
}

/// <summary>The pure decision of what a mail to a bounce address comes to.</summary>
internal static class DecideBounce
{
    /// <summary>Servers give up after five days; what comes after this is about a document that has long been
    /// settled in another way.</summary>
    private static readonly TimeSpan s_sentOnWithin = TimeSpan.FromDays(14);
    private const int MaxSaidCharacters = 1000;

    /// <summary>The mailbox or the domain is not there, nor will it be for the next invoice (RFC 3463).</summary>
    private static readonly string[] s_hard = ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"];

    public static BounceVerdict Of(BounceReport report, BouncedDispatch? named, DateTimeOffset now)
    {
        var about = named is null ? null : OwnOf(report, named.Row);
        var said = Jobs.Cut.To(MaskedText.Of(SaidOf(report, about)), MaxSaidCharacters);
        return named switch
        {
            null => new(BounceEnding.Unmatched, said, []),
            _ when report.Kind is BounceKind.Other or BounceKind.Unreadable => new(BounceEnding.Unmatched, said, []),
            { IsBelieved: false } => new(BounceEnding.Unproven, said, []),
            { Row: var row } => report.Kind switch
            {
                BounceKind.Complaint => Noted(row, ReportWord.Complaint, said) with
                {
                    Suppression = $"The recipient has called a mail unwanted: {said}",
                },
                BounceKind.AutoReply => Noted(row, ReportWord.AutoReply, said),
                _ => OfReport(row, about!, said, now),
            },
        };
    }

    private static BounceVerdict OfReport(DispatchRow row, ReportedRecipient about, string said, DateTimeOffset now) =>
        about.Action switch
        {
            ReportedAction.Failed => Failed(row, said, now) with
            {
                Suppression = s_hard.Contains(about.Status) ? $"A mail came back: {said}" : null,
            },
            ReportedAction.Delivered => new(
                BounceEnding.Delivered,
                said,
                [ReportLateOutcome.JobFor(LateOutcome.Delivered, row.ClientId, row.DispatchKey, said, TimeSpan.Zero)]
            ),
            ReportedAction.Delayed => Noted(row, ReportWord.Delayed, said),
            _ => Noted(row, ReportWord.Relayed, said),
        };

    private static BounceVerdict Failed(DispatchRow row, string said, DateTimeOffset now) =>
        row.SettledAt is { } taken && now - DateTimeOffset.FromUnixTimeMilliseconds(taken) > s_sentOnWithin
            ? Noted(row, ReportWord.TooLate, said) with
            {
                Ending = BounceEnding.TooLate,
            }
            : new(
                BounceEnding.Failed,
                said,
                [ReportLateOutcome.JobFor(LateOutcome.Failed, row.ClientId, row.DispatchKey, said, TimeSpan.Zero)]
            );

    private static BounceVerdict Noted(DispatchRow row, ReportWord word, string said) =>
        new(BounceEnding.Noted, said, [NoteReport.JobFor(word, row.ClientId, row.DispatchKey, said)]);

    /// <summary>
    /// The part of a report that is about whom we wrote to. Where it names others alone, an alias has made several of
    /// him: it has failed when all of them say so, since one who has the document is enough.
    /// </summary>
    private static ReportedRecipient? OwnOf(BounceReport report, DispatchRow row)
    {
        var own = report.Recipients.Where(one => IsOf(row.Recipient, one)).ToList();
        IReadOnlyList<ReportedRecipient> all = own.Count > 0 ? own : report.Recipients;
        return all.FirstOrDefault(one => one.Action == ReportedAction.Delivered)
            ?? all.FirstOrDefault(one => one.Action is ReportedAction.Relayed or ReportedAction.Delayed)
            ?? FirstOf(all);
    }

    private static ReportedRecipient? FirstOf(IReadOnlyList<ReportedRecipient> all) =>
        all is [var first, ..] ? first : null;

    private static bool IsOf(string recipient, ReportedRecipient one) =>
        recipient.Equals(one.Original, StringComparison.OrdinalIgnoreCase)
        || recipient.Equals(one.Recipient, StringComparison.OrdinalIgnoreCase);

    private static string SaidOf(BounceReport report, ReportedRecipient? about)
    {
        if ((about ?? FirstOf(report.Recipients)) is not { } one)
            return report.Subject.Length > 0 ? report.Subject : report.Kind.ToString();
        var words = one.Diagnostic ?? one.Action.ToString().ToLowerInvariant();
        var status =
            one.Status is { } code && !words.Contains(code, StringComparison.Ordinal) ? $"{code} {words}" : words;
        return one.Recipient is { } recipient ? $"{status} ({recipient})" : status;
    }
}
