using System.Text.Json;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Callbacks;

/// <summary>Clients that are told by POST, of what they chose.</summary>
public sealed class PostedCallbackStories
{
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task An_orders_state_comes_as_a_signed_body_to_the_URL_as_it_is(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await Set(app, "--callback", "post");

        var order = await app.Submit(OrderWith(receiver.Url("/cb?shop=7#part")));
        await app.RunJobs();

        var call = heard.ShouldHaveSingleItem();
        (call.Method, call.Target).ShouldBe(("POST", "/cb?shop=7"));
        call.Headers["content-type"].ShouldStartWith("application/json");
        call.ShouldBeSignedBy(app.Added.CallbackSecret);
        CheckCall.Faults(call, app.Added.CallbackSecret, call.SentAt()).ShouldBeEmpty();
        call.Body.ShouldBe(
            $$$"""{"type":"order.status","timestamp":"2026-11-23T09:00:06.000Z","data":{"orderUuid":"{{{order}}}","""
                + "\"status\":\"INVOICED\",\"paymentMethod\":\"invoice\",\"amount\":51,\"createdAt\":1795424406}}"
        );
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_that_wants_all_hears_of_the_whole_way_in_its_order(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await Set(app, "--callback", "post", "--callback-events", "all");
        app.Email.Answer = new Deferred("the mailbox is full");

        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        app.Email.Answer = new Refused("unknown mailbox");
        app.Post.Answer = new Refused("no such street");
        await app.Wait(TimeSpan.FromHours(2));

        heard
            .Select(TypeOf)
            .ShouldBe([
                "order.status",
                "distribution.attempted",
                "distribution.failed",
                "distribution.failed",
                "distribution.exhausted",
                "case.opened",
            ]);
        foreach (var call in heard)
        {
            call.ShouldBeSignedBy(app.Added.CallbackSecret);
            DataOf(call).GetProperty("orderUuid").GetString().ShouldBe(order);
        }
        DataOf(heard[1]).GetProperty("evidence").GetString().ShouldBe("the mailbox is full");
        DataOf(heard[2]).GetProperty("channel").GetString().ShouldBe("Email");
        DataOf(heard[5]).GetProperty("caseKind").GetString().ShouldBe("distribution-exhausted");
        heard.Select(call => call.Id()).Distinct().Count().ShouldBe(heard.Count);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("order-states", "order.status")]
    [InlineData("distribution", "order.status distribution.accepted")]
    [InlineData("distribution.failed,case.opened", "order.status")]
    [InlineData("distribution.accepted", "order.status distribution.accepted")]
    public async Task Only_what_the_client_chose_is_told(string events, string types)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(settings: s_open);
        await Set(app, "--callback", "post", "--callback-events", events);

        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        heard.Select(TypeOf).ShouldBe(types.Split(' '));
    }

    [Fact]
    public async Task Each_order_of_a_collective_document_has_its_own_event()
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(settings: s_open);
        await Set(app, "--callback", "post", "--callback-events", "distribution.accepted");

        var orders = new List<string>();
        for (var order = 0; order < 2; order++)
            orders.Add(await app.Submit(OrderWith(receiver.Url()) with { SeparateInvoices = false }));
        await app.Wait(TimeSpan.FromDays(3));

        heard
            .Where(call => TypeOf(call) == "distribution.accepted")
            .Select(call => DataOf(call).GetProperty("orderUuid").GetString()!)
            .Order()
            .ShouldBe(orders.Order());
    }

    [Fact]
    public async Task A_client_that_is_told_by_GET_causes_no_job_for_an_event()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await using var app = await BudstikkeApp.Start(settings: s_open);

        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        // The state alone waits for its next try.
        (await app.JobCount()).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_that_goes_back_to_GET_hears_the_states_alone_from_then_on(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver, 500, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await Set(app, "--callback", "post", "--callback-events", "all");
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        await Set(app, "--callback", "get");
        await app.Wait(TimeSpan.FromMinutes(10));

        heard.Select(call => call.Method).ShouldBe(["POST", "GET"]);
        heard[1].Id().ShouldBe(heard[0].Id());
        heard[1].Parameter("status").ShouldBe("INVOICED");
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_that_is_told_again_has_the_same_id_and_the_same_body(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await Set(app, "--callback", "post", "--callback-events", "all");
        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        await app.Wait(TimeSpan.FromHours(1));

        var replayed = await app
            .Services.GetRequiredService<ReplayCallbacks>()
            .Run(new(OrderId: order), alsoReceived: true, "person:kari");
        await app.RunJobs();

        replayed.Again.Count.ShouldBe(2);
        heard.Select(TypeOf).ShouldBe([.. Types, .. Types]);
        heard
            .Skip(2)
            .Select(call => (call.Id(), call.Body))
            .ShouldBe(heard.Take(2).Select(call => (call.Id(), call.Body)));
        heard[3].SentAt().ShouldBeGreaterThan(heard[1].SentAt());
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static string[] Types => ["order.status", "distribution.accepted"];

    [Fact]
    public async Task A_case_that_a_callback_came_to_nothing_is_told_by_no_callback()
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver, 500);
        await using var app = await BudstikkeApp.Start(settings: s_open);
        await Set(app, "--callback", "post", "--callback-events", "case.opened");

        await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromDays(40));

        heard.Select(TypeOf).Distinct().ShouldBe(["order.status"]);
        (await app.JobCount()).ShouldBe(0);
    }

    [Theory]
    [InlineData("--callback-events all", "--callback-events beside the states are for POST alone.")]
    [InlineData("--callback post --callback-events distribution,lost", "--callback-events must be of order-states, ")]
    [InlineData("--callback put", "Cannot parse argument 'put' ")]
    public async Task What_cannot_be_told_is_refused(string options, string reason)
    {
        await using var app = await BudstikkeApp.Start();

        var refused = await ClientCommands.Run(app, ["set", app.ClientId, .. options.Split(' ')]);

        refused.Exit.ShouldNotBe(0);
        refused.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task A_client_shows_how_it_is_told()
    {
        await using var app = await BudstikkeApp.Start();

        var changed = await Set(app, "--callback", "post", "--callback-events", "case.opened,distribution.failed");

        changed.ShouldContain("settings.callbacks.method: get -> post");
        changed.ShouldContain("""settings.callbacks.events: [] -> ["distribution.failed","case.opened"]""");
        (await Set(app, "--callback", "get")).ShouldContain("settings.callbacks.method: post -> get");
    }

    private static async Task<string> Set(BudstikkeApp app, params string[] options)
    {
        var set = await ClientCommands.Run(app, ["set", app.ClientId, .. options]);
        set.Exit.ShouldBe(0, set.Error);
        // Longer than a node keeps a client that it has read.
        await app.Wait(TimeSpan.FromSeconds(6));
        return set.Output;
    }

    private static string TypeOf(ReceivedCall call) => JsonOf(call).GetProperty("type").GetString()!;

    private static JsonElement DataOf(ReceivedCall call) => JsonOf(call).GetProperty("data");

    private static JsonElement JsonOf(ReceivedCall call) => JsonSerializer.Deserialize<JsonElement>(call.Body);

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };
}
