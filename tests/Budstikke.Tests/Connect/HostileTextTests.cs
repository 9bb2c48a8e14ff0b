using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>Texts that a database or an XML document cannot hold, in every place of every body: refused or ignored,
/// never a fault.</summary>
public sealed class HostileTextTests
{
    private const string Mark = "hostile";

    /// <summary>As JSON escapes: NUL alone and in a text, halves of pairs, what is no character.</summary>
    private static readonly string[] s_texts =
    [
        @"\u0000",
        @"a\u0000b",
        @"\ud800",
        @"a\udc00b",
        @"\udc00\ud800",
        @"\uffff",
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_text_that_no_store_can_hold_is_refused_or_ignored_wherever_it_stands(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, settings: s_settings);
        using var http = await app.Http();
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var sample = PublishedOrder.Json;
        (string Path, string Body)[] calls =
        [
            ("orders/invoice/create", sample),
            ("orders/invoice/preview", sample),
            ($"orders/resend/{order}", """{"countryCode":"+47","msisdn":"1","email":"a@b.example"}"""),
            ($"orders/refund/{order}", """{"type":"regular","grandTotal":"1","products":[{"id":"1","amount":"1"}]}"""),
            ($"orders/cancel/{order}", """{"cancellationNote":"x"}"""),
        ];

        foreach (var (path, body) in calls)
        foreach (var text in s_texts)
        foreach (var hostile in Hostile(body, text))
        {
            using var content = new StringContent(hostile, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync($"/api/v1/connect/{path}", content);
            ((int)answer.StatusCode).ShouldBeOneOf([200, 201, 202, 400, 417], $"{path} {hostile}");
        }
        (await http.GetAsync($"/api/v1/connect/orders/details/{order}")).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static readonly Dictionary<string, string?> s_settings = new() { ["Connect:RateLimitPerMinute"] = "0" };

    /// <summary>The body with the text in the place of each value in turn, and as a name.</summary>
    private static IEnumerable<string> Hostile(string body, string text)
    {
        var places = Leaves(JsonNode.Parse(body)!).Count();
        for (var i = 0; i < places; i++)
        {
            var copy = JsonNode.Parse(body)!;
            Leaves(copy).ElementAt(i).ReplaceWith(Mark);
            yield return copy.ToJsonString().Replace(Mark, text, StringComparison.Ordinal);
        }
        yield return $$"""{"{{text}}":"{{text}}",{{body.Trim()[1..]}}""";
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) =>
        node switch
        {
            JsonObject o => o.Where(pair => pair.Value is not null).SelectMany(pair => Leaves(pair.Value!)).ToList(),
            JsonArray a => a.Where(item => item is not null).SelectMany(item => Leaves(item!)).ToList(),
            _ => [node],
        };
}
