using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>A dispatch that a channel has just answered for.</summary>
/// <param name="Patience">The channel's.</param>
/// <param name="Doubt">What is known of an earlier try that may have arrived; null where there is none.</param>
internal sealed record SentDispatch(
    DispatchRow Dispatch,
    IReadOnlyList<string> OrderIds,
    long Attempt,
    bool IsSimulated,
    Patience Patience,
    string? Doubt
)
{
    /// <summary>Null where nothing is to be paid by a day.</summary>
    public DateOnly? DueDate { get; init; }
}

/// <summary>The pure decision of what a channel's answer comes to: the end of the route, another try, the next channel,
/// or a person.</summary>
internal static class SettleDispatch
{
    public static Settlement Of(SentDispatch sent, Outcome outcome, DateTimeOffset started, DateTimeOffset now)
    {
        if (HoldDispatch.Of(sent, outcome, now) is { } held)
            return held with { Writes = [.. held.Writes, .. Kept(sent, sent.Doubt)] };
        var attempt = DispatchStore.Attempt(
            sent.Dispatch,
            sent.Attempt,
            started,
            now,
            StoredName.Of(outcome.GetType()),
            outcome.Evidence
        );
        var doubt = Doubts.After(sent.Doubt, outcome);
        return outcome switch
        {
            Accepted accepted => new()
            {
                Writes = [attempt, Ended(sent, DispatchState.Accepted, null, now)],
                Facts = [AcceptedBy(sent, accepted)],
            },
            Deferred deferred when sent.Patience.PauseAfter(sent.Attempt) is { } pause => Settlement.Retry(
                now + pause,
                deferred.Evidence
            ) with
            {
                Writes = [attempt, .. Kept(sent, doubt)],
                Facts = [DeferredBy(sent, deferred, now + pause)],
            },
            Deferred deferred => Fail(
                sent with
                {
                    Doubt = doubt,
                },
                attempt,
                $"{deferred.Evidence} (given up after {sent.Attempt} attempts)",
                now
            ),
            NotReachable passed when sent.Doubt is null => Pass(sent, attempt, passed, now),
            Refused { ByData: true } => Refuse(sent, attempt, outcome.Evidence, now),
            _ => Fail(sent, attempt, outcome.Evidence, now),
        };
    }

    /// <summary>Writes the doubt to the dispatch: once this claim has its answer, the job no longer shows that an
    /// earlier one had none.</summary>
    private static IEnumerable<Write> Kept(SentDispatch sent, string? doubt) =>
        doubt is not null && doubt != sent.Dispatch.Doubt
            ? [DispatchStore.Doubt(sent.Dispatch.DispatchKey, doubt)]
            : [];

    private static Settlement Fail(SentDispatch sent, NewRow attempt, string evidence, DateTimeOffset now) =>
        sent.Doubt is null ? Refuse(sent, attempt, evidence, now) : LeaveInDoubt(sent, attempt, evidence, now);

    private static Settlement LeaveInDoubt(SentDispatch sent, NewRow attempt, string evidence, DateTimeOffset now)
    {
        var doubt = Doubts.Open(sent.Dispatch, sent.OrderIds, new(sent.Doubt!, evidence, sent.Attempt), now);
        return doubt with { Writes = [attempt, .. Kept(sent, sent.Doubt), .. doubt.Writes] };
    }

    private static Settlement Refuse(SentDispatch sent, NewRow attempt, string evidence, DateTimeOffset now) =>
        GoOn(
            sent,
            [attempt, Ended(sent, DispatchState.Refused, evidence, now)],
            new DispatchRefused
            {
                ClientId = sent.Dispatch.ClientId,
                OrderIds = sent.OrderIds,
                Key = sent.Dispatch.DispatchKey,
                Channel = sent.Dispatch.Channel,
                Attempt = sent.Attempt,
                Evidence = evidence,
            }
        );

    /// <summary>As if the route had known: the next channel, and no refusal.</summary>
    private static Settlement Pass(SentDispatch sent, NewRow attempt, NotReachable passed, DateTimeOffset now) =>
        GoOn(
            sent,
            [attempt, Ended(sent, DispatchState.Passed, passed.Reason, now)],
            new ChannelPassedBy
            {
                ClientId = sent.Dispatch.ClientId,
                OrderIds = sent.OrderIds,
                Channel = sent.Dispatch.Channel,
                Reason = passed.Reason,
                Key = sent.Dispatch.DispatchKey,
                Warning = passed.Warning,
            }
        );

    /// <summary>The route asks for the next channel.</summary>
    private static Settlement GoOn(SentDispatch sent, IReadOnlyCollection<Write> writes, Fact because) =>
        new()
        {
            Writes = writes,
            Facts = [because],
            Jobs = [PlanDispatch.JobFor(sent.Dispatch.ClientId, sent.Dispatch.InvoiceId, sent.Dispatch.Resend)],
        };

    private static ChangedRow Ended(SentDispatch sent, DispatchState to, string? reason, DateTimeOffset now) =>
        DispatchStore.Change(sent.Dispatch.DispatchKey, DispatchState.Planned, to, reason, now);

    private static DispatchAccepted AcceptedBy(SentDispatch sent, Accepted accepted) =>
        new()
        {
            ClientId = sent.Dispatch.ClientId,
            OrderIds = sent.OrderIds,
            Key = sent.Dispatch.DispatchKey,
            InvoiceId = sent.Dispatch.InvoiceId,
            Channel = sent.Dispatch.Channel,
            Recipient = sent.Dispatch.Recipient,
            Attempt = sent.Attempt,
            Evidence = accepted.Evidence,
            IsSimulated = sent.IsSimulated,
            EndsHold = sent.Dispatch.HeldTold is null ? null : true,
        };

    private static DispatchDeferred DeferredBy(SentDispatch sent, Deferred deferred, DateTimeOffset next) =>
        new()
        {
            ClientId = sent.Dispatch.ClientId,
            OrderIds = sent.OrderIds,
            Key = sent.Dispatch.DispatchKey,
            Channel = sent.Dispatch.Channel,
            Attempt = sent.Attempt,
            Evidence = deferred.Evidence,
            NextTryAt = next,
        };
}
