using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Budstikke.Connect;

/// <summary>
/// What the web server refuses before any code of ours sees it: a request line that is none, a path with an encoded
/// NUL, headers that are too long or too slow. The server tells of it and then sends an empty answer; told so, we send
/// the envelope, and have the last word.
/// </summary>
internal sealed class ServerRefusals(TimeProvider time, RateLimit limit, RequestLog requests)
    : IObserver<KeyValuePair<string, object?>>
{
    private const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private const string EncodedNul = "%00";

    /// <summary>For as long as the service runs.</summary>
    public static void Watch(IServiceProvider services) =>
        services
            .GetRequiredService<DiagnosticListener>()
            .Subscribe(services.GetRequiredService<ServerRefusals>(), name => name == EventName);

    public void OnNext(KeyValuePair<string, object?> told)
    {
        if (
            told.Value is not IFeatureCollection features
            || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException refused
            || features.Get<IHttpResponseFeature>() is not { HasStarted: false }
            || features.Get<GuardedOutput>() is not { } output
            // Under TLS of the server's own these bytes would be in clear.
            || features.Get<ITlsHandshakeFeature>() is not null
        )
            return;
        var context = new DefaultHttpContext();
        // Where the request line is malformed, the server has neither method nor target, although their types are not
        // nullable.
        if (features.Get<IHttpRequestFeature>()?.Method is { Length: > 0 } method)
            context.Request.Method = method;
        var mark = RequestMark.On(context, time);
        if (limit.Untouched is { } window)
            context.Features.Set(window);
        var answer = AnswerTo(features, refused);
        var head = HeadOf(answer, context);
        if (output.TrySay(HttpMethods.IsHead(mark.Method) ? head : [.. head, .. answer.Body]))
            requests.Note(context, mark);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    /// <summary>A NUL is in no path that we know, encoded or not.</summary>
    private static Answer AnswerTo(IFeatureCollection features, BadHttpRequestException refused) =>
        refused.StatusCode == StatusCodes.Status400BadRequest
        && features.Get<IHttpRequestFeature>()?.RawTarget?.Contains(EncodedNul, StringComparison.Ordinal) == true
            ? Envelope.NotFound(NotFoundMessage.Path)
            : Envelope.BadRequest(refused.StatusCode);

    /// <summary>The status and the headers that every answer has, as they stand on the wire.</summary>
    private byte[] HeadOf(Answer answer, HttpContext context)
    {
        context.Response.Body = Stream.Null;
        context.Response.Headers.Connection = "close";
        context.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        // Only the headers are wanted. The body goes into a null stream, so the task is complete at once.
        _ = answer.WriteTo(context);
        var status = context.Response.StatusCode;
        var head = new StringBuilder($"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n");
        foreach (var (name, value) in context.Response.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return Encoding.ASCII.GetBytes($"{head}\r\n");
    }
}
