using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>What the headers of the rate say is so.</summary>
public sealed class RateLimitStories
{
    private const string Statuses = "/api/v1/connect/orders/status?type=EXPIRED";
    private const string Preview = "/api/v1/connect/orders/invoice/preview";

    [Fact]
    public async Task So_many_calls_as_are_left_are_answered_and_then_they_come_back_one_by_one()
    {
        await using var app = await BudstikkeApp.Start(settings: PerMinute(60));
        using var http = await app.Http();

        for (var left = 59; left >= 0; left--)
            (await Ask(http)).ShouldBe((404, 60, left, null));
        (await Ask(http)).ShouldBe((429, 60, 0, 1));
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(3));
        (await Ask(http)).ShouldBe((404, 60, 2, null));
    }

    [Theory]
    [InlineData(1, 19)]
    [InlineData(100, 19)]
    [InlineData(101, 18)]
    [InlineData(1000, 10)]
    public async Task A_preview_counts_as_one_call_for_each_hundred_lines(int lines, int left)
    {
        await using var app = await BudstikkeApp.Start(settings: PerMinute(20));
        using var http = await app.Http();

        (await AskPreview(http, lines)).ShouldBe((200, 20, left, null));
    }

    [Fact]
    public async Task A_preview_that_is_longer_than_what_is_left_waits_and_a_short_one_is_answered()
    {
        await using var app = await BudstikkeApp.Start(settings: PerMinute(12));
        using var http = await app.Http();

        (await AskPreview(http, 1000)).ShouldBe((200, 12, 2, null));
        // The refused one has cost nothing, and after so long it is answered.
        (await AskPreview(http, 1000)).ShouldBe((429, 12, 2, 40));
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(39));
        (await AskPreview(http, 1000)).Status.ShouldBe(429);
        (await AskPreview(http, 10)).ShouldBe((200, 12, 8, null));
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(10));
        (await AskPreview(http, 1000)).ShouldBe((200, 12, 0, null));
    }

    [Fact]
    public async Task What_a_preview_weighs_is_never_more_than_a_client_can_have()
    {
        await using var app = await BudstikkeApp.Start(settings: PerMinute(5));
        using var http = await app.Http();

        (await AskPreview(http, 1000)).ShouldBe((200, 5, 0, null));
    }

    private static Dictionary<string, string?> PerMinute(int calls) =>
        new() { ["Connect:RateLimitPerMinute"] = $"{calls}" };

    private static Task<(int Status, int Limit, int Left, int? RetryAfter)> Ask(HttpClient http) =>
        Read(http.GetAsync(Statuses));

    private static async Task<(int Status, int Limit, int Left, int? RetryAfter)> AskPreview(HttpClient http, int lines)
    {
        var order = JsonNode.Parse(PublishedOrder.Json)!;
        var line = order["products"]![0]!;
        order["products"] = new JsonArray([.. Enumerable.Range(0, lines).Select(_ => line.DeepClone())]);
        order["orderSummary"]!["grandTotal"] = 51 * lines;
        using var body = new StringContent(order.ToJsonString(), Encoding.UTF8, "application/json");
        return await Read(http.PostAsync(Preview, body));
    }

    private static async Task<(int Status, int Limit, int Left, int? RetryAfter)> Read(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return (
            (int)answer.StatusCode,
            Number("x-ratelimit-limit"),
            Number("x-ratelimit-remaining"),
            (int?)answer.Headers.RetryAfter?.Delta?.TotalSeconds
        );

        int Number(string header) => int.Parse(answer.Headers.GetValues(header).Single());
    }
}
