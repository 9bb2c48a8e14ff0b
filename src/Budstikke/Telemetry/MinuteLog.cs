using Budstikke.Callbacks;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Telemetry;

/// <summary>A line a minute of what this node has done in it; none where it has done nothing.</summary>
internal sealed class MinuteLog(TimeProvider time, ILogger<MinuteLog> log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private SortedDictionary<string, long> _done = new(StringComparer.Ordinal);

    public void Count(Fact fact)
    {
        if (WordFor(fact) is not { } word)
            return;
        lock (_lock)
            _done[word] = _done.GetValueOrDefault(word) + 1;
    }

    private static string? WordFor(Fact fact) =>
        fact switch
        {
            OrderAccepted => "orders accepted",
            InvoiceIssued => "invoices issued",
            CreditNoteIssued => "credit notes issued",
            DispatchAccepted sent => $"sent by {sent.Channel}",
            DispatchDeferred or DispatchRefused => "sendings that failed",
            DispatchHeld => "sendings that wait for their channel",
            ChannelPassedBy { Key: not null } passed => $"not reachable by {passed.Channel}",
            DistributionExhausted => "cases that no channel could bring",
            CallbackReceived => "callbacks received",
            CallbackFailed => "callbacks that failed",
            _ => null,
        };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Tell();
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    /// <summary>What was done since it was told last; the end of a node tells the rest.</summary>
    public void Tell()
    {
        SortedDictionary<string, long> done;
        lock (_lock)
            (done, _done) = (_done, new(StringComparer.Ordinal));
        if (done.Count > 0)
            log.LogInformation("Done: {Done}", string.Join(", ", done.Select(one => $"{one.Value} {one.Key}")));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Tell();
    }
}
