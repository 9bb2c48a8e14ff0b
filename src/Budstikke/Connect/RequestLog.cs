namespace Budstikke.Connect;

/// <summary>
/// A line for each answered request of a client, under the id that its answer has. Beyond so many in a minute they are
/// left out, and it is said how many: a log that takes as long as the work would be in its way. What nobody's rate
/// bounds (calls without a client, or over the rate) stands at Debug. Never the path itself: whoever errs may write a
/// personal number there.
/// </summary>
internal sealed class RequestLog(TimeProvider time, ILogger<RequestLog> log)
{
    private const int LinesPerMinute = 6_000;
    private const string Nowhere = "(unknown path)";
    private const string None = "-";

    private readonly Buckets _lines = new(LinesPerMinute, time);
    private long _leftOut;

    public void Note(HttpContext context, RequestMark request)
    {
        var client = context.Features.Get<Holding>()?.ClientId;
        var status = context.Response.StatusCode;
        var level =
            client is null || status == StatusCodes.Status429TooManyRequests || !HasRoom()
                ? LogLevel.Debug
                : LogLevel.Information;
        if (log.IsEnabled(level))
            log.Log(
                level,
                "{Method} {Call} {Status} in {Milliseconds} ms, client {ClientId}, order {OrderId}, request "
                    + "{RequestId}",
                request.Method,
                CallOf(context),
                status,
                (long)time.GetElapsedTime(request.BeganAt).TotalMilliseconds,
                client ?? None,
                OrderOf(context) ?? None,
                request.Id
            );
    }

    private bool HasRoom()
    {
        if (_lines.Take("").RetryAfterSeconds is not null)
        {
            Interlocked.Increment(ref _leftOut);
            return false;
        }
        if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var leftOut)
            log.LogInformation("{Count} answers were left out of the log: there were too many in a minute", leftOut);
        return true;
    }

    /// <summary>The path that the route was made with.</summary>
    public static string CallOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Nowhere;

    /// <summary>The order's id in the path; null where the path has none, or something that is no order's id.</summary>
    public static string? OrderOf(HttpContext context) =>
        context.Request.RouteValues.GetValueOrDefault("uuid") is string uuid && IsId(uuid) ? uuid : null;

    private static bool IsId(string text) =>
        text.Length is > 10 and <= 14
        && text.AsSpan(0, text.Length - 10).IndexOfAnyExceptInRange('A', 'Z') < 0
        && text.AsSpan(text.Length - 10).IndexOfAnyExceptInRange('0', '9') < 0;
}
