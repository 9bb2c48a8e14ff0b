using Budstikke.Clients;
using Budstikke.Distribution;

namespace Budstikke.Connect;

/// <summary>Where providers tell that there is news of a document. They have no token of ours: the last part of the
/// path is the client's own, and a wrong one is refused as a wrong token is.</summary>
internal sealed class ProviderHints(FollowHint hints, RefusedTokens refused)
{
    /// <summary>As <see cref="FollowHint.PathOf"/> has it.</summary>
    public const string Path = "/api/v1/providers/{provider}/hints/{word}";

    public async Task<Answer> Handle(HttpContext context)
    {
        var (provider, word) = (Value(context, "provider"), Value(context, "word"));
        if (await hints.ClientOf(provider, word) is not { } clientId)
            return refused.Refuse(context, TokenFault.Unknown);
        var body = await Body.Read(context.Request, context.RequestAborted);
        if (body.Refusal is { } refusal)
            return refusal;
        await hints.Take(clientId, body.Bytes, context.RequestAborted);
        return Envelope.Success(200, "hintTaken", isData: false);
    }

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
