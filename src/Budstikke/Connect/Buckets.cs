using System.Collections.Concurrent;

namespace Budstikke.Connect;

/// <summary>
/// A bucket of tokens for each key: full at first, so many may be taken at once, and it fills evenly, from empty to
/// full in a minute. Of a bucket nothing is kept but the moment when it will be full.
/// </summary>
/// <param name="size">How many it holds, which is also how many come back in a minute.</param>
internal sealed class Buckets(int size, TimeProvider time)
{
    private const int MaxKept = 100_000;
    private readonly long _ticksForOne = TimeSpan.TicksPerMinute / size;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>How many are left; and where there were too few, so that none was taken, the seconds until there are
    /// enough.</summary>
    /// <param name="givenBack">Taken before for the same thing, and given back when there are too few.</param>
    public (int Left, int? RetryAfterSeconds) Take(string key, int count = 1, int givenBack = 0)
    {
        var now = time.GetUtcNow().UtcTicks;
        if (_buckets.Count >= MaxKept)
            Forget(now);
        var bucket = _buckets.GetOrAdd(key, _ => new());
        lock (bucket)
        {
            // Where the clock was set back, a bucket is empty at worst.
            var whole = _ticksForOne * size;
            var missing = Math.Clamp(bucket.FullAt - now, 0, whole);
            var wanted = _ticksForOne * count;
            if (missing + wanted > whole)
            {
                var missingThen = Math.Max(0, missing - (_ticksForOne * givenBack));
                bucket.FullAt = now + missingThen;
                return (LeftOf(whole - missingThen), SecondsOf(missing + wanted - whole));
            }
            bucket.FullAt = now + missing + wanted;
            return (LeftOf(whole - missing - wanted), null);
        }
    }

    private int LeftOf(long ticks) => (int)(ticks / _ticksForOne);

    private static int SecondsOf(long ticks) => (int)((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);

    /// <summary>A full bucket is as good as none. Where too many are not full, all are forgotten rather than memory be
    /// filled.</summary>
    private void Forget(long now)
    {
        foreach (var (key, bucket) in _buckets)
            if (bucket.FullAt <= now)
                _buckets.TryRemove(key, out _);
        if (_buckets.Count >= MaxKept)
            _buckets.Clear();
    }

    private sealed class Bucket
    {
        public long FullAt;
    }
}
