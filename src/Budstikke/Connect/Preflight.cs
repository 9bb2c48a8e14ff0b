using Microsoft.Net.Http.Headers;

namespace Budstikke.Connect;

/// <summary>Which methods a path knows, and what a browser asks before it calls from another origin.</summary>
internal static class Preflight
{
    private const string KeptSeconds = "86400";
    private static readonly string s_requestHeaders = string.Join(
        ", ",
        HeaderNames.Authorization.ToLowerInvariant(),
        HeaderNames.ContentType.ToLowerInvariant(),
        KeyedBody.KeyHeader.ToLowerInvariant()
    );

    /// <summary>The router has named those that have a handler; HEAD goes with GET, and OPTIONS with every
    /// path.</summary>
    public static void NameMethods(HttpContext context)
    {
        const StringSplitOptions Words = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var methods = context.Response.Headers.Allow.ToString().Split(',', Words).ToList();
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            methods.Add(HttpMethods.Head);
        methods.Add(HttpMethods.Options);
        context.Response.Headers.Allow = string.Join(", ", methods);
    }

    public static void Answer(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.CacheControl = Connect.Answer.CacheControl;
        response.Headers.AccessControlAllowOrigin = Connect.Answer.AllowedOrigin;
        response.Headers.AccessControlAllowMethods = response.Headers.Allow;
        response.Headers.AccessControlAllowHeaders = s_requestHeaders;
        response.Headers.AccessControlMaxAge = KeptSeconds;
        context.Features.Get<RateWindow>()?.WriteTo(response.Headers);
    }
}
