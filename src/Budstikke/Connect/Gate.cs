using Budstikke.Clients;
using Microsoft.Extensions.Primitives;

namespace Budstikke.Connect;

/// <summary>Who calls, by the bearer token, and whether there is room for the call in its minute.</summary>
internal sealed class Gate(ClientStore clients, RateLimit limit)
{
    private const string Bearer = "Bearer ";

    /// <summary>The caller, or what to answer instead.</summary>
    /// <param name="needed">What the call wants of the token.</param>
    public async Task<(Caller? Caller, Answer? Answer)> Admit(HttpContext context, Scopes needed)
    {
        if (await CallerOf(context.Request.Headers.Authorization) is not { } caller)
            return (null, Envelope.Unauthorized());
        var (window, retryAfterSeconds) = limit.Count(caller.Client.ClientId);
        if (window is not null)
            context.Features.Set(window);
        if (retryAfterSeconds is { } seconds)
            return (null, Envelope.TooManyRequests(seconds));
        return caller.Scopes.HasFlag(needed)
            ? (caller, null)
            : (null, Envelope.LacksScope(caller.TokenName, needed.Text(), caller.Scopes.Text()));
    }

    /// <summary>By this header alone, and by one of it: a token has no business in an address, a cookie or a form.</summary>
    private async Task<Caller?> CallerOf(StringValues authorization) =>
        authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? await clients.Authenticate(header[Bearer.Length..].Trim())
            : null;
}
