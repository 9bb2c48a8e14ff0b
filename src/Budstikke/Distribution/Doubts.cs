using System.Text.Json.Serialization;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>What a person says of a dispatch of which nobody knows whether it arrived.</summary>
internal enum DoubtDecision
{
    /// <summary>The customer has it.</summary>
    [JsonStringEnumMemberName("Arrived")]
    Arrived,

    /// <summary>The next channel shall bring it.</summary>
    [JsonStringEnumMemberName("SendOn")]
    SendOn,
}

/// <param name="By"><c>person:NAME</c>.</param>
internal sealed record SettledDoubt(DoubtDecision Decision, string By, string Note);

/// <summary>That it may have arrived, and that it has failed.</summary>
/// <param name="Earlier">What is known of its arrival.</param>
/// <param name="Evidence">Of the failure.</param>
/// <param name="Attempt">Which try failed; null where a report says so.</param>
internal sealed record Contradiction(string Earlier, string Evidence, long? Attempt = null);

/// <summary>
/// The pure decisions about a try whose answer is lost: the document may have arrived, so where its repeat is refused
/// no second one goes out by itself.
/// </summary>
internal static class Doubts
{
    private const string NodeDied = "An earlier try ended without an answer and may have arrived.";

    /// <summary>What is known of an earlier try that may have arrived; null where there is none.</summary>
    public static string? Before(DispatchRow dispatch, Job job) =>
        dispatch.Doubt ?? (job.IsUnconfirmed ? NodeDied : null);

    /// <summary>The same after an outcome.</summary>
    public static string? After(string? before, Outcome outcome) =>
        before ?? (outcome is Deferred { MayHaveArrived: true } ? outcome.Evidence : null);

    /// <summary>From now on a person decides what becomes of it.</summary>
    public static Settlement Open(
        DispatchRow dispatch,
        IReadOnlyList<string> orderIds,
        Contradiction said,
        DateTimeOffset now
    ) =>
        new()
        {
            Writes =
            [
                DispatchStore.Change(
                    dispatch.DispatchKey,
                    dispatch.Past.State,
                    DispatchState.InDoubt,
                    $"{said.Earlier}\n{said.Evidence}",
                    now
                ),
            ],
            Facts =
            [
                new DispatchInDoubt
                {
                    ClientId = dispatch.ClientId,
                    OrderIds = orderIds,
                    Key = dispatch.DispatchKey,
                    InvoiceId = dispatch.InvoiceId,
                    Channel = dispatch.Channel,
                    Recipient = dispatch.Recipient,
                    Attempt = said.Attempt,
                    Evidence = said.Evidence,
                    Earlier = said.Earlier,
                },
            ],
        };

    /// <summary>What a person decided, as what is to be written.</summary>
    /// <param name="dispatch">In doubt.</param>
    public static Settlement Settle(
        DispatchRow dispatch,
        IReadOnlyList<string> orderIds,
        SettledDoubt said,
        DateTimeOffset now
    ) =>
        new()
        {
            Writes =
            [
                Change(dispatch, said.Decision, now),
                .. said.Decision == DoubtDecision.Arrived
                    ? new Write[]
                    {
                        DispatchStore.Confirm(dispatch, $"{said.By} says that it arrived: {said.Note}", now),
                    }
                    : [],
            ],
            Facts =
            [
                new DoubtSettled
                {
                    ClientId = dispatch.ClientId,
                    OrderIds = orderIds,
                    CausedBy = said.By,
                    Key = dispatch.DispatchKey,
                    Channel = dispatch.Channel,
                    Decision = said.Decision,
                    Note = said.Note,
                },
            ],
            Jobs =
                said.Decision == DoubtDecision.SendOn
                    ? [PlanDispatch.JobFor(dispatch.ClientId, dispatch.InvoiceId, dispatch.Resend)]
                    : [],
        };

    private static ChangedRow Change(DispatchRow dispatch, DoubtDecision decision, DateTimeOffset now) =>
        decision == DoubtDecision.Arrived
            ? DispatchStore.Change(dispatch.DispatchKey, DispatchState.InDoubt, DispatchState.Accepted, null, now)
            : DispatchStore.Change(
                dispatch.DispatchKey,
                DispatchState.InDoubt,
                DispatchState.Refused,
                dispatch.Reason,
                now
            );
}
