using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Callbacks;

/// <summary>What a client's server hears, verified by another's library.</summary>
public sealed class SignedCallbackTests
{
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    [Theory]
    [InlineData("/cb")]
    [InlineData("/cb?shop=7&who=K%c3%a5re+%26+co")]
    [InlineData("/cb?")]
    [InlineData("/b%C3%A5/../cb?a=1&#part")]
    [InlineData("/blåbær?ø=å&b={c}|d")]
    [InlineData("?a=%zz&b=%F8")]
    public async Task A_callback_is_signed_over_path_and_query_as_they_arrive(string rest)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(settings: s_open);

        await app.Submit(OrderWith($"{receiver.Url("").TrimEnd('/')}{rest}"));
        await app.RunJobs();

        var call = heard.ShouldHaveSingleItem();
        call.Method.ShouldBe("GET");
        call.Body.ShouldBeEmpty();
        call.ShouldBeSignedBy(app.Added.CallbackSecret);
        call.SentAt().ShouldBe(BudstikkeApp.Monday);
        CheckCall.Faults(call, app.Added.CallbackSecret, app.Clock.GetUtcNow()).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_callback_that_is_tried_again_has_the_same_id_and_the_moment_of_its_try(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver, 500, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        await app.Wait(TimeSpan.FromMinutes(1));

        heard.Count.ShouldBe(2);
        heard[1].Target.ShouldBe(heard[0].Target);
        heard[1].Id().ShouldBe(heard[0].Id());
        heard[0].Id().ShouldStartWith("msg_");
        foreach (var call in heard)
            call.ShouldBeSignedBy(app.Added.CallbackSecret);
        heard[0].SentAt().ShouldBe(BudstikkeApp.Monday);
        heard[1].SentAt().ShouldBeGreaterThan(BudstikkeApp.Monday);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_changes_have_two_ids(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        await app.Submit(OrderWith(receiver.Url()));
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        heard.Select(call => call.Id()).Distinct().Count().ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_job_of_an_earlier_release_has_an_id_of_its_own_over_all_its_tries(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver, 500, 500, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        await app.Database.Write(session =>
            session.Execute("""UPDATE jobs SET content = '{"status":"INVOICED"}' WHERE kind = 'send-callback'""")
        );
        await app.Wait(TimeSpan.FromMinutes(6));

        heard.Count.ShouldBe(3);
        heard[1].Id().ShouldStartWith("job_");
        heard[2].Id().ShouldBe(heard[1].Id());
        heard[2].ShouldBeSignedBy(app.Added.CallbackSecret);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_node_that_dies_before_or_after_the_call_leaves_it_to_the_next_under_the_same_id(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Heard.By(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        var sender = app.Services.GetServices<IJobHandler>().OfType<SendCallback>().Single();
        var order = await app.Submit(OrderWith(receiver.Url()));
        var (issuing, token) = await app.ClaimIssuing();
        await app.Settle(issuing, token, await app.Issuer.Handle(issuing, default));

        // It dies between the commit and the call.
        var first = await app.Queue.Claim(sender.Kind, 1, JobQueue.NewToken());
        first.ShouldHaveSingleItem().Subject.ShouldBe(order);
        heard.ShouldBeEmpty();
        // The next dies between the call and its record.
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(2));
        await sender.Handle(await app.Queue.Claim(sender.Kind, 1, JobQueue.NewToken()), default);
        heard.Count.ShouldBe(1);
        await app.Wait(TimeSpan.FromMinutes(2));

        heard.Count.ShouldBe(2);
        heard[1].Id().ShouldBe(heard[0].Id());
        heard[1].Target.ShouldBe(heard[0].Target);
        (await app.Timeline(order)).Count(kind => kind == "CallbackReceived").ShouldBe(1);
    }

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };
}
