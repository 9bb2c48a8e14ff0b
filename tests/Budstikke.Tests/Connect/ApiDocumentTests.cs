using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.Connect;
using Budstikke.Connect.Reading;
using Budstikke.Orders;
using Budstikke.Sandbox;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Budstikke.Tests.Connect;

/// <summary>The OpenAPI document against the service: what it says is there is there, and is answered as it
/// says.</summary>
public sealed class ApiDocumentTests
{
    private const string UnknownUuid = "0000000000";
    private static readonly Subject s_nobody = new(UnknownUuid, UnknownUuid, UnknownUuid);

    [Fact]
    public async Task The_document_is_valid_OpenAPI_3_1()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);

        var text = await http.GetStringAsync("/openapi/v1.json");

        var read = OpenApiDocument.Parse(text, OpenApiConstants.Json);
        read.Diagnostic!.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        read.Diagnostic.Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        var routes =
            from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
            // Providers call it, and no client.
            where endpoint.RoutePattern.RawText != ProviderHints.Path
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select $"{method} {endpoint.RoutePattern.RawText}";

        Calls(await Document(http)).Select(call => $"{call.Method} {call.Path}").ShouldBe(routes, ignoreOrder: true);
    }

    [Theory]
    [InlineData("Order")]
    [InlineData("OrderToPerson")]
    [InlineData("OrderToCompany")]
    [InlineData("Cancellation")]
    [InlineData("Resending")]
    [InlineData("Refund")]
    public async Task Every_field_of_a_table_is_there_with_the_texts_that_refuse_it(string name)
    {
        var table = name switch
        {
            "Order" => FieldTable.Invoice,
            "OrderToPerson" => FieldTable.Faktura,
            "OrderToCompany" => FieldTable.Ehf,
            "Cancellation" => FieldTable.Cancel,
            "Refund" => FieldTable.Refund,
            _ => FieldTable.Resend,
        };
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var schemas = (await Document(http))["components"]!["schemas"]!;

        foreach (var field in table.Fields)
        {
            var schema = field.Parents.Append(field.Name).Aggregate(schemas[name]!, Property);
            Judge(schema, field, field.Display);
        }
        foreach (var field in table.LineFields)
            Judge(
                Property(schemas[name == "Refund" ? "RefundedProduct" : "Product"]!, field.Name),
                field,
                field.DisplayOn("0")
            );

        static JsonNode Property(JsonNode schema, string name) => schema["properties"]![name].ShouldNotBeNull(name);

        static void Judge(JsonNode schema, Field field, string display)
        {
            var texts = schema["x-errors"]!.AsArray().Select(text => text!.GetValue<string>()).ToList();
            field.Rules.Select(rule => rule.Text(display)).ShouldBeSubsetOf(texts);
            texts.Contains(field.MissingText(display)).ShouldBe(field.Need is not Need.Optional, field.Path);
        }
    }

    [Fact]
    public async Task Every_example_of_a_body_is_taken_and_answered_as_described()
    {
        await using var app = await BudstikkeApp.Start(settings: NoRateLimit);
        using var http = await app.Http();
        var document = await Document(http);
        var taken = 0;

        foreach (var (method, path, operation) in Calls(document).Where(call => TakesJson(call.Operation)))
        foreach (var (_, example) in Content(operation["requestBody"]!)["examples"]!.AsObject())
        {
            var body = example!["value"]!;
            JsonSchema.Faults(body, Content(operation["requestBody"]!)["schema"]!, document).ShouldBeEmpty(path);
            var order = await NewOrder(app, path);

            var (status, answer) = await Call(http, method, Named(path, order), body.ToJsonString());

            status.ShouldBeOneOf([200, 201, 202], path);
            Faults(answer, status, operation, document).ShouldBeEmpty(path);
            taken++;
        }
        taken.ShouldBeGreaterThan(9);
    }

    [Fact]
    public async Task Every_answer_in_the_document_can_be_had_and_has_the_shape_that_is_described()
    {
        await using var app = await BudstikkeApp.Start(settings: NoRateLimit);
        await using var narrow = await BudstikkeApp.Start(settings: RateLimit(1));
        using var http = await app.Http();
        using var nobody = await app.Http(withToken: false);
        using var hasty = await narrow.Http();
        using var reader = await WithScope(app, Scopes.Read);
        using var writer = await WithScope(app, Scopes.Write);
        using var mail = await WithScope(app, Scopes.Bounces);
        var callers = new Callers(http, nobody, hasty, reader, writer, mail);
        var document = await Document(http);

        // The call that takes XML has tests of its own (ValidateTests).
        foreach (var call in Calls(document).Where(one => one.Path != "/api/v1/validate"))
        foreach (var told in call.Operation["responses"]!.AsObject().Select(response => int.Parse(response.Key)))
        {
            // A full door, a lost database and a defect have stories of their own.
            if (told >= 500)
                continue;
            var (status, answer) = await Provoke(app, callers, call, told);
            status.ShouldBe(told, $"{call.Method} {call.Path}");
            if (answer is not null)
                Faults(answer, told, call.Operation, document).ShouldBeEmpty($"{call.Method} {call.Path}");
        }
    }

    [Fact]
    public async Task Every_example_of_an_answer_has_the_shape_that_is_described()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var document = await Document(http);

        foreach (var (_, path, operation) in Calls(document))
        foreach (var (status, _) in operation["responses"]!.AsObject())
        {
            var response = ResponseOf(operation, int.Parse(status), document);
            if (response["content"]!["application/json"] is { } content)
                Faults(content["example"]!, int.Parse(status), operation, document).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task The_refusal_of_an_empty_body_is_the_one_that_is_shown()
    {
        await using var app = await BudstikkeApp.Start(settings: NoRateLimit);
        using var http = await app.Http();
        var document = await Document(http);

        foreach (var (method, path, operation) in Calls(document).Where(call => TakesJson(call.Operation)))
        {
            var order = await NewOrder(app, path);
            var (_, answer) = await Call(http, method, Named(path, order), WrongBodyFor(path));
            var shown = ResponseOf(operation, 417, document)["content"]!["application/json"]!["example"]!.DeepClone();
            if (path.EndsWith("preview", StringComparison.Ordinal))
                WithoutMoments(answer!).ShouldBe(WithoutMoments(shown), path);
            else
                JsonNode.DeepEquals(answer, shown).ShouldBeTrue($"{path}: {answer}");
        }
    }

    [Fact]
    public async Task The_page_that_shows_it_asks_nobody_else()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);

        var page = await http.GetStringAsync("/docs/index.html");

        page.ShouldContain("swagger-ui");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        foreach (
            var asset in new[]
            {
                "swagger-ui.css",
                "swagger-ui-bundle.js",
                "swagger-ui-standalone-preset.js",
                "index.js",
            }
        )
            (await http.GetAsync($"/docs/{asset}")).EnsureSuccessStatusCode().Dispose();
        (await http.GetStringAsync("/docs/index.js")).ShouldContain("/openapi/v1.json");
    }

    [Fact]
    public async Task The_address_of_a_node_leads_to_the_page_and_a_link_into_the_page_opens_its_call()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);

        using var page = await http.GetAsync("/");

        page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/docs/index.html");
        (await http.GetStringAsync("/docs/index.js")).ShouldContain("\"deepLinking\":true");
    }

    [Fact]
    public async Task The_calls_that_take_an_order_say_what_is_called_back()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);
        var document = await Document(http);

        Calls(document)
            .Where(call => call.Operation["callbacks"] is not null)
            .Select(call => call.Path)
            .ShouldBe(
                Calls(document)
                    .Where(call => call.Path.Contains("create", StringComparison.Ordinal))
                    .Select(call => call.Path)
            );
        var told = document["components"]!["callbacks"]!["orderChanged"]!["{$request.body#/callback/callbackUrl}"]!;
        Parameters(told["get"]!, "query").ShouldBe(CallbackUrl.OurNames);
        foreach (var method in new[] { "get", "post" })
            Parameters(told[method]!, "header")
                .ShouldBe([Signature.IdHeader, Signature.TimestampHeader, Signature.SignatureHeader]);

        static IEnumerable<string> Parameters(JsonNode call, string place) =>
            from parameter in call["parameters"]!.AsArray()
            where $"{parameter!["in"]}" == place
            select $"{parameter["name"]}";
    }

    /// <summary>A hint says what moment it is.</summary>
    private static string WithoutMoments(JsonNode answer)
    {
        foreach (var hint in answer["hints"]!.AsArray().Where(hint => $"{hint!["field"]}" == "orderDate"))
            hint!["hint"] = "";
        return answer.ToJsonString();
    }

    private static Dictionary<string, string?> NoRateLimit => RateLimit(0);

    private static Dictionary<string, string?> RateLimit(int perMinute) =>
        new() { ["Connect:RateLimitPerMinute"] = $"{perMinute}", ["Connect:RefusedTokensPerMinute"] = "0" };

    private static async Task<JsonNode> Document(HttpClient http) =>
        JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!;

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Calls(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!);

    private static bool TakesJson(JsonNode operation) =>
        operation["requestBody"]?["content"]?["application/json"] is not null;

    private static JsonNode Content(JsonNode node) => node["content"]!["application/json"]!;

    private static IEnumerable<string> Faults(JsonNode? answer, int status, JsonNode operation, JsonNode document) =>
        JsonSchema.Faults(answer, Content(ResponseOf(operation, status, document))["schema"]!, document);

    private static JsonNode ResponseOf(JsonNode operation, int status, JsonNode document)
    {
        var response = operation["responses"]![$"{status}"]!;
        return response["$ref"] is { } reference
            ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!)
            : response;
    }

    /// <summary>The client, one without a token, one whose minute has room for one call, and three that may do
    /// a part.</summary>
    private sealed record Callers(
        HttpClient Own,
        HttpClient Nobody,
        HttpClient Hasty,
        HttpClient Reader,
        HttpClient Writer,
        HttpClient Mail
    );

    private static async Task<HttpClient> WithScope(BudstikkeApp app, Scopes scope)
    {
        var tokens = new Tokens(app.Acting);
        var (issued, _) = await tokens.Add(app.Caller.Client.ClientId, new(scope.Text(), scope, null));
        var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", issued!.Token);
        return http;
    }

    /// <summary>Asks so that the answer has this status.</summary>
    private static async Task<(int Status, JsonNode? Answer)> Provoke(
        BudstikkeApp app,
        Callers callers,
        (string Method, string Path, JsonNode Operation) call,
        int status
    )
    {
        var (http, (method, path, operation)) = (callers.Own, call);
        if (operation["requestBody"] is not null && !TakesJson(operation))
            return await ProvokeWithMail(callers, path, status);
        var body = operation["requestBody"] is { } request
            ? Content(request)["examples"]!.AsObject().First().Value!["value"]!.ToJsonString()
            : null;
        switch (status)
        {
            case 401:
                return await Call(callers.Nobody, method, path, body);
            case 403:
                var mayRead = method == "GET" || path.EndsWith("preview", StringComparison.Ordinal);
                return await Call(mayRead ? callers.Writer : callers.Reader, method, path, body);
            case 429:
                await Call(callers.Hasty, method, path, body);
                return await Call(callers.Hasty, method, path, body);
            case 404:
                return await Call(http, method, Named(path, s_nobody) + "?type=PAID", body);
            case 417:
                var wrong = body is null ? null : WrongBodyFor(path);
                return await Call(http, method, Named(path, await NewOrder(app, path)) + "?type=LOST&after=x", wrong);
            default:
                var order = await NewOrder(app, path);
                if (status == 400)
                    await app.Execute("UPDATE orders SET state = 'CANCELLED' WHERE order_id = @OrderId", order);
                return await Call(http, method, Named(path, order), body);
        }
    }

    private static async Task<(int Status, JsonNode? Answer)> ProvokeWithMail(Callers callers, string path, int status)
    {
        var http = status switch
        {
            401 => callers.Nobody,
            403 => callers.Own,
            429 => callers.Hasty,
            _ => callers.Mail,
        };
        if (status == 429)
            await Call(http, "POST", path, null);
        return await Call(http, "POST", path, "To: a@b.example\n\nx", status == 417 ? "text/plain" : "message/rfc822");
    }

    /// <summary>Enough to be refused: nothing, or where nothing is enough, what is no object.</summary>
    private static string WrongBodyFor(string path) => path.Contains("resend", StringComparison.Ordinal) ? "[]" : "{}";

    private sealed record Subject(string OrderId, string CustomerId, string Number);

    /// <summary>Invoiced, unless the call wants it otherwise.</summary>
    private static async Task<Subject> NewOrder(BudstikkeApp app, string path)
    {
        var accepted = await app.Accept(new(app.Caller, Samples.ToPerson, new(Samples.PersonalNumber), [], null));
        var order = accepted.ShouldBeOfType<OrderStored>();
        if (path.Contains("outbox", StringComparison.Ordinal))
            await app
                .Services.GetRequiredService<SandboxOutbox>()
                .Put(new(order.OrderId, app.Caller.Client.ClientId, "Email", "a@b.example", "x", 1, "text/plain"), [1]);
        if (path.Contains("cancel", StringComparison.Ordinal))
            return new(order.OrderId, order.CustomerId, UnknownUuid);
        await app.RunJobs();
        return new(order.OrderId, order.CustomerId, $"{(await app.InvoiceOf(order.OrderId)).Number}");
    }

    private static string Named(string path, Subject subject)
    {
        var uuid = path.Contains("customers", StringComparison.Ordinal) ? subject.CustomerId : subject.OrderId;
        return path.Replace("{uuid}", uuid, StringComparison.Ordinal)
            .Replace("{key}", subject.OrderId, StringComparison.Ordinal)
            .Replace("{number}", subject.Number, StringComparison.Ordinal);
    }

    private static async Task<(int Status, JsonNode? Answer)> Call(
        HttpClient http,
        string method,
        string path,
        string? body,
        string contentType = "application/json"
    )
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        using var answer = await http.SendAsync(request);
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return ((int)answer.StatusCode, isJson ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null);
    }
}
