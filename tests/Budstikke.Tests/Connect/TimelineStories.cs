using System.Text.Json.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>A timeline that is longer than a page.</summary>
public sealed class TimelineStories
{
    private const int Facts = 1100;

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_page_says_where_the_next_one_is_and_no_fact_is_told_twice(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        var order = await app.Submit(Samples.ToPerson);
        var other = await app.Submit(Samples.ToPerson);
        await app.Execute(
            """
            INSERT INTO facts (client_id, order_id, kind, content, at, caused_by)
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @Facts)
            SELECT @clientId, CASE WHEN n % 11 = 0 THEN @other ELSE @order END, 'Told', '{"n":' || n || '}', n, 'system'
            FROM numbers
            """,
            new
            {
                Facts = (long)Facts,
                clientId = app.Added.ClientId,
                order,
                other,
            }
        );
        var (pages, facts) = (new List<int>(), new List<JsonNode>());

        for (string? next = $"/api/v1/orders/{order}/timeline"; next is not null; )
        {
            using var answer = await http.GetAsync(next);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!.AsArray();
            pages.Add(page.Count);
            facts.AddRange(page!);
            next = answer.Headers.TryGetValues("link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        pages.ShouldBe([500, 500, 1]);
        facts.Select(fact => fact["id"]!.GetValue<string>()).ShouldBeUnique();
        facts[0]["kind"]!.GetValue<string>().ShouldBe("OrderAccepted");
        facts
            .Skip(1)
            .Select(fact => fact["content"]!["n"]!.GetValue<int>())
            .ShouldBe(Enumerable.Range(1, Facts).Where(n => n % 11 != 0));
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("0", 200)]
    [InlineData("9223372036854775807", 200)]
    [InlineData("9223372036854775808", 417)]
    [InlineData("-1", 417)]
    [InlineData("x", 417)]
    [InlineData("1.0", 417)]
    [InlineData("%00", 417)]
    [InlineData("1&after=2", 417)]
    public async Task What_is_no_facts_id_is_refused(string after, int status)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var order = await app.Submit(Samples.ToPerson);

        using var answer = await http.GetAsync($"/api/v1/orders/{order}/timeline?after={after}");

        ((int)answer.StatusCode).ShouldBe(status);
        if (status == 417)
            (await answer.Content.ReadAsStringAsync()).ShouldContain("[\"The selected after is invalid.\"]");
    }
}
