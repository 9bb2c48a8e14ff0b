using System.Text.Json;
using System.Text.Json.Nodes;
using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>
/// What a POST tells, in the form that Standard Webhooks recommends: type, when it happened, and the news. The same
/// news always give the same body.
/// </summary>
internal static class CallbackBody
{
    private const string StateType = "order.status";
    private const string Order = "orderUuid";
    private const string MomentForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>What the query of a GET has, without the checksum.</summary>
    public static string Of(StatusNews news) =>
        Of(
            StateType,
            news.ChangedAt,
            new()
            {
                [Order] = news.OrderId,
                ["status"] = news.Status,
                ["paymentMethod"] = CallbackUrl.PaymentMethod,
                ["amount"] = news.Amount,
                ["createdAt"] = news.AcceptedAt.ToUnixTimeSeconds(),
            }
        );

    /// <param name="data">As the order's timeline has it.</param>
    public static string Of(string type, string orderId, DateTimeOffset at, JsonElement? data)
    {
        var content = new JsonObject { [Order] = orderId };
        if (data is { ValueKind: JsonValueKind.Object } fact)
            foreach (var property in fact.EnumerateObject())
                content[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        return Of(type, at, content);
    }

    private static string Of(string type, DateTimeOffset at, JsonObject data) =>
        new JsonObject
        {
            ["type"] = type,
            ["timestamp"] = at.UtcDateTime.ToString(MomentForm),
            ["data"] = data,
        }.ToJsonString(JsonOptions.Stored);
}
