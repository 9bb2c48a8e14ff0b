namespace Budstikke.Storage;

/// <summary>
/// What is away, in few lines of the log: one when it goes, one a minute while it is away, one when it is back. Without
/// it each request and each look for work would tell of the same outage, with a stack trace.
/// </summary>
internal sealed class Outages(TimeProvider time, ILogger<Outages> log)
{
    /// <summary>Where something is half away, some of its many connections still work, so it counts as back only after
    /// so long without a failure.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_between = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Outage> _outages = new(StringComparer.Ordinal);

    /// <summary>Whether anything is away. Every success asks this, so it is answered without the lock; as a rule
    /// nothing is.</summary>
    private volatile bool _areSome;

    private sealed record Outage(DateTimeOffset Since, DateTimeOffset Last, DateTimeOffset Told, long Failures);

    public bool IsAway(string what)
    {
        if (!_areSome)
            return false;
        lock (_lock)
            return _outages.ContainsKey(what);
    }

    /// <summary>Notes that it was asked for something and was not there.</summary>
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

    /// <summary>Notes that it did what it was asked for.</summary>
    public void Worked(string what) => End(what, s_quiet);

    /// <summary>Notes that it is there again, however recently it failed.</summary>
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
