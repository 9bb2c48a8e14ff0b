using System.Collections.Concurrent;

namespace Budstikke.Connect;

/// <summary>How many calls of a client this node takes in a minute.</summary>
internal sealed class RateLimit(int perMinute, TimeProvider time)
{
    private const int SecondsInWindow = 60;
    private readonly ConcurrentDictionary<string, (long Minute, int Calls)> _calls = new(StringComparer.Ordinal);

    public static RateLimit Of(IConfiguration settings, TimeProvider time)
    {
        var limit = settings.GetValue("Connect:RateLimitPerMinute", 240);
        return limit >= 0
            ? new(limit, time)
            : throw new InvalidOperationException($"Connect__RateLimitPerMinute must be 0 (off) or more: {limit}");
    }

    /// <summary>What an answer to nobody in particular shows; null when the limit is off.</summary>
    public RateWindow? Untouched => perMinute == 0 ? null : new(perMinute, perMinute);

    /// <summary>Counts a call; the seconds until the next minute when there is no room for it.</summary>
    public (RateWindow? Window, int? RetryAfterSeconds) Count(string clientId)
    {
        if (perMinute == 0)
            return (null, null);
        var (minute, second) = Math.DivRem(time.GetUtcNow().ToUnixTimeSeconds(), SecondsInWindow);
        var calls = _calls
            .AddOrUpdate(
                clientId,
                _ => (minute, 1),
                (_, before) => before.Minute == minute ? (minute, before.Calls + 1) : (minute, 1)
            )
            .Calls;
        return (
            new(perMinute, Math.Max(0, perMinute - calls)),
            calls > perMinute ? SecondsInWindow - (int)second : null
        );
    }
}
