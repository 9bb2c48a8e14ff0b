using Budstikke.Clients;

namespace Budstikke.Connect;

/// <summary>Who calls, by the bearer token, and whether there is room for the call in its minute.</summary>
internal sealed class Gate(ClientStore clients, RateLimit limit)
{
    private const string Bearer = "Bearer ";

    /// <summary>The caller, or what to answer instead.</summary>
    public async Task<(Caller? Caller, Answer? Answer)> Admit(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var caller = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? await clients.Authenticate(header[Bearer.Length..].Trim())
            : null;
        if (caller is null)
            return (null, Envelope.Unauthorized());
        var (window, retryAfterSeconds) = limit.Count(caller.Client.ClientId);
        if (window is not null)
            context.Features.Set(window);
        return retryAfterSeconds is { } seconds ? (null, Envelope.TooManyRequests(seconds)) : (caller, null);
    }
}
