using System.Globalization;

namespace Budstikke.Connect;

/// <summary>An answer of the Connect API, down to its bytes.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    /// <summary>When to try again, where that would help.</summary>
    public int? RetryAfterSeconds { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Writes it with the headers that every answer has; those of the rate limit where a window counts the caller.</summary>
    public Task WriteTo(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = "no-cache, private";
        response.Headers.AccessControlAllowOrigin = "*";
        if (context.Features.Get<RateWindow>() is { } window)
            window.WriteTo(response.Headers);
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (Status == StatusCodes.Status403Forbidden)
            response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
    }
}

/// <summary>How much a caller may still ask in the running minute; a feature of the request, set by whoever counts.</summary>
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
