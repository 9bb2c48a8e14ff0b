namespace Budstikke.Storage;

/// <summary>
/// What is away, in few lines of the log: one when it goes, one a minute while it is away, one when it is back. Without
/// it each request and each look for work would tell of the same outage, with a stack trace.
/// </summary>
internal sealed class Outages(TimeProvider time, ILogger<Outages> log)
{
    /// <summary>Of many connections to something that is half away, some work: only after so long without a failure it
    /// is back.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_between = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Outage> _outages = new(StringComparer.Ordinal);

    /// <summary>Everybody asks, with every success, and as a rule nothing is away.</summary>
    private volatile bool _areSome;

    private sealed record Outage(DateTimeOffset Since, DateTimeOffset Last, DateTimeOffset Told, long Failures);

    public bool IsAway(string what)
    {
        if (!_areSome)
            return false;
        lock (_lock)
            return _outages.ContainsKey(what);
    }

    /// <summary>It was asked for something, and was not there.</summary>
    /// <param name="what">As the beginning of a sentence.</param>
    public void Failed(string what, Exception error) =>
        Failed(what, error.GetBaseException().Message.Split('\n', 2)[0].TrimEnd());

    /// <inheritdoc cref="Failed(string, Exception)"/>
    public void Failed(string what, string reason)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _areSome = true;
            if (!_outages.TryGetValue(what, out var before))
            {
                _outages[what] = new(now, now, now, 1);
                log.LogWarning("{What} is away: {Reason}", what, reason);
                return;
            }
            var outage = before with { Last = now, Failures = before.Failures + 1 };
            if (now - outage.Told >= s_between)
            {
                outage = outage with { Told = now };
                log.LogWarning(
                    "{What} is still away after {Seconds} s and {Failures} failures: {Reason}",
                    what,
                    (long)(now - outage.Since).TotalSeconds,
                    outage.Failures,
                    reason
                );
            }
            _outages[what] = outage;
        }
    }

    /// <summary>It did what it was asked for.</summary>
    public void Worked(string what) => End(what, s_quiet);

    /// <summary>It is there again, whatever was a moment ago.</summary>
    public void Ended(string what) => End(what, TimeSpan.Zero);

    private void End(string what, TimeSpan quiet)
    {
        if (!_areSome)
            return;
        lock (_lock)
        {
            if (!_outages.TryGetValue(what, out var outage) || time.GetUtcNow() - outage.Last < quiet)
                return;
            _outages.Remove(what);
            _areSome = _outages.Count > 0;
            log.LogInformation(
                "{What} is back: it was away for {Seconds} s, with {Failures} failures",
                what,
                (long)(outage.Last - outage.Since).TotalSeconds,
                outage.Failures
            );
        }
    }
}
