using System.Diagnostics.Metrics;
using Budstikke.Callbacks;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Telemetry;

/// <summary>Counts what became true, on the node that made it so.</summary>
internal sealed class FactCounts(Meter meter)
{
    private readonly ClientTag _client = new();
    private readonly Counter<long> _accepted = meter.CreateCounter<long>("budstikke.orders.accepted", "{order}");
    private readonly Counter<long> _issued = meter.CreateCounter<long>("budstikke.invoices.issued", "{invoice}");
    private readonly Counter<long> _credited = meter.CreateCounter<long>(
        "budstikke.credit_notes.issued",
        "{credit_note}"
    );
    private readonly Counter<long> _rejected = meter.CreateCounter<long>("budstikke.invoices.rejected", "{invoice}");
    private readonly Counter<long> _sent = meter.CreateCounter<long>("budstikke.dispatches.sent", "{dispatch}");
    private readonly Counter<long> _failed = meter.CreateCounter<long>("budstikke.dispatches.failed", "{dispatch}");
    private readonly Counter<long> _exhausted = meter.CreateCounter<long>(
        "budstikke.distributions.exhausted",
        "{invoice}"
    );
    private readonly Counter<long> _received = meter.CreateCounter<long>("budstikke.callbacks.received", "{callback}");
    private readonly Counter<long> _unheard = meter.CreateCounter<long>("budstikke.callbacks.failed", "{callback}");

    public void Count(Fact fact)
    {
        switch (fact)
        {
            case OrderAccepted:
                Add(_accepted, fact);
                break;
            case InvoiceIssued:
                Add(_issued, fact);
                break;
            case CreditNoteIssued:
                Add(_credited, fact);
                break;
            case InvoiceRejected or CreditNoteRejected:
                Add(_rejected, fact);
                break;
            case DispatchAccepted sent:
                Add(_sent, fact, ("channel", NameOf(sent.Channel)), ("simulated", sent.IsSimulated));
                break;
            case DispatchDeferred deferred:
                Add(_failed, fact, ("channel", NameOf(deferred.Channel)), ("outcome", "deferred"));
                break;
            case DispatchRefused refused:
                Add(_failed, fact, ("channel", NameOf(refused.Channel)), ("outcome", "refused"));
                break;
            case DispatchInDoubt doubt:
                Add(_failed, fact, ("channel", NameOf(doubt.Channel)), ("outcome", "in_doubt"));
                break;
            case DispatchFailedLate late:
                Add(_failed, fact, ("channel", NameOf(late.Channel)), ("outcome", "late"));
                break;
            case DistributionExhausted:
                Add(_exhausted, fact);
                break;
            case CallbackReceived:
                Add(_received, fact);
                break;
            case CallbackFailed:
                Add(_unheard, fact, ("outcome", "deferred"));
                break;
            case CallbackGivenUp:
                Add(_unheard, fact, ("outcome", "given_up"));
                break;
        }
    }

    private static string NameOf(string channel) => channel.ToLowerInvariant();

    private void Add(Counter<long> counter, Fact fact, params (string Name, object Value)[] tags) =>
        counter.Add(
            1,
            [
                new("client", _client.Of(fact.ClientId)),
                .. tags.Select(tag => KeyValuePair.Create(tag.Name, (object?)tag.Value)),
            ]
        );
}
