using System.Globalization;
using System.Text.Json.Nodes;

namespace Budstikke.Connect.OpenApi;

/// <summary>One call: what it asks for and how it is answered.</summary>
internal static class Operation
{
    private const string Json = "application/json";

    public static JsonObject Of(RouteEndpoint endpoint, string method)
    {
        var described = endpoint.Metadata.GetMetadata<Described>()!;
        var operation = Schema.Of(
            ("tags", new JsonArray(described.Tag)),
            ("summary", described.Summary),
            ("operationId", IdOf(endpoint.RoutePattern.RawText!, method))
        );
        if (described.Text is { } text)
            operation["description"] = text;
        if (described.IsOlderPath)
            operation["deprecated"] = true;
        JsonArray parameters = [.. ParametersOf(endpoint, described)];
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        if (described.Body is { } body)
            operation["requestBody"] = RequestOf(body);
        if (described.FileBody is { } contentType)
            operation["requestBody"] = Schema.Of(
                ("required", true),
                ("content", Schema.Of((contentType, Schema.Of(("schema", Schema.Of(("type", "string")))))))
            );
        operation["responses"] = ResponsesOf(described);
        if (described.IsCalledBack)
            operation["callbacks"] = CallbackCalls.Reference;
        return operation;
    }

    /// <summary>The path in words: <c>getOrdersStatusUuid</c>.</summary>
    private static string IdOf(string path, string method)
    {
        var words = path.Split(['/', '-', '{', '}', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word is not ("api" or "v1" or "connect"))
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        return method.ToLowerInvariant() + string.Concat(words);
    }

    private static IEnumerable<JsonObject> ParametersOf(RouteEndpoint endpoint, Described described)
    {
        foreach (var parameter in endpoint.RoutePattern.Parameters)
            yield return Schema.Of(("$ref", $"#/components/parameters/{parameter.Name}"));
        foreach (var asked in described.Query)
        {
            var schema = Schema.Of(("type", "string"));
            if (asked.Choices is { } choices)
                schema["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]);
            yield return Schema.Of(
                ("name", asked.Name),
                ("in", "query"),
                ("description", asked.Text),
                ("schema", schema),
                ("example", asked.Example)
            );
        }
        if (described.IsKeyed)
            yield return Schema.Of(("$ref", $"#/components/parameters/{Components.IdempotencyKey}"));
    }

    private static JsonObject RequestOf(BodyDescribed body)
    {
        var examples = new JsonObject();
        foreach (var (title, json) in body.Examples)
            examples[title] = Schema.Of(("value", JsonNode.Parse(json)));
        return Schema.Of(
            ("required", true),
            ("content", Schema.Of((Json, Schema.Of(("schema", Schema.Ref(body.Name)), ("examples", examples)))))
        );
    }

    private static JsonObject ResponsesOf(Described described)
    {
        var responses = new SortedDictionary<int, JsonObject>();
        foreach (var answer in described.Answers)
            responses[answer.Status] = ResponseOf(answer, described);
        if (described.Body is { } body)
            responses[StatusCodes.Status417ExpectationFailed] = described.HasHints
                ? Components.RefusalWithHintsOf(body)
                : Components.RefusalOf(body);
        foreach (var (status, name) in Components.OfEveryCall)
            responses[status] = Schema.Of(("$ref", $"#/components/responses/{name}"));
        return new([
            .. responses.Select(response =>
                KeyValuePair.Create(response.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)response.Value)
            ),
        ]);
    }

    private static JsonObject ResponseOf(AnswerDescribed answer, Described described) =>
        answer switch
        {
            DataDescribed data => DataOf(data, described),
            ConflictDescribed conflict => Components.Response(
                "The order's state does not allow it.",
                Envelope.Conflict(conflict.Messages[0]),
                conflict.Messages
            ),
            NotFoundDescribed notFound => Components.Response(
                "There is none, or it is another client's.",
                Envelope.NotFound(notFound.Messages[0]),
                notFound.Messages
            ),
            InvalidDescribed invalid => Components.Response(
                "What was asked is wrong.",
                Envelope.Invalid([invalid.Text])
            ),
            FileDescribed file => Schema.Of(
                ("description", "The bytes as they were issued or sent."),
                ("headers", Components.HeadersOf()),
                ("content", Schema.Of([.. file.ContentTypes.Select(type => (type, (JsonNode?)new JsonObject()))]))
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "not described"),
        };

    private static JsonObject DataOf(DataDescribed data, Described described)
    {
        var answer = Envelope.Success(
            data.Status,
            data.Message,
            data.IsData,
            data.Data is { } text ? json => json.WriteRawValue(text) : null
        );
        var response = Components.Response("Done.", answer, nullable: data.Nullable);
        if (described.IsKeyed)
            response["headers"]![KeyedBody.ReplayedHeader] = Components.HeaderRef(KeyedBody.ReplayedHeader);
        if (described.HasPages)
            response["headers"]![Components.Link] = Components.HeaderRef(Components.Link);
        return response;
    }
}
