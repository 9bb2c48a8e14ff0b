using System.Net;
using System.Text;
using Budstikke.Distribution;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>A node whose clock is wrong takes nothing and works on nothing, and goes on when the clock is right
/// again.</summary>
public sealed class WrongClockStories
{
    private const string SendInvoice = "/api/v1/connect/orders/invoice/create";
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_node_whose_clock_is_wrong_takes_nothing_and_says_so_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();
        var log = HeardLog.Of(app);
        foreach (var off in new[] { s_month, -s_month, TimeSpan.FromSeconds(6) })
        {
            app.Clock.SetWrong(off);
            await app.CompareClocks();
            await app.CompareClocks();

            using var refused = await http.PostAsync(SendInvoice, SampleBody());
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(NodeClock.PollSeconds));
            (await refused.Content.ReadAsStringAsync()).ShouldContain("tooBusyPleaseTryAgain");
            using var unread = await http.GetAsync("/api/v1/connect/orders/status");
            unread.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            using var unready = await http.GetAsync("/health/ready");
            unready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await unready.Content.ReadAsStringAsync()).ShouldContain("clock");
            (await Count(app, "orders")).ShouldBe(0);

            app.Clock.SetWrong(TimeSpan.Zero);
            await app.CompareClocks();
            using var ready = await http.GetAsync("/health/ready");
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var taken = await http.PostAsync(SendInvoice, SampleBody());

        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
        log.Lines.Count(line => line.Text.Contains("takes nothing and works on nothing")).ShouldBe(3);
        log.Lines.Count(line => line.Text.Contains("is right again")).ShouldBe(3);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_node_whose_clock_is_wrong_works_on_nothing(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        var held = await app.Submit(Samples.ToPerson with { SeparateInvoices = false });
        app.Clock.SetWrong(s_month);

        await app.Services.GetRequiredService<Worker>().RunDue();
        await app.Services.GetRequiredService<PlanRuns>().TryRun(default);
        await app.Services.GetRequiredService<ForgetKeys>().TryRun(default);

        (await app.StateOf(order)).ShouldBe(OrderState.Sent);
        (await Count(app, "invoice_runs")).ShouldBe(0);
        (await app.JobCount()).ShouldBe(1);
        app.Clock.SetWrong(TimeSpan.Zero);
        await app.Wait(TimeSpan.FromDays(1));
        (await app.InvoiceOf(order)).IssueDate.ShouldBe("2026-11-23");
        (await app.InvoiceOf(held)).IssueDate.ShouldBe("2026-11-24");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_in_hand_when_the_clock_jumped_is_done_again_at_the_right_time(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred("450 busy");
        app.Email.While = _ => app.Clock.SetWrong(s_month);
        var order = await app.Submit(Samples.ToPerson);

        await app.Services.GetRequiredService<Worker>().RunDue();

        app.Clock.SetWrong(TimeSpan.Zero);
        (app.Email.While, app.Email.Answer) = (null, new Accepted("250 ok"));
        await app.Wait(TimeSpan.FromMinutes(1));
        app.Email.Sent.Select(dispatch => dispatch.IsUnconfirmed).ShouldBe([false, true]);
        app.Email.Sent.Select(dispatch => dispatch.Key).Distinct().ShouldHaveSingleItem();
        (await app.Timeline(order)).ShouldContain(nameof(DispatchAccepted));
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_call_that_was_let_in_before_the_clock_jumped_writes_nothing(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        using var http = await app.Http();
        app.Database.Fault = _ => app.Clock.SetWrong(s_month);
        foreach (
            var (call, body) in new[]
            {
                (SendInvoice, SampleBody()),
                ($"/api/v1/connect/orders/cancel/{order}", Cancellation()),
            }
        )
        {
            app.Clock.SetWrong(TimeSpan.Zero);
            await app.CompareClocks();
            using var refused = await http.PostAsync(call, body);
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await Count(app, "orders")).ShouldBe(1);
        (await app.StateOf(order)).ShouldBe(OrderState.Sent);
        (await app.JobCount()).ShouldBe(1);
    }

    /// <summary>Beside the node's own silence: what it asks for keys goes by the server's clock.</summary>
    [NeedsPostgres]
    public async Task How_old_a_key_is_says_the_clock_of_the_database()
    {
        await using var app = await BudstikkeApp.Start(Store.Postgres);
        var first = await app.Submit(Samples.ToPerson, key: Key("k"));
        app.Clock.SetWrong(TimeSpan.FromHours(25));

        (await Take(app, "k")).ShouldBe(first);
        (await app.Services.GetRequiredService<ForgetKeys>().Run(default)).ShouldBe(0);

        app.Clock.SetWrong(-s_month);
        (await Take(app, "later")).ShouldBeNull();
        app.Clock.SetWrong(TimeSpan.Zero);
        app.Clock.Set(BudstikkeApp.Monday.AddHours(23));
        (await app.Services.GetRequiredService<ForgetKeys>().Run(default)).ShouldBe(0);
        app.Clock.Set(BudstikkeApp.Monday.AddHours(25));
        (await app.Services.GetRequiredService<ForgetKeys>().Run(default)).ShouldBe(2);
    }

    /// <summary>The first answer to a key; null where it is taken now.</summary>
    private static async Task<string?> Take(BudstikkeApp app, string key)
    {
        var answers = app.Services.GetRequiredService<FirstAnswers>();
        var hashed = answers.Hash(app.Caller, Key(key))!;
        var taken = await app.Database.Write(session => answers.Take(session, [(hashed, "another order")]));
        return taken.GetValueOrDefault(hashed)?.Answer;
    }

    private static IdempotencyKey Key(string key) => new(key, Encoding.UTF8.GetBytes("body"));

    private static StringContent SampleBody() => new(PublishedOrder.Json, Encoding.UTF8, "application/json");

    private static StringContent Cancellation() =>
        new("""{"cancellationNote":"Regrets it"}""", Encoding.UTF8, "application/json");

    private static Task<long> Count(BudstikkeApp app, string table) =>
        app.Database.Read(session => session.QuerySingle<long>($"SELECT count(*) FROM {table}"));
}
