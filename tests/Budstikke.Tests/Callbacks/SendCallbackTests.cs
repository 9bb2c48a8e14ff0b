using System.Text.Json;
using Budstikke.CustomerService;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Callbacks;

public sealed class SendCallbackTests
{
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task The_client_is_told_that_the_order_is_invoiced_and_can_verify_it(Store store)
    {
        await using var receiver = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        var order = await app.Submit(OrderWith(receiver.Url("/cb?shop=7&q=two+words")));
        await app.RunJobs();

        var url = receiver.Urls.ShouldHaveSingleItem();
        var seconds = BudstikkeApp.Monday.ToUnixTimeSeconds();
        url.ShouldContain(
            $"&orderUuid={order}&status=INVOICED&paymentMethod=invoice&amount=51.00"
                + $"&createdAt={seconds}&timestamp={seconds}&checksum="
        );
        DocumentedLoop.Verifies(url, app.Added.CallbackSecret);
        (await CallbackFactsOf(app, order)).ShouldBe(["CallbackReceived"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_client_is_told_of_each_state_that_refunds_bring_the_order_to(Store store)
    {
        await using var receiver = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var order = await Refunds.Invoiced(app, OrderWith(receiver.Url()));

        foreach (var amount in new decimal[] { 1, 2, 48 })
        {
            await Refunds.Ask(app, order, amount);
            await app.RunJobs();
        }

        receiver
            .Urls.Select(url => Uri.UnescapeDataString(url.Split("status=")[1].Split('&')[0]))
            .ShouldBe(["INVOICED", "PARTIAL REFUNDED", "REFUNDED"]);
        foreach (var url in receiver.Urls)
            DocumentedLoop.Verifies(url, app.Added.CallbackSecret);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_whose_server_fails_is_told_again_with_the_same_URL(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        receiver.Urls.ShouldHaveSingleItem();
        await app.Wait(TimeSpan.FromMinutes(1));

        receiver.Urls.Count.ShouldBe(2);
        receiver.Urls[1].ShouldBe(receiver.Urls[0]);
        (await CallbackFactsOf(app, order)).ShouldBe(["CallbackFailed", "CallbackReceived"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_callback_that_is_repeated_after_the_secret_was_rotated_carries_the_new_one(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(401, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        var rotated = await ClientCommands.Run(app, ["secret", "rotate", app.Caller.Client.ClientId]);
        await app.Wait(TimeSpan.FromMinutes(1));

        var secret = JsonDocument.Parse(rotated.Output).RootElement.GetProperty("callbackSecret").GetString()!;
        secret.ShouldNotBe(app.Added.CallbackSecret);
        receiver.Urls.Count.ShouldBe(2);
        DocumentedLoop.Verifies(receiver.Urls[0], app.Added.CallbackSecret);
        DocumentedLoop.Verifies(receiver.Urls[1], secret);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_later_change_waits_until_the_earlier_one_was_received(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(503, 503, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        await Announce(app, order, OrderState.Paid);
        await app.Wait(TimeSpan.FromMinutes(6));

        receiver.Urls.Select(StatusIn).ShouldBe(["INVOICED", "INVOICED", "INVOICED", "PAID"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_address_inside_the_network_is_given_up_at_once(Store store)
    {
        await using var receiver = await Receiver.Start();
        await using var app = await BudstikkeApp.Start(
            store,
            settings: new Dictionary<string, string?> { ["Callbacks:Ports"] = "*" }
        );

        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.Wait(TimeSpan.FromDays(4));

        receiver.Urls.ShouldBeEmpty();
        (await CallbackFactsOf(app, order)).ShouldBe(["CallbackGivenUp"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_that_is_given_up_at_one_URL_is_one_case_and_one_letter(Store store)
    {
        await using var receiver = await Receiver.Start();
        // The address may not be called at all.
        await using var app = await BudstikkeApp.Start(
            store,
            settings: new Dictionary<string, string?> { ["Callbacks:Ports"] = "*" }
        );

        var order = await app.Submit(OrderWith(receiver.Url("/cb?order=1")));
        await app.RunJobs();
        await Announce(app, order, OrderState.Paid);
        await app.Submit(OrderWith(receiver.Url("/cb?order=2")));
        await app.RunJobs();
        await app.Submit(OrderWith(receiver.Url("/another")));
        await app.RunJobs();

        var opened = await app.Services.GetRequiredService<Cases>().List();
        opened
            .Select(row => (row.Kind, row.Subject))
            .ShouldBe(
                [
                    (NewCase.CallbackGivenUp, $"{app.ClientId} {receiver.Url("/cb")}?order=*"),
                    (NewCase.CallbackGivenUp, $"{app.ClientId} {receiver.Url("/another")}"),
                ],
                ignoreOrder: true
            );
        var letters = string.Join('\n', app.ServiceMails.Sent.Select(mail => mail.Text));
        app.ServiceMails.Sent.Count.ShouldBe(2);
        letters.ShouldNotContain(app.Added.CallbackSecret);
        letters.ShouldNotContain("checksum");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_host_that_cannot_be_looked_up_is_given_up_at_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var tooLong = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));

        var order = await app.Submit(OrderWith($"https://{tooLong}/cb"));
        await app.RunJobs();

        (await CallbackFactsOf(app, order)).ShouldBe(["CallbackGivenUp"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_without_a_callback_URL_has_nobody_to_tell(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await CallbackFactsOf(app, order)).ShouldBeEmpty();
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs"))).ShouldBe(0);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Neither_the_secret_nor_a_checksum_is_on_the_timeline(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 500;
            context.Response.Headers["X-Asked"] = context.Request.QueryString.Value;
            return Task.CompletedTask;
        };
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        var order = await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        var checksum = receiver.Urls.ShouldHaveSingleItem().Split("checksum=")[1];
        var facts = await app.Database.Read(session => FactRow.Of(session, app.ClientId, order));
        var texts = string.Join('\n', facts.Select(fact => fact.Content));
        texts.ShouldContain("HTTP 500.");
        texts.ShouldNotContain(checksum);
        texts.ShouldNotContain(app.Added.CallbackSecret);
    }

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };

    private static async Task<IReadOnlyList<string>> CallbackFactsOf(BudstikkeApp app, string orderId) =>
        [.. (await app.Timeline(orderId)).Where(kind => kind.StartsWith("Callback", StringComparison.Ordinal))];

    private static Task Announce(BudstikkeApp app, string orderId, string to) =>
        app.Database.Write(session =>
            session.CarryOut([
                .. app
                    .Services.GetRequiredService<FactRegister>()
                    .Announce(
                        [
                            new OrderStatusChanged
                            {
                                ClientId = app.Caller.Client.ClientId,
                                OrderIds = [orderId],
                                From = OrderState.Invoiced,
                                To = to,
                            },
                        ],
                        app.Clock.GetUtcNow()
                    ),
            ])
        );

    private static string StatusIn(string url) => url.Split("status=")[1].Split('&')[0];
}
