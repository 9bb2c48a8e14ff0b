using System.Diagnostics;

namespace Budstikke.Tests.Support;

/// <summary>A clock that goes only when a test says so, and shows the right time unless it is set wrong.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _right = start;
    private TimeSpan _off;
    private long _asked;
    private Stopwatch? _going;

    /// <summary>What it is, whatever the clock shows.</summary>
    public DateTimeOffset Right => _right + (_going?.Elapsed ?? TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Right + _off;

    /// <summary>The monotonic clock is never wrong; each look at it takes a tick.</summary>
    public override long GetTimestamp() => Right.UtcTicks + Interlocked.Increment(ref _asked);

    /// <summary>Time passes until the clock shows this.</summary>
    public void Set(DateTimeOffset now)
    {
        _going?.Restart();
        _right = now - _off;
    }

    /// <summary>From now on it goes by itself, for what must see that something takes long.</summary>
    public void Go() => _going = Stopwatch.StartNew();

    /// <summary>From now on it is so far ahead of the time.</summary>
    public void SetWrong(TimeSpan off) => _off = off;
}
