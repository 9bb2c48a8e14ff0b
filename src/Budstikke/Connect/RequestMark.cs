namespace Budstikke.Connect;

/// <summary>What is kept of a request for its answer and its line in the log.</summary>
/// <param name="Id">Ours, whatever the caller sends: it must be found in our log once.</param>
/// <param name="Method">As it was asked.</param>
internal sealed record RequestMark(string Id, string Method, long BeganAt)
{
    public const string Header = "x-request-id";

    public static RequestMark On(HttpContext context, TimeProvider time)
    {
        var mark = new RequestMark(Guid.NewGuid().ToString("N"), context.Request.Method, time.GetTimestamp());
        context.TraceIdentifier = mark.Id;
        context.Response.Headers[Header] = mark.Id;
        // HEAD is answered as GET is. The server goes by the request's first line, and sends the headers alone.
        if (HttpMethods.IsHead(mark.Method))
            context.Request.Method = HttpMethods.Get;
        return mark;
    }
}
