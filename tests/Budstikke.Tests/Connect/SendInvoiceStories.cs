using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>Send Invoice over real HTTP, down to the letters of its answers.</summary>
public sealed class SendInvoiceStories
{
    private const string Path = "/api/v1/connect/orders/invoice/create";

    private static string Sample => PublishedOrder.Json;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [Fact]
    public async Task The_published_sample_is_answered_to_the_letter_and_stored()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        using var answer = await http.PostAsync(Path, Json(Sample));

        ((int)answer.StatusCode).ShouldBe(201);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldMatch(
            """
            ^\{"status_code":201,"status_message":"OK","message":"orderAddedSuccessfully",
            "is_data":false,"data":\{"uuid":"ODR\d{10}","customerUuid":"CSRT\d{10}"\}\}$
            """.ReplaceLineEndings("")
        );
        answer.Headers.GetValues("x-ratelimit-limit").ShouldBe(["240"]);
        answer.Headers.GetValues("x-ratelimit-remaining").ShouldBe(["239"]);
        answer.Headers.GetValues("access-control-allow-origin").ShouldBe(["*"]);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        (await app.StateOf(JsonNode.Parse(body)!["data"]!["uuid"]!.GetValue<string>())).ShouldBe("SENT");
    }

    [Theory]
    [InlineData(false, Path, "POST", 401, "unauthenticated")]
    [InlineData(true, Path, "GET", 405, "methodNotAllowed")]
    [InlineData(true, "/api/v1/connect/orders/regular/submit", "POST", 404, "notFound")]
    [InlineData(true, "/api/v1/orders/ODR0000000001/timeline", "GET", 404, "orderNotFound")]
    public async Task What_cannot_be_answered_is_said_in_the_envelope(
        bool withToken,
        string path,
        string method,
        int status,
        string message
    )
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = Json("{}");

        using var answer = await http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        body["status_code"]!.GetValue<int>().ShouldBe(status);
        body["message"]!.GetValue<string>().ShouldBe(message);
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[1]", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("{}", "text/plain")]
    [InlineData("""{"products":[{"quantity":1e400,"rate":"NaN","amount":-1}]}""", "application/json")]
    public async Task A_wrong_body_is_refused_with_reasons_and_stores_nothing(string body, string contentType)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        using var answer = await http.PostAsync(Path, new StringContent(body, Encoding.UTF8, contentType));

        ((int)answer.StatusCode).ShouldBe(417);
        (await answer.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsArray().Count.ShouldBeGreaterThan(0);
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_repeat_under_its_key_replays_the_first_answer_and_another_body_is_refused()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        http.DefaultRequestHeaders.Add("Idempotency-Key", "order-7");

        using var first = await http.PostAsync(Path, Json(Sample));
        using var repeat = await http.PostAsync(Path, Json(Sample));
        using var other = await http.PostAsync(
            Path,
            Json(Sample.Replace("Hair Wash", "Hair Cut", StringComparison.Ordinal))
        );

        (await repeat.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        repeat.Headers.GetValues("idempotency-replayed").ShouldBe(["true"]);
        first.Headers.Contains("idempotency-replayed").ShouldBeFalse();
        ((int)other.StatusCode).ShouldBe(417);
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_sees_its_order_and_its_documents_and_nobody_elses()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        using var answer = await http.PostAsync(Path, Json(Sample));
        var uuid = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["data"]!["uuid"]!.GetValue<string>();

        using var tooEarly = await http.GetAsync($"/api/v1/orders/{uuid}/invoice.pdf");
        await app.RunJobs();
        using var pdf = await http.GetAsync($"/api/v1/orders/{uuid}/invoice.pdf");
        using var xml = await http.GetAsync($"/api/v1/orders/{uuid}/invoice.xml");
        var stranger = await app.AddClient(BudstikkeApp.SampleClient);
        http.DefaultRequestHeaders.Authorization = new("Bearer", stranger.Token);
        using var strangers = await http.GetAsync($"/api/v1/orders/{uuid}/invoice.pdf");

        ((int)tooEarly.StatusCode).ShouldBe(404);
        (await tooEarly.Content.ReadAsStringAsync()).ShouldContain("invoiceNotFound");
        (await pdf.Content.ReadAsStringAsync()).ShouldStartWith("%PDF-1.");
        (await xml.Content.ReadAsStringAsync()).ShouldContain(
            "<cbc:PayableAmount currencyID=\"NOK\">51.00</cbc:PayableAmount>"
        );
        ((int)strangers.StatusCode).ShouldBe(404);
    }

    [Theory]
    [InlineData(true, 500, "internalErrorOccurredPleaseTryAgainLater")]
    [InlineData(false, 510, "somethingWentWrong")]
    public async Task A_fault_of_ours_shows_nothing_of_our_inside_and_stores_nothing(
        bool isDisk,
        int status,
        string message
    )
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        app.Database.Fault = _ =>
            throw (
                isDisk
                    ? new IOException("No space left on /secret/path")
                    : new InvalidOperationException("SELECT secret")
            );

        using var failed = await http.PostAsync(Path, Json(Sample));
        app.Database.Fault = null;
        using var again = await http.PostAsync(Path, Json(Sample));

        ((int)failed.StatusCode).ShouldBe(status);
        var body = await failed.Content.ReadAsStringAsync();
        body.ShouldContain($"\"message\":\"{message}\"");
        body.ShouldContain("trace ");
        body.ShouldNotContain("secret");
        ((int)again.StatusCode).ShouldBe(201);
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(1);
    }
}
