using System.CommandLine;
using System.Text.Json;
using Budstikke.Callbacks;
using Budstikke.Commands;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Callbacks;

/// <summary>Every try to tell a client is on record, and a person can have it told again.</summary>
public sealed class CallbackLogStories
{
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_try_is_on_record_without_what_the_answer_repeats_of_ours(Store store)
    {
        await using var receiver = await Receiver.Start();
        var asked = 0;
        receiver.Answer = context =>
        {
            context.Response.StatusCode = asked++ == 0 ? 500 : 200;
            return context.Response.WriteAsync($"asked for {context.Request.QueryString.Value}");
        };
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        var order = await app.Submit(OrderWith(receiver.Url("/cb?token=hemmelig")));
        await app.RunJobs();
        await app.Wait(TimeSpan.FromMinutes(2));

        var tries = await Tries(app, new(OrderId: order));
        tries
            .Select(one => (one.Outcome, one.HttpStatus, one.Attempt, one.Status))
            .ShouldBe([("received", 200, 2, "INVOICED"), ("failed", 500, 1, "INVOICED")]);
        tries.Select(one => one.WebhookId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        var first = tries[1];
        first.Url.ShouldBe($"{receiver.Url("/cb")}?token=*");
        first.Endpoint.ShouldBe($"http://127.0.0.1:{receiver.Address.Port}");
        first.Error.ShouldBe("HTTP 500.");
        first.Answer.ShouldBe(
            "asked for ?token=*&orderUuid=*&status=*&paymentMethod=*&amount=*&createdAt=*&timestamp=*&checksum=*"
        );
        var all = JsonSerializer.Serialize(tries);
        all.ShouldNotContain("hemmelig");
        all.ShouldNotContain(receiver.Urls[0].Split("checksum=")[1]);
        all.ShouldNotContain(app.Added.CallbackSecret);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_given_up_is_told_again_under_the_same_id_when_a_person_says_so(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromDays(40));
        var before = receiver.Urls.Count;
        receiver.AnswerWith(200);

        (await Run(app, "replay", "--order", order)).ShouldBe(
            (0, "1 told again by a serving node. Each may arrive twice, under the same webhook-id.", "")
        );
        (await Run(app, "replay", "--order", order)).Exit.ShouldBe(1);
        await app.RunJobs();

        receiver.Urls.Count.ShouldBe(before + 1);
        receiver.Urls[^1].ShouldBe(receiver.Urls[0]);
        var tries = await Tries(app, new(OrderId: order));
        tries.Select(one => one.WebhookId).Distinct().ShouldHaveSingleItem();
        (tries[0].Outcome, tries[0].ChangedAt).ShouldBe(("received", tries[^1].ChangedAt));
        (await app.Timeline(order)).ShouldContain("CallbackReplayRequested");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_replay_goes_behind_what_still_waits_for_the_order(Store store)
    {
        await using var receiver = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        receiver.AnswerWith(503, 200);
        await Stories.Refunds.Ask(app, order, 1);
        await app.RunJobs();

        (await Run(app, "replay", "--order", order, "--received")).Exit.ShouldBe(0);
        await app.Wait(TimeSpan.FromMinutes(2));

        receiver
            .Urls.Select(url => Uri.UnescapeDataString(url.Split("status=")[1].Split('&')[0]))
            .ShouldBe(["INVOICED", "PARTIAL REFUNDED", "PARTIAL REFUNDED", "INVOICED"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_replay_takes_what_one_server_did_not_take_since_a_moment(Store store)
    {
        await using var down = await Receiver.Start();
        await using var up = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(
            store,
            settings: new Dictionary<string, string?> { ["Callbacks:Ports"] = "1" }
        );
        // None may be called yet: each is given up at once.
        foreach (var receiver in new[] { down, up, down })
            await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        var at = Moments.Text(app.Clock.GetUtcNow());

        (await Run(app, "replay")).Exit.ShouldBe(2);
        (await Run(app, "replay", "--since", "tomorrow")).Exit.ShouldBe(2);
        (await Run(app, "replay", "--since", "2027-01-01")).Exit.ShouldBe(1);
        (await Run(app, "replay", "--endpoint", down.Url("/any"), "--since", at)).Output.ShouldStartWith(
            "2 told again"
        );
        (await Run(app, "replay", "--since", at)).Output.ShouldStartWith("1 told again");
        (await Run(app, "replay", "--since", at)).Exit.ShouldBe(1);
        await app.RunJobs();

        (await Tries(app, new(Endpoint: CallbackEndpoint.Of(down.Url())))).Count.ShouldBe(4);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tries_are_listed_and_shown_within_eighty_columns()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("[red]no[/] " + new string('x', 300));
        };
        await using var app = await BudstikkeApp.Start(settings: s_open);
        var order = await app.Submit(OrderWith(receiver.Url("/a/path/that/is/as/long/as/they/sometimes/are?shop=1")));
        await app.RunJobs();

        var (_, listed, _) = await Run(app, "list");
        var (_, shown, _) = await Run(app, "show", "1");

        foreach (var line in $"{listed}\n{shown}".Split('\n'))
            line.Length.ShouldBeLessThanOrEqualTo(80);
        listed.ShouldContain($"{order} INVOICED: failed: HTTP 500.");
        shown.ShouldContain("[red]no[/]");
        (await Run(app, "list", "--order", "ODR1")).Output.ShouldBe("No such try is on record.");
        (await Run(app, "show", "7")).ShouldBe((1, "", "There is no try 7 on record."));
        var json = JsonDocument.Parse((await Run(app, "list", "--json")).Output).RootElement;
        json.EnumerateArray().Single().GetProperty("outcome").GetString().ShouldBe("failed");
        JsonDocument.Parse((await Run(app, "show", "1", "--json")).Output).RootElement.GetProperty("answer");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_try_is_forgotten_after_thirty_days_and_no_other(Store store)
    {
        await using var receiver = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromDays(20));
        var later = await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromDays(11));
        await app.CompareClocks();

        await app.Services.GetRequiredService<ForgetAttempts>().Run(CancellationToken.None);

        (await Tries(app, new(Endpoint: CallbackEndpoint.Of(receiver.Url()))))
            .ShouldHaveSingleItem()
            .OrderId.ShouldBe(later);
    }

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };

    private static Task<IReadOnlyList<CallbackAttempt>> Tries(BudstikkeApp app, CallbackChoice choice) =>
        app.Services.GetRequiredService<CallbackLog>().List(choice);

    private static async Task<(int Exit, string Output, string Error)> Run(BudstikkeApp app, params string[] arguments)
    {
        var settings = await StoreFolder.Settings(app.Store, app.Folder);
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CallbackCommand
            .Of(
                (builder, _, _) =>
                {
                    builder.Configuration.AddInMemoryCollection(settings);
                    return Service.Build(builder, app.Clock);
                },
                app.Clock
            )
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString().TrimEnd(), error.ToString().TrimEnd());
    }
}
