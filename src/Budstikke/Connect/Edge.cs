using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>
/// The HTTP edge: every answer gets its request's id, what is unknown gets its envelope, and so does every unexpected
/// exception: what nobody expected of a call ends here, and of a job at the worker. Neither answer shows a stack
/// trace, SQL or a path; the log has them under the id.
/// </summary>
internal sealed class Edge(
    RequestDelegate next,
    Database database,
    RateLimit limit,
    SlowCalls slow,
    RequestLog requests,
    TimeProvider time,
    ILogger<Edge> log
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = RequestMark.On(context, time);
        if (limit.Untouched is { } window)
            context.Features.Set(window);
        Holding.Begin(context, slow);
        try
        {
            await next(context);
            if (!context.Response.HasStarted)
                await AnswerUnanswered(context, request);
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
            // While the database is away each request fails alike, and the log has one line for all.
            log.Log(
                database.HasTold(error) ? LogLevel.Debug : LogLevel.Error,
                error,
                "{Method} {Call} failed, order {OrderId}, trace {Trace}",
                request.Method,
                RequestLog.CallOf(context),
                RequestLog.OrderOf(context),
                request.Id
            );
            var answer = database.Dialect.IsUnavailable(error)
                ? Envelope.DependencyFailed(time.GetUtcNow(), request.Id)
                : Envelope.Defect(request.Id);
            await answer.WriteTo(context);
        }
        if (!context.RequestAborted.IsCancellationRequested)
            requests.Note(context, request);
    }

    private static async Task AnswerUnanswered(HttpContext context, RequestMark request)
    {
        var status = context.Response.StatusCode;
        if (status == StatusCodes.Status405MethodNotAllowed)
        {
            Preflight.NameMethods(context);
            if (HttpMethods.IsOptions(request.Method))
            {
                Preflight.Answer(context);
                return;
            }
        }
        if (Envelope.OfUnanswered(status) is { } answer)
            await answer.WriteTo(context);
    }
}
