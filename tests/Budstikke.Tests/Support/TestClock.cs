namespace Budstikke.Tests.Support;

/// <summary>A clock that goes only when a test says so, and shows the right time unless it is set wrong.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _right = start;
    private TimeSpan _off;
    private long _asked;

    /// <summary>What it is, whatever the clock shows.</summary>
    public DateTimeOffset Right => _right;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _right + _off;

    /// <summary>The monotonic clock is never wrong; each look at it takes a tick.</summary>
    public override long GetTimestamp() => _right.UtcTicks + Interlocked.Increment(ref _asked);

    /// <summary>Time passes until the clock shows this.</summary>
    public void Set(DateTimeOffset now) => _right = now - _off;

    /// <summary>From now on it is so far ahead of the time.</summary>
    public void SetWrong(TimeSpan off) => _off = off;
}
