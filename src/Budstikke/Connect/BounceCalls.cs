using Budstikke.Clients;
using Budstikke.Distribution;

namespace Budstikke.Connect;

/// <summary>Takes a mail that came to a bounce address, from whoever receives the client's mail.</summary>
internal sealed class BounceCalls(TakeBounce take)
{
    private const string Way = "api";

    /// <summary>A repeat is the same bounce, and gets the same answer.</summary>
    public async Task<Answer> Take(HttpContext context, Caller caller)
    {
        var body = await Body.Read(context.Request, BodyRules.Mail, context.RequestAborted);
        if (body.Refusal is { } refusal)
            return refusal;
        if (body.Bytes.IsEmpty)
            return Envelope.Invalid(["The request body must be a mail."]);
        var taken = await take(new(body.Bytes, [], Way) { ClientId = caller.Client.ClientId }, context.RequestAborted);
        return Envelope.Success(
            202,
            "bounceReceivedSuccessfully",
            isData: true,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("id", taken.BounceId);
                json.WriteString("ending", taken.Ending);
                json.WriteString("dispatch", taken.DispatchKey);
                json.WriteEndObject();
            }
        );
    }
}
