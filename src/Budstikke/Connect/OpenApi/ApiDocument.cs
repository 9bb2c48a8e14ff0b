using System.Text.Json;
using System.Text.Json.Nodes;

namespace Budstikke.Connect.OpenApi;

/// <summary>The OpenAPI 3.1 document, made from the routes that there are, their descriptions, the field tables and the
/// envelopes.</summary>
internal static class ApiDocument
{
    private const string Title = "Budstikke";
    private const string Text = """
        Takes an order, makes a lawful Norwegian invoice of it (EHF and PDF), brings it to the customer and tells you of
        each step.

        Every answer is an envelope whose `status_code` is the HTTP status. A 417 names everything that is wrong at
        once, field by field; `x-errors` beside a field are the texts that refuse it. Unknown fields are ignored, with
        a warning in the preview and on the timeline. A field that is null or an empty text counts as absent, and a
        number may be a text.

        HEAD is answered where GET is, and OPTIONS on every path: a browser may call from any origin.
        """;

    private static readonly (string Name, string Text)[] s_tags =
    [
        (Tag.Sending, "An order in, an invoice on its way; and the same without consequences."),
        (Tag.Orders, "Where an order is, and what can be done with it."),
        (Tag.Ours, "What we add: the timeline, the documents, and what the sandbox would have sent."),
    ];

    public static string Of(IReadOnlyCollection<RouteEndpoint> endpoints, string version)
    {
        var described = endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<Described>() is not null)
            .ToLookup(endpoint => endpoint.RoutePattern.RawText!, StringComparer.Ordinal);
        var document = Schema.Of(
            ("openapi", "3.1.1"),
            ("info", Schema.Of(("title", Title), ("version", version), ("description", Text))),
            ("servers", new JsonArray(Schema.Of(("url", "/")))),
            ("security", new JsonArray(Schema.Of((Components.Bearer, new JsonArray())))),
            (
                "tags",
                new JsonArray([.. s_tags.Select(tag => Schema.Of(("name", tag.Name), ("description", tag.Text)))])
            ),
            ("paths", new JsonObject([.. described.Select(path => KeyValuePair.Create(path.Key, PathOf(path)))])),
            ("components", Components.Of([.. endpoints.Select(BodyOf).OfType<BodyDescribed>()]))
        );
        return JsonSerializer.Serialize(document, s_readable);
    }

    private static readonly JsonSerializerOptions s_readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static BodyDescribed? BodyOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<Described>()?.Body;

    private static JsonNode? PathOf(IEnumerable<RouteEndpoint> endpoints) =>
        new JsonObject([
            .. from endpoint in endpoints
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select KeyValuePair.Create(method.ToLowerInvariant(), (JsonNode?)Operation.Of(endpoint, method)),
        ]);
}

internal static class Tag
{
    public const string Sending = "Sending";
    public const string Orders = "Orders";
    public const string Ours = "Timeline and documents";
}
