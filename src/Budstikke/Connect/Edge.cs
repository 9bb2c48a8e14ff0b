using System.Diagnostics;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>
/// The HTTP edge: what is unknown gets its envelope, and so does every unexpected exception. One of the two places where such a one is
/// caught (the other is the worker). Neither answer shows a stack trace, SQL or a path; the log has them under the trace.
/// </summary>
internal sealed class Edge(
    RequestDelegate next,
    Database database,
    RateLimit limit,
    TimeProvider time,
    ILogger<Edge> log
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (limit.Untouched is { } window)
            context.Features.Set(window);
        try
        {
            await next(context);
            if (!context.Response.HasStarted && Envelope.OfUnanswered(context.Response.StatusCode) is { } answer)
                await answer.WriteTo(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (WrongClockException) when (!context.Response.HasStarted)
        {
            // It became wrong under the call: nothing was written, and the log says why.
            await Envelope.TooBusy(NodeClock.PollSeconds).WriteTo(context);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var trace = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
            // While the database is away each request fails alike, and the log has one line for all.
            log.Log(
                database.HasTold(error) ? LogLevel.Debug : LogLevel.Error,
                error,
                "{Method} {Path} failed, order {OrderId}, trace {Trace}",
                context.Request.Method,
                context.Request.Path,
                context.Request.RouteValues.GetValueOrDefault("uuid"),
                trace
            );
            var answer = database.Dialect.IsUnavailable(error)
                ? Envelope.DependencyFailed(time.GetUtcNow(), trace)
                : Envelope.Defect(trace);
            await answer.WriteTo(context);
        }
    }
}
