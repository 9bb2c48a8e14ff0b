using System.Globalization;

namespace Budstikke.Connect;

/// <summary>An answer of the Connect API, down to its bytes.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    public const string CacheControl = "no-cache, private";
    public const string AllowedOrigin = "*";

    /// <summary>What a browser may show to the page that called; else it would hide all but a few.</summary>
    private static readonly string s_shown = string.Join(
        ", ",
        RequestMark.Header,
        RateWindow.LimitHeader,
        RateWindow.RemainingHeader,
        KeyedBody.ReplayedHeader,
        "retry-after, link, www-authenticate, allow"
    );

    /// <summary>When to try again, where that would help.</summary>
    public int? RetryAfterSeconds { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Which token is asked for, and what was wrong with the one that came.</summary>
    public string? Challenge { get; init; }

    /// <summary>Writes it with the headers that every answer has; those of the rate limit where a limit counts the
    /// caller.</summary>
    public Task WriteTo(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = CacheControl;
        response.Headers.AccessControlAllowOrigin = AllowedOrigin;
        if (context.Request.Headers.Origin.Count > 0)
            response.Headers.AccessControlExposeHeaders = s_shown;
        if (context.Features.Get<RateWindow>() is { } window)
            window.WriteTo(response.Headers);
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Challenge is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        var writing = response.Body.WriteAsync(Body, context.RequestAborted);
        return writing.IsCompletedSuccessfully || context.Features.Get<Holding>() is not { } holding
            ? writing.AsTask()
            : Hold(writing.AsTask(), context, holding);
    }

    /// <summary>The caller does not take it as fast as it is written. Whoever lets it lie loses the connection: there
    /// is nothing more to say.</summary>
    private static async Task Hold(Task writing, HttpContext context, Holding holding)
    {
        using var place = holding.EnterAnswer();
        if (place is not null && await IsTaken(writing, holding.Limits.AnswerTime))
            return;
        context.Abort();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<bool> IsTaken(Task writing, TimeSpan? longest)
    {
        try
        {
            await writing.WaitAsync(longest ?? Timeout.InfiniteTimeSpan);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>How many calls a caller may make at once, and how many of them are left now; a feature of the request, set
/// by whoever counts.</summary>
internal sealed record RateWindow(int Limit, int Remaining)
{
    public const string LimitHeader = "x-ratelimit-limit";
    public const string RemainingHeader = "x-ratelimit-remaining";

    public void WriteTo(IHeaderDictionary headers)
    {
        headers[LimitHeader] = Limit.ToString(CultureInfo.InvariantCulture);
        headers[RemainingHeader] = Remaining.ToString(CultureInfo.InvariantCulture);
    }
}
