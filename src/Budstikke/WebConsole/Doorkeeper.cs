using System.Net;
using System.Security.Cryptography;
using System.Text;
using Budstikke.Storage;
using Budstikke.Users;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Budstikke.WebConsole;

/// <summary>
/// Before every page: is this our address, is the form from one of our own pages, and who is it? A page that is not
/// named here as open to everybody is met by nobody without a session.
/// </summary>
internal sealed class Doorkeeper(ConsoleSettings settings, Sessions sessions, Secrets secrets)
{
    /// <summary>The field in each form.</summary>
    public const string FormField = "f";
    private const string FormPurpose = "console-form";
    private const string SignInPath = "/sign-in";
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        + "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>A document is looked at in a frame of our own page, by a viewer of the browser's.</summary>
    private const string DocumentPolicy = "script-src 'none'; base-uri 'none'; frame-ancestors 'self'";
    private static readonly string[] s_open = [SignInPath, "/welcome", "/assets", "/language", "/problem"];

    private string SessionCookie => settings.IsSecure ? "__Host-budstikke" : "budstikke";

    /// <summary>Of a browser that has not signed in, for the token in its forms.</summary>
    private string VisitorCookie => settings.IsSecure ? "__Host-budstikke-visit" : "budstikke-visit";

    public async Task Let(HttpContext call, RequestDelegate next)
    {
        Head(call.Response);
        // The page about a refusal is shown whatever was refused.
        if (IsAboutRefusal(call))
        {
            await next(call);
            return;
        }
        if (!IsOurHost(call.Request.Host))
        {
            call.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return;
        }
        var isPost = HttpMethods.IsPost(call.Request.Method);
        if (!isPost && !HttpMethods.IsGet(call.Request.Method) && !HttpMethods.IsHead(call.Request.Method))
        {
            call.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        var session = await sessions.Find(call.Request.Cookies[SessionCookie]);
        call.Features.Set(new Visit(session, session?.SessionHash ?? Visitor(call)));
        if (
            session is null
            && !s_open.Any(open => call.Request.Path.StartsWithSegments(open, StringComparison.Ordinal))
        )
        {
            call.Response.Redirect(isPost ? SignInPath : $"{SignInPath}?to={Uri.EscapeDataString(PathOf(call))}");
            return;
        }
        if (isPost && !await IsOurForm(call))
        {
            call.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        await next(call);
    }

    private static bool IsAboutRefusal(HttpContext call) =>
        call.Features.Get<Visit>() is not null
        && (
            call.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || call.Features.Get<IExceptionHandlerFeature>() is not null
        );

    private static void Head(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        // Not no-referrer: a browser would then say of our own forms that they come from nowhere.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>For a document in a frame.</summary>
    public static void HeadOfDocument(HttpResponse response) => response.Headers.ContentSecurityPolicy = DocumentPolicy;

    /// <summary>Another name that leads here is somebody's trick with DNS.</summary>
    private bool IsOurHost(HostString host) =>
        settings.PublicUrl is { } ours
            ? string.Equals(host.Value, ours.Authority, StringComparison.OrdinalIgnoreCase)
            : host.Host == "localhost"
                || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string PathOf(HttpContext call) => call.Request.Path + call.Request.QueryString;

    /// <summary>Both: the browser says where the form was, and the form has the token of this session.</summary>
    private async Task<bool> IsOurForm(HttpContext call)
    {
        if (!IsFromHere(call.Request) || !call.Request.HasFormContentType)
            return false;
        try
        {
            var form = await call.Request.ReadFormAsync(call.RequestAborted);
            return CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(form[FormField].ToString()),
                Encoding.UTF8.GetBytes(TokenOf(call.Features.GetRequiredFeature<Visit>()))
            );
        }
        catch (InvalidDataException)
        {
            return false;
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            return false;
        }
    }

    private bool IsFromHere(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        var ours = settings.PublicUrl is { } address
            ? address.GetLeftPart(UriPartial.Authority)
            : $"{Uri.UriSchemeHttp}://{request.Host.Value}";
        return StringValues.IsNullOrEmpty(origin)
            ? request.Headers["Sec-Fetch-Site"] == "same-origin"
            : string.Equals(origin, ours, StringComparison.OrdinalIgnoreCase);
    }

    public string TokenOf(Visit visit) => secrets.Hash(FormPurpose, visit.Key);

    private string Visitor(HttpContext call)
    {
        if (call.Request.Cookies[VisitorCookie] is { Length: > 0 } known)
            return RandomKey.HashOf(known);
        var key = RandomKey.New();
        call.Response.Cookies.Append(VisitorCookie, key, Options());
        return RandomKey.HashOf(key);
    }

    public void Enter(HttpContext call, string sessionKey)
    {
        call.Response.Cookies.Append(SessionCookie, sessionKey, Options());
        call.Response.Cookies.Delete(VisitorCookie, Options());
    }

    public void Leave(HttpContext call) => call.Response.Cookies.Delete(SessionCookie, Options());

    /// <summary>Lax, since a link in a mail must find its reader signed in; what changes anything is a POST with a
    /// token of the session.</summary>
    private CookieOptions Options() =>
        new()
        {
            HttpOnly = true,
            Secure = settings.IsSecure,
            SameSite = SameSiteMode.Lax,
            Path = "/",
        };

    /// <summary>Where to after the sign-in: a path of ours, never another's address.</summary>
    public static string Local(string? to) =>
        to is { Length: > 0 and < 500 }
        && to[0] == '/'
        && (to.Length == 1 || (to[1] != '/' && to[1] != '\\'))
        && !to.Any(char.IsControl)
            ? to
            : "/";
}

/// <summary>Who calls.</summary>
/// <param name="Session">Null for somebody who has not signed in.</param>
/// <param name="Key">What the forms' token is made of: the session's hash, or the visitor's.</param>
internal sealed record Visit(SessionRow? Session, string Key);
