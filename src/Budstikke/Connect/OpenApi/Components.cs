using System.Text.Json.Nodes;
using Budstikke.Clients;
using Budstikke.Connect.Reading;

namespace Budstikke.Connect.OpenApi;

/// <summary>What many calls share: the token, the headers, the parameters, the failures that any call may
/// meet.</summary>
internal static class Components
{
    public const string Bearer = "token";
    public const string IdempotencyKey = "idempotencyKey";
    public const string Link = "link";
    private const string RetryAfter = "retry-after";
    private const string WwwAuthenticate = "www-authenticate";
    private const int SampleSeconds = 17;
    private const string SampleTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static readonly DateTimeOffset s_sampleMoment = new(2026, 3, 19, 9, 57, 1, TimeSpan.Zero);

    private static readonly (string Name, string Text, string Example)[] s_headers =
    [
        (RateWindow.LimitHeader, "Calls that a client may make at once; so many come back in a minute, evenly.", "240"),
        (RateWindow.RemainingHeader, "Those that are left now.", "239"),
        (RequestMark.Header, "The answer's own; our log has it.", SampleTrace),
        ("cache-control", "Always the same.", "no-cache, private"),
        ("access-control-allow-origin", "Always the same.", "*"),
        (RetryAfter, "Seconds after which it is worth trying again.", "17"),
        (KeyedBody.ReplayedHeader, "`true` on an answer that was given before under this key.", "true"),
        (
            WwwAuthenticate,
            "Which kind of token is asked for, and what was wrong with the one that came.",
            Envelope.Unauthorized(TokenFault.Expired).Challenge!
        ),
        (
            Link,
            "The next page, where there is one.",
            "</api/v1/connect/orders/status?after=ODR3506777330>; rel=\"next\""
        ),
    ];

    private static readonly string[] s_headersOfEveryAnswer =
    [
        RequestMark.Header,
        RateWindow.LimitHeader,
        RateWindow.RemainingHeader,
        "cache-control",
        "access-control-allow-origin",
    ];

    /// <summary>What any call may be answered.</summary>
    public static readonly (int Status, string Name)[] OfEveryCall =
    [
        (StatusCodes.Status401Unauthorized, "Unauthorized"),
        (StatusCodes.Status403Forbidden, "LacksScope"),
        (StatusCodes.Status429TooManyRequests, "TooManyRequests"),
        (StatusCodes.Status500InternalServerError, "DependencyFailed"),
        (StatusCodes.Status503ServiceUnavailable, "TooBusy"),
        (StatusCodes.Status510NotExtended, "Defect"),
    ];

    public static JsonObject Of(IReadOnlyCollection<BodyDescribed> bodies) =>
        Schema.Of(
            ("securitySchemes", Schema.Of((Bearer, Schema.Of(("type", "http"), ("scheme", "bearer"))))),
            ("parameters", Parameters()),
            ("headers", new JsonObject([.. s_headers.Select(one => KeyValuePair.Create(one.Name, HeaderOf(one)))])),
            ("responses", Failures()),
            ("schemas", Schemas(bodies)),
            ("callbacks", CallbackCalls.All)
        );

    /// <param name="messages">All that it may say, where it may say several.</param>
    public static JsonObject Response(
        string text,
        Answer answer,
        IReadOnlyList<string>? messages = null,
        IReadOnlyCollection<string>? nullable = null,
        params string[] headers
    )
    {
        var body = JsonNode.Parse(answer.Body)!;
        var schema = Schema.Like(body, nullable ?? []);
        foreach (var name in new[] { "status_code", "status_message", "message", "is_data", "is_error" })
            if (schema["properties"]![name] is JsonObject property)
                property["const"] = body[name]!.DeepClone();
        if (messages is { Count: > 1 })
            schema["properties"]!["message"] = Schema.Of(
                ("type", "string"),
                ("enum", new JsonArray([.. messages.Select(message => JsonValue.Create(message))]))
            );
        return Schema.Of(
            ("description", text),
            ("headers", HeadersOf(headers)),
            ("content", Schema.Of((answer.ContentType, Schema.Of(("schema", schema), ("example", body)))))
        );
    }

