using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Budstikke.Tests.Operations;

/// <summary>What one meter says, summed by instrument and tags: <c>budstikke.dispatches.sent
/// channel=email</c>.</summary>
internal sealed class Listening : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _sums = new(StringComparer.Ordinal);

    public Listening(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((on, value, tags, _) => Add(on, value, tags));
        _listener.SetMeasurementEventCallback<long>((on, value, tags, _) => Add(on, value, tags));
        _listener.SetMeasurementEventCallback<double>((on, value, tags, _) => Add(on, value, tags));
        _listener.Start();
    }

    public double this[string series] => _sums.GetValueOrDefault(series);

    public IReadOnlyCollection<string> Series => [.. _sums.Keys];

    /// <summary>Has the gauges tell what they see.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = string.Join(
            ' ',
            [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)]
        );
        _sums.AddOrUpdate(series, value, (_, sum) => instrument.IsObservable ? value : sum + value);
    }
}
