using System.Text.RegularExpressions;
using Budstikke.Callbacks;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Telemetry;

/// <summary>
/// One line for each fact and order, with the order's uuid as a field: trouble as a warning, the rest at Debug. Never
/// a fact's content: that holds addresses and what other systems said about people. What is away for everybody is told
/// once (<see cref="Outages"/>), and not for each order.
/// </summary>
internal sealed partial class FactLog(Outages outages, ILogger<FactLog> log)
{
    private const string OnTheTimeline = "see its timeline";

    public void Note(Fact fact)
    {
        if (fact is CallbackReceived)
            outages.Worked(ServerOf(fact));
        else if (fact is CallbackFailed unheard)
            outages.Failed(ServerOf(fact), unheard.Evidence);
        var trouble = TroubleOf(fact);
        var level = trouble is null ? LogLevel.Debug : LogLevel.Warning;
        if (!log.IsEnabled(level))
            return;
        var words = trouble is null ? "" : $": {trouble}";
        foreach (var orderId in fact.OrderIds)
            log.Log(
                level,
                "{Fact} for order {OrderId} of {ClientId}, caused by {CausedBy}{Trouble}",
                fact.Kind,
                orderId,
                fact.ClientId,
                fact.CausedBy,
                words
            );
        if (fact.OrderIds.Count == 0)
            log.Log(
                level,
                "{Fact} for {About} of {ClientId}, caused by {CausedBy}{Trouble}",
                fact.Kind,
                fact.About,
                fact.ClientId,
                fact.CausedBy,
                words
            );
    }

    private static string ServerOf(Fact fact) => $"The server of {fact.ClientId} for callbacks";

    /// <summary>What went wrong, without a word about anyone; null where nothing did, or nothing with this one
    /// alone.</summary>
    private string? TroubleOf(Fact fact) =>
        fact switch
        {
            DispatchDeferred one when outages.IsAway(ChannelOutage.Of(one.Channel)) => null,
            DispatchDeferred one =>
                $"{one.Channel}, {Codes(one.Evidence)}, next at {one.NextTryAt:yyyy-MM-ddTHH:mm:ssZ}",
            DispatchHeld one when outages.IsAway(ChannelOutage.Of(one.Channel)) => null,
            DispatchHeld one =>
                $"{one.Channel}, {Codes(one.Evidence)}, ours, next at {one.NextTryAt:yyyy-MM-ddTHH:mm:ssZ}",
            DispatchRefused one => $"{one.Channel}, {Codes(one.Evidence)}",
            DispatchFailedLate one => $"{one.Channel}, {Codes(one.Evidence)}",
            DispatchInDoubt one => $"{one.Channel}, {Codes(one.Evidence)}, and an earlier try may have arrived",
            CallbackGivenUp { WithEndpoint: true } => null,
            CallbackGivenUp one => one.Evidence,
            CallbackEndpointAsleep one => $"it takes no callback since {one.FailingSince:yyyy-MM-ddTHH:mm:ssZ}",
            CallbackEndpointGivenUp one => $"{one.Waiting} callbacks are given up",
            JobFailing one => $"{one.JobKind} failed {one.Faults} times: {one.Trouble}",
            JobRecovered one => $"{one.JobKind} went through after {one.Faults} faults",
            InvoiceRejected or CreditNoteRejected or DistributionExhausted => OnTheTimeline,
            _ => null,
        };

    /// <summary>What a mail server's answer begins with; the words behind it often name the recipient.</summary>
    private static string Codes(string evidence) =>
        Reply().Match(evidence) is { Success: true } codes ? codes.Value.Trim() : OnTheTimeline;

    [GeneratedRegex(@"^[2-5]\d\d[ -]([245]\.\d{1,3}\.\d{1,3} )?")]
    private static partial Regex Reply();
}
