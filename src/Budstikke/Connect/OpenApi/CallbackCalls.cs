using System.Text.Json.Nodes;
using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.Orders;

namespace Budstikke.Connect.OpenApi;

/// <summary>What the service itself calls: the URL of an order, each time that the order came to another
/// state.</summary>
internal static class CallbackCalls
{
    private const string Name = "orderChanged";
    private const string Url = "{$request.body#/callback/callbackUrl}";
    private const string Text = """
        Signed after Standard Webhooks; `docs/callbacks.md` says how to verify it, in five languages. The changes of
        one order come in their order, each at least once. What is not taken with a 2xx within 15 s comes again, with
        growing pauses, for ten days; 410 ends it at once.
        """;

    private static readonly (string Name, string Text, string Example)[] s_parameters =
    [
        ("orderUuid", "The order.", "ODR0000000123"),
        ("status", "The state that it came to. Expect others to come.", OrderState.Invoiced),
        ("paymentMethod", "Always the same.", CallbackUrl.PaymentMethod),
        ("amount", "The order's grand total.", "51.00"),
        ("createdAt", "When the order was accepted, in Unix seconds.", "1795424400"),
        ("timestamp", "When its state changed, in Unix seconds.", "1795424401"),
        (
            CallbackUrl.ChecksumName,
            "Hexadecimal SHA-256 of the decoded values of all other parameters of the URL, your own first, with "
                + "nothing between them, and then the callback secret. It proves little without the signature.",
            "c59a033a12a989ac2e8a5b2da6e4f078bcf5d9aab9b9180ae726aefc50b67f25"
        ),
    ];

    private static readonly (string Name, string Text, string Example)[] s_headers =
    [
        (Signature.IdHeader, "The same for every try of the same news.", "msg_AnExampleOfAnIdentifier"),
        (
            Signature.TimestampHeader,
            $"When this try was sent, in Unix seconds. Refuse what is more than {Signature.ToleranceSeconds} s away.",
            "1795424402"
        ),
        (
            Signature.SignatureHeader,
            "`v1,` and base64 of an HMAC-SHA256 over the id, a point, the timestamp, a point, and path and query as "
                + "they were sent (of a POST the body); two, with a blank between, while a secret is being replaced.",
            "v1,wZpA0060TdUTsKUcUzvadAHAjoQso/kvURcnXexqiso="
        ),
    ];

    /// <summary>For the components, by name.</summary>
    public static JsonObject All =>
        Schema.Of((Name, Schema.Of((Url, Schema.Of(("get", Call("get")), ("post", Call("post")))))));

    /// <summary>For each call that takes an order.</summary>
    public static JsonObject Reference => Schema.Of((Name, Schema.Of(("$ref", $"#/components/callbacks/{Name}"))));

    private static JsonObject Call(string method)
    {
        var isPost = method == "post";
        var call = Schema.Of(
            (
                "summary",
                isPost ? "The same with a body, for a client that has chosen it" : "An order came to another state"
            ),
            ("description", Text),
            // The token is the client's; we show a signature instead.
            ("security", new JsonArray()),
            (
                "parameters",
                new JsonArray([
                    .. isPost ? [] : s_parameters.Select(one => Parameter(one, "query")),
                    .. s_headers.Select(one => Parameter(one, "header")),
                ])
            )
        );
        if (isPost)
            call["requestBody"] = Schema.Of(
                ("required", true),
                ("content", Schema.Of(("application/json", Schema.Of(("schema", Body())))))
            );
        call["responses"] = Schema.Of(
            ("2XX", Answer("Taken. The body is not looked at.")),
            ("410", Answer("This URL is gone: what it was to be told is given up.")),
            ("default", Answer("Not taken: it comes again."))
        );
        return call;
    }

    private static JsonObject Parameter((string Name, string Text, string Example) one, string place) =>
        Schema.Of(
            ("name", one.Name),
            ("in", place),
            ("required", true),
            ("description", one.Text),
            ("schema", Schema.Of(("type", "string"))),
            ("example", one.Example)
        );

    private static JsonObject Answer(string text) => Schema.Of(("description", text));

    private static JsonObject Body()
    {
        var example = JsonNode.Parse(
            CallbackBody.Of(
                new(
                    "ODR0000000123",
                    OrderState.Invoiced,
                    51,
                    DateTimeOffset.FromUnixTimeSeconds(1795424400),
                    DateTimeOffset.FromUnixTimeSeconds(1795424401)
                )
            )
        )!;
        return Schema.Of(
            ("type", "object"),
            ("required", new JsonArray("type", "timestamp", "data")),
            (
                "properties",
                Schema.Of(
                    (
                        "type",
                        Schema.Of(
                            ("type", "string"),
                            ("description", "What happened; a client chooses what it hears beside the first."),
                            (
                                "examples",
                                new JsonArray([
                                    example["type"]!.DeepClone(),
                                    .. CallbackWishes.AllEvents.Select(type => JsonValue.Create(type)),
                                ])
                            )
                        )
                    ),
                    ("timestamp", Schema.Of(("type", "string"), ("format", "date-time"))),
                    (
                        "data",
                        Schema.Of(
                            ("type", "object"),
                            ("description", "As the order's timeline has it; it may grow."),
                            ("required", new JsonArray("orderUuid")),
                            ("properties", Schema.Of(("orderUuid", Schema.Of(("type", "string")))))
                        )
                    )
                )
            ),
            ("example", example)
        );
    }
}
