using Budstikke.Callbacks;
using Budstikke.CustomerService;
using Budstikke.Orders;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Callbacks;

/// <summary>A client's server that is down, for hours and for days.</summary>
public sealed class EndpointStories
{
    private const int Orders = 12;
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_server_that_is_down_for_days_makes_one_case_and_one_letter_and_hears_all_when_it_is_back(
        Store store
    )
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var orders = await Submit(app, receiver);
        await app.Wait(TimeSpan.FromHours(71));
        (await OpenCases(app)).ShouldBeEmpty();

        await app.Wait(TimeSpan.FromHours(2));

        var asleep = (await OpenCases(app)).ShouldHaveSingleItem();
        (asleep.Kind, asleep.OrderId).ShouldBe((NewCase.CallbackEndpointAsleep, EndpointOf(receiver)));
        var letter = app.ServiceMails.Sent.ShouldHaveSingleItem();
        letter.Subject.ShouldStartWith($"Your callback server {EndpointOf(receiver)}: it has not answered");
        (await Warnings(app)).ShouldContain("it is asked once an hour");
        (await Audits.Found(app)).ShouldBeEmpty();

        // Changes go on, and an order comes; only the probe calls.
        foreach (var order in orders)
            await Refunds.Ask(app, order, 1);
        var late = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        var before = receiver.Calls;
        await app.Wait(TimeSpan.FromHours(24));
        (receiver.Calls - before).ShouldBeInRange(23, 25);
        (await Audits.Found(app)).ShouldBeEmpty();

        receiver.AnswerWith(200);
        var heardBefore = receiver.Calls;
        await app.Wait(TimeSpan.FromHours(1.1));

