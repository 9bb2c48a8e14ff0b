using System.Collections.Concurrent;
using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>How many calls of a client this node takes in a minute.</summary>
internal sealed class RateLimit(int perMinute, TimeProvider time)
{
    private const int SecondsInWindow = 60;
    private const int MaxPerMinute = 10_000_000;
    private readonly ConcurrentDictionary<string, (long Minute, int Calls)> _calls = new(StringComparer.Ordinal);

    public static RateLimit Of(IConfiguration settings, TimeProvider time) =>
        new(Settings.Number(settings, "Connect:RateLimitPerMinute", 240, 0, MaxPerMinute), time);

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
