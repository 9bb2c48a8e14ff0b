using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Sandbox;

namespace Budstikke.Connect;

/// <summary>What the sandbox would have sent of a client. It sees only its own; another's is a 404.</summary>
internal sealed class SandboxReads(SandboxOutbox outbox)
{
    private const int PageSize = 100;
    private const string WrongAfter = "The selected after is invalid.";

    /// <summary>The newest first; a <c>link</c> header says where the next page is.</summary>
    public async Task<Answer> List(HttpContext context, Caller caller)
    {
        var clientId = caller.Client.ClientId;
        var after = context.Request.Query["after"].ToString().Trim() is { Length: > 0 } key ? key : null;
        if (after is not null && await outbox.Find(clientId, after, context.RequestAborted) is null)
            return Envelope.Invalid([WrongAfter]);
        var entries = await outbox.Of(clientId, after, PageSize + 1, context.RequestAborted);
        if (entries.Count > PageSize)
            context.Response.Headers.Link =
                $"<{context.Request.Path}?after={Uri.EscapeDataString(entries[PageSize - 1].Key)}>; rel=\"next\"";
        return Envelope.Success(
            200,
            "outboxRetrievedSuccessfully",
            isData: true,
            json =>
            {
                json.WriteStartArray();
                foreach (var entry in entries.Take(PageSize))
                {
                    json.WriteStartObject();
                    json.WriteString("key", entry.Key);
                    json.WriteString("sentAt", Moments.Text(entry.SentAt));
                    json.WriteString("channel", entry.Channel);
                    json.WriteString("recipient", entry.Recipient);
                    json.WriteString("description", entry.Description);
                    json.WriteString("contentType", entry.ContentType);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
        );
    }

    /// <summary>The mail, the PDF or the UBL itself.</summary>
    public async Task<Answer> Open(HttpContext context, Caller caller)
    {
        var (clientId, key) = (caller.Client.ClientId, (string)context.Request.RouteValues["key"]!);
        return
            await outbox.Find(clientId, key, context.RequestAborted) is { } entry
            && await outbox.Content(clientId, key, context.RequestAborted) is { } content
            ? new(200, content) { ContentType = entry.ContentType }
            : Envelope.NotFound(NotFoundMessage.OutboxEntry);
    }
}