    /// <summary>The 417 of a call with a body, as an empty object would get it; where an empty object is accepted, as
    /// an array would get it.</summary>
    public static JsonObject RefusalOf(BodyDescribed body)
    {
        var errors = SmallRequest.Read("{}"u8.ToArray(), body.Fields).Errors;
        if (errors.Count == 0)
            errors = SmallRequest.Read("[]"u8.ToArray(), body.Fields).Errors;
        return Response("Every failure at once. Nothing was stored.", Envelope.Invalid(errors));
    }

    /// <summary>The same with hints, as an empty object would get it: there are few of what is merely
    /// missing.</summary>
    public static JsonObject RefusalWithHintsOf(BodyDescribed body)
    {
        var request = SendInvoiceRequest.Read("{}"u8.ToArray(), new([], s_sampleMoment), body.Fields);
        return Response(
            "Every failure at once, as the create call tells them, with what would have been right.",
            Envelope.Invalid(request.Errors, request.Hints)
        );
    }

    public static JsonObject HeadersOf(params string[] further) =>
        new([.. s_headersOfEveryAnswer.Concat(further).Select(name => KeyValuePair.Create(name, HeaderRef(name)))]);

    public static JsonNode? HeaderRef(string name) => Schema.Of(("$ref", $"#/components/headers/{name}"));

    private static JsonNode? HeaderOf((string Name, string Text, string Example) header) =>
        Schema.Of(("description", header.Text), ("schema", Schema.Of(("type", "string"))), ("example", header.Example));

    private static JsonObject Parameters() =>
        Schema.Of(
            (
                "uuid",
                InPath(
                    "uuid",
                    "As the create call gave it: ODR and ten digits for an order, CSRT and ten for a customer.",
                    "ODR3506777330"
                )
            ),
            ("key", InPath("key", "As the outbox lists it.", "inv0000000123-email")),
            ("number", InPath("number", "Of an invoice or credit note, as `documents` lists it.", "10001")),
            (
                IdempotencyKey,
                Schema.Of(
                    ("name", KeyedBody.KeyHeader),
                    ("in", "header"),
                    (
                        "description",
                        "The same key and body within 24 hours get the first answer again; the same key with "
                            + "another body is 417."
                    ),
                    ("schema", Schema.Of(("type", "string"), ("maxLength", KeyedBody.MaxKeyCharacters))),
                    ("example", "order-4711")
                )
            )
        );

    private static JsonObject InPath(string name, string text, string example) =>
        Schema.Of(
            ("name", name),
            ("in", "path"),
            ("required", true),
            ("description", text),
            ("schema", Schema.Of(("type", "string"))),
            ("example", example)
        );

    private static JsonObject Failures() =>
        Schema.Of(
            (
                "Unauthorized",
                Response(
                    "No token, or one that is malformed, unknown, expired or revoked: `www-authenticate` says which.",
                    Envelope.Unauthorized(TokenFault.Expired),
                    headers: WwwAuthenticate
                )
            ),
            (
                "LacksScope",
                Response(
                    "The token is right and may not do this: what changes nothing needs `read`, handing in what came "
                        + "back `bounces`, all else `write`.",
                    Envelope.LacksScope("shop", Scopes.Write.Text(), Scopes.Read.Text()),
                    headers: WwwAuthenticate
                )
            ),
            (
                "TooManyRequests",
                Response(
                    "No calls are left; or too many bodies or refused tokens of one sender at once.",
                    Envelope.TooManyRequests(SampleSeconds),
                    headers: RetryAfter
                )
            ),
            (
                "DependencyFailed",
                Response(
                    "The database or the disk failed: try again, with the same key.",
                    Envelope.DependencyFailed(s_sampleMoment, SampleTrace)
                )
            ),
            (
                "TooBusy",
                Response(
                    "The door is full, or the node does not know what time it is: try again.",
                    Envelope.TooBusy(SampleSeconds),
                    headers: RetryAfter
                )
            ),
            ("Defect", Response("A defect of ours; the log has it under the trace.", Envelope.Defect(SampleTrace)))
        );

    private static JsonObject Schemas(IReadOnlyCollection<BodyDescribed> bodies)
    {
        var schemas = new JsonObject();
        foreach (var body in bodies.DistinctBy(body => body.Name))
        {
            schemas[body.Name] = FieldSchemas.Of(body);
            if (FieldSchemas.OfLine(body) is { } line)
                schemas[body.LineName] = line;
        }
        return schemas;
    }
}