        var heard = receiver.Urls.Skip(heardBefore).ToList();
        heard.Count.ShouldBe((2 * Orders) + 1);
        foreach (var order in orders)
            StatusesOf(heard, order).ShouldBe(["INVOICED", "PARTIAL REFUNDED"]);
        StatusesOf(heard, late).ShouldBe(["INVOICED"]);
        (await OpenCases(app)).ShouldBeEmpty();
        app.ServiceMails.Sent.Count.ShouldBe(1);
        (await Warnings(app)).ShouldBeEmpty();
        await app.Wait(TimeSpan.FromHours(2));
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_server_that_does_not_come_back_is_given_up_once_and_hears_all_on_a_persons_word(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var orders = await Submit(app, receiver);
        await app.Wait(TimeSpan.FromDays(4));
        foreach (var order in orders)
            await Refunds.Ask(app, order, 1);

        await app.Wait(TimeSpan.FromDays(10));

        var givenUp = (await OpenCases(app)).ShouldHaveSingleItem();
        givenUp.Kind.ShouldBe(NewCase.CallbackEndpointGivenUp);
        givenUp.Reason.ShouldContain($": {2 * Orders} that waited are given up.");
        app.ServiceMails.Sent.Count.ShouldBe(2);
        (await app.JobCount()).ShouldBe(0);
        (await app.Timeline(orders[0])).Count(kind => kind == "CallbackGivenUp").ShouldBe(2);
        (await Audits.Found(app)).ShouldBeEmpty();

        receiver.AnswerWith(200);
        var before = receiver.Calls;
        var replay = await app
            .Services.GetRequiredService<ReplayCallbacks>()
            .Run(new(app.ClientId, Endpoint: EndpointOf(receiver)), alsoReceived: false, "person:kari");
        await app.RunJobs();

        replay.Again.Count.ShouldBe(2 * Orders);
        var heard = receiver.Urls.Skip(before).ToList();
        foreach (var order in orders)
            StatusesOf(heard, order).ShouldBe(["INVOICED", "PARTIAL REFUNDED"]);
        (await Warnings(app)).ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_after_a_server_was_given_up_is_told_at_once(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromDays(14));
        (await Warnings(app)).ShouldContain("was given up at");
        receiver.AnswerWith(200);
        var before = receiver.Calls;

        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        (receiver.Calls - before).ShouldBe(1);
        (await Warnings(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_server_that_fails_every_other_time_is_never_put_to_sleep(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = receiver.Calls % 2 == 1 ? 500 : 200;
            return Task.CompletedTask;
        };
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        for (var day = 0; day < 5; day++)
        {
            await app.Submit(OrderWith(receiver.Url()));
            await app.Submit(OrderWith(receiver.Url()));
            await app.Wait(TimeSpan.FromDays(1));
        }

        (await app.JobCount()).ShouldBe(0);
        (await OpenCases(app)).ShouldBeEmpty();
        app.ServiceMails.Sent.ShouldBeEmpty();
        (await Warnings(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_URL_that_fails_for_good_does_not_put_the_server_to_sleep(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Path == "/dead" ? 404 : 200;
            return Task.CompletedTask;
        };
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        var dead = await app.Submit(OrderWith(receiver.Url("/dead?order=1")));
        await app.Submit(OrderWith(receiver.Url("/dead?order=2")));
        await app.Wait(TimeSpan.FromDays(5));
        (await OpenCases(app)).ShouldBeEmpty();
        await app.Wait(TimeSpan.FromDays(8));

        receiver.Urls.Count(url => url.Contains("order=1", StringComparison.Ordinal)).ShouldBe(18);
        var opened = (await OpenCases(app)).ShouldHaveSingleItem();
        (opened.Kind, opened.Subject).ShouldBe(
            (NewCase.CallbackGivenUp, $"{app.ClientId} {receiver.Url("/dead")}?order=*")
        );
        (await app.Timeline(dead)).Count(kind => kind == "CallbackFailed").ShouldBe(17);
        app.ServiceMails.Sent.Count.ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_URL_that_is_gone_is_not_called_again_and_the_servers_others_are(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Path == "/gone" ? 410 : 200;
            return Task.CompletedTask;
        };
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        var first = await app.Submit(OrderWith(receiver.Url("/gone")));
        await app.Submit(OrderWith(receiver.Url("/gone")));
        await app.Submit(OrderWith(receiver.Url("/cb")));
        await app.Wait(TimeSpan.FromDays(12));

        receiver.Calls.ShouldBe(3);
        (await OpenCases(app)).ShouldHaveSingleItem().Kind.ShouldBe(NewCase.CallbackGivenUp);
        app.ServiceMails.Sent.Count.ShouldBe(1);
        (await app.Facts(first, "CallbackGivenUp"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()
            .ShouldBe("HTTP 410: this URL is gone for good.");
        (await Warnings(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_server_that_asks_for_a_pause_is_called_by_nobody_until_it_is_over(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = receiver.Calls == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "7200";
            return Task.CompletedTask;
        };
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        await app.Submit(OrderWith(receiver.Url("/another")));

        await app.Wait(TimeSpan.FromMinutes(119));
        receiver.Calls.ShouldBe(1);
        await app.Wait(TimeSpan.FromMinutes(15));

        receiver.Calls.ShouldBe(3);
        (await app.JobCount()).ShouldBe(0);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_clients_with_one_server_are_told_apart(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var second = await app.CallerOf((await app.AddClient(BudstikkeApp.SampleClient)).ClientId);
        await app.Submit(OrderWith(receiver.Url()));
        await app.Submit(OrderWith(receiver.Url()), caller: second);
        await app.Wait(TimeSpan.FromHours(73));

        (await OpenCases(app))
            .Select(row => row.ClientId)
            .Order()
            .ShouldBe(new[] { app.ClientId, second.Client.ClientId }.Order());
        (await Audits.Found(app)).ShouldBeEmpty();
        receiver.AnswerWith(200);
        await app.Wait(TimeSpan.FromHours(4));

        (await app.JobCount()).ShouldBe(0);
        (await OpenCases(app)).ShouldBeEmpty();
    }

    [NeedsPostgres]
    public async Task Two_nodes_that_meet_the_same_dead_server_put_it_to_sleep_once()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var folder = StoreFolder.New();
        try
        {
            await using var first = await BudstikkeApp.Start(Store.Postgres, folder, settings: s_open);
            await using var second = await BudstikkeApp.Start(Store.Postgres, folder, settings: s_open);
            var orders = await Submit(first, receiver);
            await Side(first, second, TimeSpan.FromHours(80));

            (await OpenCases(first)).ShouldHaveSingleItem().Kind.ShouldBe(NewCase.CallbackEndpointAsleep);
            receiver.AnswerWith(200);
            var before = receiver.Calls;
            await Side(first, second, TimeSpan.FromHours(2));

            foreach (var order in orders)
                StatusesOf(receiver.Urls.Skip(before), order).ShouldBe(["INVOICED"]);
            (first.ServiceMails.Sent.Count + second.ServiceMails.Sent.Count).ShouldBe(1);
            (await OpenCases(first)).ShouldBeEmpty();
            (await Audits.Found(first)).ShouldBeEmpty();
        }
        finally
        {
            await StoreFolder.Delete(folder);
        }
    }

    /// <summary>Both work side by side, and have one time.</summary>
    private static async Task Side(BudstikkeApp first, BudstikkeApp second, TimeSpan time)
    {
        var step = TimeSpan.FromMinutes(20);
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            first.Clock.Set(first.Clock.GetUtcNow() + step);
            second.Clock.Set(first.Clock.GetUtcNow());
            await Task.WhenAll(first.RunJobs(), second.RunJobs());
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_is_shown_with_a_warning_when_its_server_has_failed_for_an_hour(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromMinutes(59));
        (await Warnings(app)).ShouldBeEmpty();

        await app.Wait(TimeSpan.FromMinutes(2));

        (await Warnings(app)).ShouldBe($"{EndpointOf(receiver)} has taken no callback since 2026-11-23T09:00:00Z.");
    }

    private static async Task<IReadOnlyList<string>> Submit(BudstikkeApp app, Receiver receiver)
    {
        var orders = new List<string>();
        for (var i = 0; i < Orders; i++)
            orders.Add(await app.Submit(OrderWith(receiver.Url($"/cb?order={i}"))));
        return orders;
    }

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };

    private static string EndpointOf(Receiver receiver) => CallbackEndpoint.Of(receiver.Url())!;

    private static Task<IReadOnlyList<CaseRow>> OpenCases(BudstikkeApp app) =>
        app.Services.GetRequiredService<Cases>().List();

    private static async Task<string> Warnings(BudstikkeApp app) =>
        (await ClientCommands.Run(app, ["show", app.ClientId])).Error.TrimEnd();

    private static IEnumerable<string> StatusesOf(IEnumerable<string> urls, string order) =>
        urls.Where(url => url.Contains(order, StringComparison.Ordinal))
            .Select(url => Uri.UnescapeDataString(url.Split("status=")[1].Split('&')[0]));
}
