using System.Text;
using Budstikke.Distribution;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Providers;

/// <summary>A provider that calls when it has news is asked at once, and is not believed.</summary>
public sealed class ProviderHintStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_hint_brings_the_news_of_its_document_at_once_and_a_minute_apart_at_most(Store store)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa, store);
        var order = await Sent(app);
        using var http = await app.Http(withToken: false);
        await app.Wait(TimeSpan.FromMinutes(3));
        var (asked, id) = (0, maventa.Taken.Keys.Single());
        maventa.Fault = context =>
        {
            asked += context.Request.Path.Value!.EndsWith(id, StringComparison.Ordinal) ? 1 : 0;
            return Task.FromResult(false);
        };
        maventa.Say("PENDING", ("action_seen", "INFO", "The receiver has seen it"));

        (await Hint(http, app, $"{{\"event\":\"X\",\"invoice\":\"{id.ToUpperInvariant()}\"}}")).ShouldBe(200);
        await app.RunJobs();
        (await Hint(http, app, $"id={id}")).ShouldBe(200);
        await app.RunJobs();

        asked.ShouldBe(1);
        (await app.Timeline(order)).ShouldContain("RecipientAnswered");

        maventa.Say("DELIVERED", ("action_delivered", "DELIVERED", "By the bank"));
        await app.Wait(TimeSpan.FromMinutes(1));
        (await Hint(http, app, id)).ShouldBe(200);
        await app.RunJobs();

        asked.ShouldBe(2);
        (await app.Timeline(order))[^1].ShouldBe("DispatchDelivered");
    }

    [Fact]
    public async Task A_hint_of_another_document_or_of_none_asks_for_nothing()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        await Sent(app);
        using var http = await app.Http(withToken: false);
        await app.Wait(TimeSpan.FromMinutes(3));
        var isAsked = false;
        maventa.Fault = _ => Task.FromResult((isAsked = true) && false);

        foreach (var body in new[] { "", "{}", $"{Guid.NewGuid()}", "delivered \0 \u00ff" })
            (await Hint(http, app, body)).ShouldBe(200);
        await app.RunJobs();

        isAsked.ShouldBeFalse();
    }

    [Fact]
    public async Task However_many_hints_come_a_dispatch_is_followed_for_three_weeks()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        var order = await Sent(app);
        using var http = await app.Http(withToken: false);
        for (var i = 0; i < 30; i++)
        {
            await app.Wait(TimeSpan.FromMinutes(2));
            (await Hint(http, app, maventa.Taken.Keys.Single())).ShouldBe(200);
            await app.RunJobs();
        }

        await app.Wait(TimeSpan.FromDays(20));
        maventa.Say("DELIVERED", ("action_delivered", "DELIVERED", "By the bank"));
        await app.Wait(TimeSpan.FromDays(1));

        (await app.Timeline(order)).ShouldContain("DispatchDelivered");
    }

    [Fact]
    public async Task A_wrong_word_is_refused_as_a_wrong_token_is_and_so_is_a_client_without_an_account()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await BudstikkeApp.Start(settings: maventa.Settings);
        using var http = await app.Http(withToken: false);

        (await Hint(http, app, "{}")).ShouldBe(401);
        await FakeMaventa.GiveAccount(app);
        (await Hint(http, app, "{}")).ShouldBe(200);
        var path = Path(app);
        foreach (
            var wrong in new[]
            {
                path.Replace("maventa", "another", StringComparison.Ordinal),
                $"{path[..^1]}x",
                path[..path.LastIndexOf('-')],
                $"{path[..path.LastIndexOf('/')]}/æ",
            }
        )
            (await Post(http, wrong, "{}")).ShouldBe(401);
    }

    private static async Task<BudstikkeApp> Live(FakeMaventa maventa, Store store = Store.Sqlite)
    {
        var app = await BudstikkeApp.Start(store, settings: maventa.Settings);
        await FakeMaventa.GiveAccount(app);
        return app;
    }

    private static async Task<string> Sent(BudstikkeApp app)
    {
        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();
        return order;
    }

    private static Task<int> Hint(HttpClient http, BudstikkeApp app, string body) => Post(http, Path(app), body);

    private static string Path(BudstikkeApp app) =>
        FollowHint.PathOf(app.Services.GetRequiredService<Secrets>(), app.ClientId, "maventa");

    private static async Task<int> Post(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content);
        return (int)answer.StatusCode;
    }
}
