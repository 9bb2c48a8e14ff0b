using Budstikke.Callbacks;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Telemetry;

/// <summary>
/// One line for each fact, with the order's uuid as a field: trouble always, the rest at Debug. Never a fact's content: that holds
/// addresses and what other systems said about people.
/// </summary>
internal sealed class FactLog(ILogger<FactLog> log)
{
    public void Note(Fact fact)
    {
        var level = IsTrouble(fact) ? LogLevel.Information : LogLevel.Debug;
        if (!log.IsEnabled(level))
            return;
        foreach (var orderId in fact.OrderIds)
            log.Log(
                level,
                "{Fact} for order {OrderId} of {ClientId}, caused by {CausedBy}",
                fact.Kind,
                orderId,
                fact.ClientId,
                fact.CausedBy
            );
    }

    private static bool IsTrouble(Fact fact) =>
        fact
            is InvoiceRejected
                or CreditNoteRejected
                or DispatchDeferred
                or DispatchRefused
                or DispatchInDoubt
                or DispatchFailedLate
                or DistributionExhausted
                or CallbackFailed
                or CallbackGivenUp
                or JobFailing
                or JobRecovered;
}
