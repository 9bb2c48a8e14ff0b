using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>What was answered under an idempotency key is answered again, though the checks have become stricter
/// meanwhile.</summary>
public sealed class StricterCheckStories
{
    private const string Create = "/api/v1/connect/orders/invoice/create";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stored_201_is_replayed_after_a_change_of_settings_that_would_refuse_the_order(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        var first = await Post(http, Create, Sample, "order-7");
        var set = await ClientCommands.Run(app, ["set", app.Caller.Client.ClientId, "--vat-rates", "25"]);
        set.Exit.ShouldBe(0, set.Error);

        var repeat = await Post(http, Create, Sample, "order-7");
        var otherKey = await Post(http, Create, Sample, "order-8");
        var otherBody = await Post(http, Create, Sample.Replace("Hair Wash", "Hair Cut"), "order-7");
        var noKey = await Post(http, Create, Sample, null);

        first.Status.ShouldBe(201);
        repeat.ShouldBe((201, first.Body, true));
        foreach (var refused in new[] { otherKey, otherBody, noKey })
        {
            (refused.Status, refused.IsReplay).ShouldBe((417, false));
            refused.Body.ShouldContain("The selected products.0.tax is invalid.");
        }
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(1);
        // What was refused has left no trace: its key is free.
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM idempotency"))).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stored_201_is_not_replayed_after_a_day(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        await Post(http, Create, Sample, "order-7");
        await ClientCommands.Run(app, ["set", app.Caller.Client.ClientId, "--vat-rates", "25"]);

        app.Clock.Set(BudstikkeApp.Monday + TimeSpan.FromHours(25));

        (await Post(http, Create, Sample, "order-7")).Status.ShouldBe(417);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stored_202_is_replayed_where_its_body_is_refused_by_now(Store store)
    {
        // An earlier release took a refund of the rounding alone.
        const string Body = """{"type":"regular","grandTotal":0.04,"products":[{"id":1,"amount":0}]}""";
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        var order = await Refunds.Invoiced(app, Samples.ToCompany);
        var path = $"/api/v1/connect/orders/refund/{order}";
        var key = new IdempotencyKey("refund-7", Encoding.UTF8.GetBytes(Body), path);
        (await Refunds.Ask(app, order, new(0.04m, [new(1, 0)]), key))!.Result.ShouldBe(Refunding.Refunded);

        var repeat = await Post(http, path, Body, "refund-7");
        var other = await Post(http, path, Body, "refund-8");

        (repeat.Status, repeat.IsReplay).ShouldBe((202, true));
        (other.Status, other.IsReplay).ShouldBe((417, false));
    }

    private static string Sample
    {
        get
        {
            var order = JsonNode.Parse(PublishedOrder.Json)!;
            return order.ToJsonString();
        }
    }

    private static async Task<(int Status, string Body, bool IsReplay)> Post(
        HttpClient http,
        string path,
        string body,
        string? key
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        var isReplay = answer.Headers.Contains("idempotency-replayed");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), isReplay);
    }
}
