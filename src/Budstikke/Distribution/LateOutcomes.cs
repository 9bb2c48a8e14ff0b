using Budstikke.Documents.Calendar;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>A report of a dispatch that was settled before.</summary>
/// <param name="DueDate">Of its document; null where it has none.</param>
internal sealed record LateReport(
    DispatchRow Dispatch,
    IReadOnlyList<string> OrderIds,
    string Evidence,
    DateOnly? DueDate = null
)
{
    public DispatchState State => Dispatch.Past.State;
}

/// <summary>The pure decision of what a late report comes to: each counts once.</summary>
internal static class LateOutcomes
{
    /// <summary>A letter takes some days: with fewer left the customer may get it when it is due.</summary>
    private const int FewDays = 5;

    public static Settlement Of(LateOutcome outcome, LateReport late, DateTimeOffset now) =>
        outcome switch
        {
            LateOutcome.Delivered when late is { State: not DispatchState.Passed, Dispatch.DeliveredAt: null } =>
                Delivered(late, now),
            // One report says that the customer has it, the next that it failed: we send no second one by ourselves.
            LateOutcome.Failed when late.State == DispatchState.Delivered => Contradicted(late, now),
            LateOutcome.Failed
                when late is { State: DispatchState.Accepted or DispatchState.InDoubt, Dispatch.DeliveredAt: null } =>
                Failed(late, now),
            _ => Settlement.Done,
        };

    /// <summary>Notes a delivery. If the route has gone on since, the delivery is told as a fact and changes no
    /// state.</summary>
    private static Settlement Delivered(LateReport late, DateTimeOffset now) =>
        new()
        {
            Writes =
            [
                DispatchStore.NoteDelivery(late.Dispatch.DispatchKey, now),
                .. late.State is DispatchState.Accepted or DispatchState.InDoubt
                    ? new[] { Change(late, DispatchState.Delivered, late.Evidence, now) }
                    : [],
                // No try of a dispatch in doubt has evidence that it was taken, so the report becomes that evidence.
                .. late.State == DispatchState.InDoubt
                    ? new[] { DispatchStore.Confirm(late.Dispatch, late.Evidence, now) }
                    : [],
            ],
            Facts =
            [
                new DispatchDelivered
                {
                    ClientId = late.Dispatch.ClientId,
                    OrderIds = late.OrderIds,
                    Key = late.Dispatch.DispatchKey,
                    Channel = late.Dispatch.Channel,
                    Evidence = late.Evidence,
                    EndsDoubt = late.State == DispatchState.InDoubt ? true : null,
                },
            ],
        };

    private static Settlement Contradicted(LateReport late, DateTimeOffset now) =>
        Doubts.Open(
            late.Dispatch,
            late.OrderIds,
            new($"It was reported as delivered: {late.Dispatch.Reason}", late.Evidence),
            now
        );

    /// <summary>Notes a failure: the route goes on, and a dispatch in doubt is settled.</summary>
    private static Settlement Failed(LateReport late, DateTimeOffset now) =>
        new()
        {
            Writes = [Change(late, DispatchState.FailedLate, late.Evidence, now)],
            Facts =
            [
                new DispatchFailedLate
                {
                    ClientId = late.Dispatch.ClientId,
                    OrderIds = late.OrderIds,
                    Key = late.Dispatch.DispatchKey,
                    Channel = late.Dispatch.Channel,
                    Evidence = late.Evidence,
                    InvoiceId = late.Dispatch.InvoiceId,
                    DueInDays = FewDaysLeft(late, now),
                },
            ],
            Jobs = [PlanDispatch.JobFor(late.Dispatch.ClientId, late.Dispatch.InvoiceId, late.Dispatch.Resend)],
        };

    private static long? FewDaysLeft(LateReport late, DateTimeOffset now) =>
        late.DueDate is { } due && due.DayNumber - OsloTime.DateOf(now).DayNumber is < FewDays and var days
            ? days
            : null;

    private static ChangedRow Change(LateReport late, DispatchState to, string reason, DateTimeOffset now) =>
        DispatchStore.Change(late.Dispatch.DispatchKey, late.State, to, reason, now);
}
