using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Peppol.As4;

namespace Budstikke;

/// <summary>
/// Peppol knows no orders: what an access point or a buyer says later becomes here what distribution makes of it. A
/// buyer's rejection is about the invoice and not about its way, so that it sends nothing by another channel.
/// </summary>
internal static class PeppolStatuses
{
    public static IReadOnlyList<NewJob> JobsOf(LateStatus status) =>
        [
            status.Meaning switch
            {
                StatusMeaning.Delivered => Report(LateOutcome.Delivered, status),
                StatusMeaning.Failed => Report(LateOutcome.Failed, status),
                StatusMeaning.Acknowledged => Note(RecipientAnswer.Acknowledged, status),
                StatusMeaning.InProcess => Note(RecipientAnswer.InProcess, status),
                StatusMeaning.UnderQuery => Note(RecipientAnswer.UnderQuery, status),
                StatusMeaning.Rejected => Note(RecipientAnswer.Rejected, status),
                StatusMeaning.Paid => Note(RecipientAnswer.Paid, status),
                _ => throw new ArgumentOutOfRangeException(nameof(status), status.Meaning, "It means nothing here."),
            },
        ];

    private static NewJob Report(LateOutcome outcome, LateStatus status) =>
        ReportLateOutcome.JobFor(outcome, status.ClientId, status.Key, status.Evidence, TimeSpan.Zero);

    private static NewJob Note(RecipientAnswer answer, LateStatus status) =>
        NoteAnswer.JobFor(answer, status.ClientId, status.Key, status.Evidence);
}
