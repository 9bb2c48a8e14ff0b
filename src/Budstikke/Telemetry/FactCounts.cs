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
    private readonly Counter<long> _delivered = meter.CreateCounter<long>(
        "budstikke.dispatches.delivered",
        "{dispatch}"
    );
    private readonly Counter<long> _failed = meter.CreateCounter<long>("budstikke.dispatches.failed", "{dispatch}");
    private readonly Counter<long> _notReachable = meter.CreateCounter<long>(
        "budstikke.dispatches.not_reachable",
        "{dispatch}"
    );
    private readonly Counter<long> _exhausted = meter.CreateCounter<long>(
        "budstikke.distributions.exhausted",
        "{invoice}"
    );
    private readonly Counter<long> _received = meter.CreateCounter<long>("budstikke.callbacks.received", "{callback}");
    private readonly Counter<long> _unheard = meter.CreateCounter<long>("budstikke.callbacks.failed", "{callback}");

    public void Count(Fact fact)
    {
        if (CountedBy(fact) is { } counted)
            counted.Counter.Add(
                1,
                [
                    new("client", _client.Of(fact.ClientId)),
                    .. counted.Tags.Select(tag => KeyValuePair.Create(tag.Name, (object?)tag.Value)),
                ]
            );
    }

    /// <param name="Tags">Beside the client.</param>
    private sealed record Counted(Counter<long> Counter, params (string Name, object Value)[] Tags);

    /// <summary>Null where nobody counts it.</summary>
    private Counted? CountedBy(Fact fact) =>
        fact switch
        {
            OrderAccepted => new(_accepted),
            InvoiceIssued => new(_issued),
            CreditNoteIssued => new(_credited),
            InvoiceRejected or CreditNoteRejected => new(_rejected),
            DispatchAccepted one => new(_sent, ("channel", NameOf(one.Channel)), ("simulated", one.IsSimulated)),
            DispatchDelivered one => new(_delivered, ("channel", NameOf(one.Channel))),
            DispatchDeferred one => Failed(one.Channel, "deferred"),
            DispatchHeld { IsLong: null } one => Failed(one.Channel, "held"),
            DispatchRefused one => Failed(one.Channel, "refused"),
            ChannelPassedBy { Key: not null } one => new(
                _notReachable,
                ("channel", NameOf(one.Channel)),
                ("warned", one.Warning is not null)
            ),
            DispatchInDoubt one => Failed(one.Channel, "in_doubt"),
            DispatchFailedLate one => Failed(one.Channel, "late"),
            DistributionExhausted => new(_exhausted),
            CallbackReceived => new(_received),
            CallbackFailed => new(_unheard, ("outcome", "deferred")),
            CallbackGivenUp => new(_unheard, ("outcome", "given_up")),
            _ => null,
        };

    private Counted Failed(string channel, string outcome) =>
        new(_failed, ("channel", NameOf(channel)), ("outcome", outcome));

    private static string NameOf(string channel) => channel.ToLowerInvariant();
}
