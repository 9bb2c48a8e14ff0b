using Budstikke.Callbacks;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http.Features;
using StandardWebhooks;

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
        var heard = Listen(receiver);
        await using var app = await BudstikkeApp.Start(settings: s_open);

        await app.Submit(OrderWith($"{receiver.Url("").TrimEnd('/')}{rest}"));
        await app.RunJobs();

        var call = heard.ShouldHaveSingleItem();
        call.Method.ShouldBe("GET");
        call.Body.ShouldBeEmpty();
        ShouldBeSigned(call, app.Added.CallbackSecret, BudstikkeApp.Monday);
        CheckCall.Faults(call, app.Added.CallbackSecret, app.Clock.GetUtcNow()).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_callback_that_is_tried_again_has_the_same_id_and_the_moment_of_its_try(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Listen(receiver, 500, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();
        await app.Wait(TimeSpan.FromMinutes(1));

        heard.Count.ShouldBe(2);
        heard[1].Target.ShouldBe(heard[0].Target);
        IdOf(heard[1]).ShouldBe(IdOf(heard[0]));
        IdOf(heard[0]).ShouldStartWith("msg_");
        ShouldBeSigned(heard[0], app.Added.CallbackSecret, BudstikkeApp.Monday);
        ShouldBeSigned(heard[1], app.Added.CallbackSecret, BudstikkeApp.Monday.AddMinutes(1));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_changes_have_two_ids(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Listen(receiver);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);

        await app.Submit(OrderWith(receiver.Url()));
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        heard.Select(IdOf).Distinct().Count().ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_job_of_an_earlier_release_has_an_id_of_its_own_over_all_its_tries(Store store)
    {
        await using var receiver = await Receiver.Start();
        var heard = Listen(receiver, 500, 500, 200);
        await using var app = await BudstikkeApp.Start(store, settings: s_open);
        await app.Submit(OrderWith(receiver.Url()));
        await app.RunJobs();

        await app.Database.Write(session =>
            session.Execute("""UPDATE jobs SET content = '{"status":"INVOICED"}' WHERE kind = 'send-callback'""")
        );
        await app.Wait(TimeSpan.FromMinutes(6));

        heard.Count.ShouldBe(3);
        IdOf(heard[1]).ShouldStartWith("job_");
        IdOf(heard[2]).ShouldBe(IdOf(heard[1]));
        ShouldBeSigned(heard[2], app.Added.CallbackSecret, app.Clock.GetUtcNow(), exact: false);
    }

    private static void ShouldBeSigned(ReceivedCall call, string secret, DateTimeOffset at, bool exact = true)
    {
        var sent = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(call.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)
        );
        if (exact)
            sent.ShouldBe(at);
        call.Headers["webhook-signature"]
            .ShouldBe(new StandardWebhook(Signature.LibrarySecret(secret)).Sign(IdOf(call), sent, call.Target));
    }

    private static string IdOf(ReceivedCall call) => call.Headers["webhook-id"];

    /// <summary>All that it hears, while it answers with one status after another, the last for good.</summary>
    private static List<ReceivedCall> Listen(Receiver receiver, params int[] statuses)
    {
        var heard = new List<ReceivedCall>();
        receiver.Answer = async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync();
            lock (heard)
            {
                if (statuses.Length > 0)
                    context.Response.StatusCode = statuses[Math.Min(heard.Count, statuses.Length - 1)];
                heard.Add(
                    new(
                        context.Request.Method,
                        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                        context.Request.Headers.ToDictionary(
                            one => one.Key.ToLowerInvariant(),
                            one => one.Value.ToString()
                        ),
                        text
                    )
                );
            }
        };
        return heard;
    }

    private static Order OrderWith(string callbackUrl) => Samples.ToPerson with { CallbackUrl = callbackUrl };
}
