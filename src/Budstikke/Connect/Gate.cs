using Budstikke.Clients;
using Microsoft.Extensions.Primitives;

namespace Budstikke.Connect;

/// <summary>Who calls, by the bearer token, and whether there is room for the call.</summary>
internal sealed class Gate(ClientStore clients, RateLimit limit, RefusedTokens refused)
{
    private const string Bearer = "Bearer ";

    /// <summary>The caller, or what to answer instead.</summary>
    /// <param name="needed">What the call wants of the token.</param>
    public async Task<(Caller? Caller, Answer? Answer)> Admit(HttpContext context, Scopes needed)
    {
        var (admitted, fault) = await AdmissionOf(context.Request.Headers.Authorization);
        if (admitted is not { } caller)
            return (null, refused.Refuse(context, fault));
        Holding.Name(context, caller.Client.ClientId);
        if (limit.Count(context, caller.Client.ClientId) is { } tooMany)
            return (null, tooMany);
        return caller.Scopes.HasFlag(needed)
            ? (caller, null)
            : (null, Envelope.LacksScope(caller.TokenName, needed.Text(), caller.Scopes.Text()));
    }

    /// <summary>The token is taken from this header alone, which must stand once: a token has no business in an
    /// address, a cookie or a form.</summary>
    private async Task<Admission> AdmissionOf(StringValues authorization)
    {
        if (authorization.Count == 0)
            return new(null, TokenFault.Missing);
        return authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? await clients.Authenticate(header[Bearer.Length..].Trim())
            : new(null, TokenFault.Malformed);
    }
}
