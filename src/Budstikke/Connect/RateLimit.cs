using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>
/// How many calls of a client this node takes: as many at once as in a minute, and from then on as they come back,
/// evenly. So the header that says how many are left is true at that moment, and no border between two minutes lets
/// twice as many through.
/// </summary>
internal sealed class RateLimit(int perMinute, TimeProvider time)
{
    private const int MaxPerMinute = 10_000_000;
    private readonly Buckets? _clients = perMinute == 0 ? null : new(perMinute, time);

    public static RateLimit Of(IConfiguration settings, TimeProvider time) =>
        new(Settings.Number(settings, "Connect:RateLimitPerMinute", 240, 0, MaxPerMinute), time);

    /// <summary>What an answer to nobody in particular shows; null when the limit is off.</summary>
    public RateWindow? Untouched { get; } = perMinute == 0 ? null : new(perMinute, perMinute);

    /// <summary>Counts a call, and has its answer say what is left; the answer to give instead when there is no room
    /// for it.</summary>
    public Answer? Count(HttpContext context, string clientId) =>
        _clients is null ? null : Told(context, _clients.Take(clientId));

    /// <summary>Counts a call that was counted as one as <paramref name="calls"/> calls, or as all that a client can
    /// have where that is less.</summary>
    public Answer? Weigh(HttpContext context, string clientId, int calls)
    {
        var more = Math.Min(calls, perMinute) - 1;
        return _clients is null || more <= 0 ? null : Told(context, _clients.Take(clientId, more, givenBack: 1));
    }

    private Answer? Told(HttpContext context, (int Left, int? RetryAfterSeconds) taken)
    {
        context.Features.Set(new RateWindow(perMinute, taken.Left));
        return taken.RetryAfterSeconds is { } seconds ? Envelope.TooManyRequests(seconds) : null;
    }
}
