using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Budstikke.Tests.Stories;

/// <summary>A job that fails by a defect of ours is tried on, and a person hears of it.</summary>
public sealed class FailingJobStories
{
    /// <summary>Five tries with pauses of 5, 10, 20 and 40 s between them.</summary>
    private static readonly TimeSpan s_fiveTries = TimeSpan.FromSeconds(75);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_job_that_fails_time_after_time_becomes_a_case_that_closes_itself_when_the_job_goes_through(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        var content = await Break(app, order);
        await app.Wait(s_fiveTries - TimeSpan.FromSeconds(1));
        (await CasesOf(app).List()).ShouldBeEmpty();

        await app.Wait(TimeSpan.FromSeconds(1));

        var open = (await CasesOf(app).List()).ShouldHaveSingleItem();
        (open.Kind, open.OrderId, open.Number).ShouldBe((NewCase.JobFailing, order, 1));
        foreach (var part in new[] { $"issue for {order}", "5 times", "JsonException, trace ", "close this case" })
            open.Reason.ShouldContain(part);
        (await app.Timeline(order)).ShouldBe(["OrderAccepted", "JobFailing", "CaseOpened", "CaseReported"]);
        app.ServiceMails.Sent.ShouldHaveSingleItem().Text.ShouldContain("You need not do anything");

        await app.Execute("UPDATE orders SET content = @content WHERE order_id = @order", new { content, order });
        await app.Wait(TimeSpan.FromMinutes(10));

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await CasesOf(app).List()).ShouldBeEmpty();
        var closed = (await CasesOf(app).List(openOnly: false)).ShouldHaveSingleItem();
        (closed.ClosedBy, closed.Note).ShouldBe(("system", "issue has gone through after 5 errors."));
        (await app.Timeline(order)).ShouldContain("JobRecovered");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_case_closed_while_its_job_fails_on_says_so_has_it_tried_at_once_and_comes_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await Break(app, order);
        await app.Wait(TimeSpan.FromDays(1));
        var first = (await CasesOf(app).List()).ShouldHaveSingleItem();

        var closed = await CasesOf(app).Close(first.CaseId, "I thought it was mended", "person:kari");

        closed.Result.ShouldBe(CloseResult.Closed);
        closed.Remains.ShouldNotBeNull().ShouldContain("tried at once");
        await app.Wait(s_fiveTries);
        var second = (await CasesOf(app).List()).ShouldHaveSingleItem();
        (second.Number, second.Subject).ShouldBe((2, first.Subject));
        app.ServiceMails.Sent.Select(mail => mail.Key).ShouldBe([first.CaseId, second.CaseId]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_job_is_tried_ever_more_rarely_and_never_given_up(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        var content = await Break(app, order);

        await app.Wait(TimeSpan.FromDays(30));

        // Every twelve hours by now: some dozens, where every hour would be hundreds.
        (await FaultsOf(app, order)).ShouldBeInRange(40, 80);
        (await CasesOf(app).List()).ShouldHaveSingleItem();
        await app.Execute("UPDATE orders SET content = @content WHERE order_id = @order", new { content, order });
        await app.Wait(TimeSpan.FromHours(12));
        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_database_refuses_to_store_time_after_time_becomes_a_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        // Set back by hand: a second original invoice breaks the schema's promise.
        await app.Execute("UPDATE orders SET state = 'SENT' WHERE order_id = @order", new { order });
        await app.Enqueue(IssueInvoices.JobFor(app.Caller.Client.ClientId, order));

        await app.Wait(s_fiveTries);

        (await CasesOf(app).List()).ShouldHaveSingleItem().Reason.ShouldContain("Exception, trace ");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_meets_another_s_every_time_becomes_a_case_and_does_not_keep_the_node_busy(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        // Nothing is owed any more, as far as the ledger knows: no credit fits.
        await app.Execute("DELETE FROM ledger", new { });
        await Refunds.Ask(app, order, 10);

        await app.Wait(s_fiveTries);

        var open = (await CasesOf(app).List()).ShouldHaveSingleItem();
        (open.Kind, open.OrderId).ShouldBe((NewCase.JobFailing, order));
        open.Reason.ShouldContain($"issue-credit-note for {order}");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_that_is_away_is_no_fault_of_a_job(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.While = _ =>
            throw (
                store == Store.Sqlite
                    ? new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR)
                    : new NpgsqlException("lost", new IOException())
            );
        var order = await app.Submit(Samples.ToPerson);

        await app.Wait(TimeSpan.FromMinutes(10));

        app.Email.Sent.Count.ShouldBeGreaterThan(20);
        app.Email.Sent.ShouldAllBe(dispatch => !dispatch.IsUnconfirmed);
        (await CasesOf(app).List()).ShouldBeEmpty();
        app.Email.While = null;
        await app.Wait(TimeSpan.FromSeconds(10));
        (await app.Timeline(order))[^1].ShouldBe("DispatchAccepted");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_failed_by_a_defect_may_have_been_sent_so_its_repeat_says_that_it_is_one(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.While = _ =>
        {
            app.Email.While = null;
            throw new InvalidOperationException("after the server took it");
        };
        await app.Submit(Samples.ToPerson);

        await app.Wait(TimeSpan.FromMinutes(1));

        app.Email.Sent.Select(dispatch => dispatch.IsUnconfirmed).ShouldBe([false, true]);
        app.Email.Sent.Select(dispatch => dispatch.EarlierAttempts).ShouldBe([0, 0]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_letter_about_a_case_that_fails_time_after_time_opens_no_case_of_itself(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        (app.Email.Answer, app.Post.Answer) = (new Refused("no mailbox"), new Refused("no street"));
        app.ServiceMails.While = () => throw new InvalidOperationException();
        var order = await app.Submit(Samples.ToPerson);

        await app.Wait(TimeSpan.FromDays(1));

        (await CasesOf(app).List()).ShouldHaveSingleItem().Kind.ShouldBe(NewCase.DistributionExhausted);
        (await app.Timeline(order)).ShouldContain("JobFailing");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_that_fails_with_a_customer_s_orders_names_them_in_a_case_and_goes_on(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var broken = await app.Submit(Samples.ToPerson with { SeparateInvoices = false });
        var other = await app.Submit(Samples.ToCompany with { SeparateInvoices = false });
        await Break(app, broken);

        await app.Wait(TimeSpan.FromDays(1) + s_fiveTries);

        (await app.StateOf(other)).ShouldBe(OrderState.Invoiced);
        (await CasesOf(app).List()).ShouldHaveSingleItem().OrderId.ShouldBe(broken);
    }

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();

    private static Task<long> FaultsOf(BudstikkeApp app, string order) =>
        app.Database.Read(session =>
            session.QuerySingle<long>("SELECT faults FROM jobs WHERE subject = @order", new { order })
        );

    /// <summary>What was there before.</summary>
    private static async Task<string> Break(BudstikkeApp app, string order)
    {
        var content = (await app.Services.GetRequiredService<OrderStore>().FindOfAny(order))!.Content;
        await app.Execute("UPDATE orders SET content = '{' WHERE order_id = @order", new { order });
        return content;
    }
}
