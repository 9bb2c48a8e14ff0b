using System.Text;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.CustomerService;

public sealed class CaseStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_invoice_that_no_channel_takes_becomes_one_case_with_a_reason_for_each_channel_and_one_mail(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var open = (await CasesOf(app).List()).ShouldHaveSingleItem();
        open.Kind.ShouldBe(NewCase.DistributionExhausted);
        open.OrderId.ShouldBe(order);
        open.Subject.ShouldBe($"{app.Caller.Client.ClientId}-10001");
        foreach (var reason in new[] { "Ehf: no such buyer", "Email: 550 no mailbox", "Post: no such street" })
            open.Reason.ShouldContain(reason);
        open.Reason.Split('\n').Length.ShouldBe(3);

        var mail = app.ServiceMails.Sent.ShouldHaveSingleItem();
        mail.To.ShouldBe("post@frisor.example");
        mail.Key.ShouldBe(open.CaseId);
        mail.Subject.ShouldContain("Invoice 10001");
        foreach (var part in new[] { order, "550 no mailbox", "Invoice 10001", open.CaseId })
            mail.Text.ShouldContain(part);
        foreach (var part in new[] { Samples.ToCompany.Customer.Email, "NOK\u00a01,299.99", "Due date: " })
            mail.Text.ShouldContain(part);
        mail.Document!.FileName.ShouldBe("10001.pdf");
        open.ToldAt.ShouldNotBeNull();
        (await app.Timeline(order)).TakeLast(3).ShouldBe(["DistributionExhausted", "CaseOpened", "CaseReported"]);
    }

    [Fact]
    public async Task Without_a_mail_server_preview_and_case_say_that_nobody_was_told()
    {
        await using var app = await BudstikkeApp.Start(
            simulationsServeLiveClients: false,
            register: (services, _) => services.AddSingleton(ServiceMails.Of)
        );
        await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        using var http = await app.Http();

        using var preview = await http.PostAsync(
            "/api/v1/connect/orders/invoice/preview",
            new StringContent(SampleOrder.Of(BudstikkeApp.Monday), Encoding.UTF8, "application/json")
        );

        (await preview.Content.ReadAsStringAsync()).ShouldContain(
            "a person looks at it, and nobody is told, since no e-mail is set up here."
        );
        var open = await CasesOf(app).About(await CasesOf(app).List());
        open.ShouldHaveSingleItem().Row.Told.ShouldBe(ServiceMailWay.NotSetUp);
        CaseReport.JsonOf(open).ShouldContain("\"told\":\"E-mail is not set up on this installation");
        open[0].Row.ToldAt.ShouldBeNull();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_case_of_a_collective_invoice_names_it_and_all_its_orders_at_each_sending(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        var collected = Samples.ToCompany with { SeparateInvoices = false };
        string[] orders = [await app.Submit(collected), await app.Submit(collected)];
        await app.Wait(TimeSpan.FromDays(1));

        (await Refunds.Resend(app, orders[1])).ShouldBe(Resending.Requested);
        await app.RunJobs();
        var open = await CasesOf(app).About(await CasesOf(app).List());
        await CasesOf(app).Close(open[1].Row.CaseId, "brought by hand", "person:kari");

        open.Select(about => about.Row.Subject.Split('-', 2)[1]).ShouldBe(["10001", "10001-1"]);
        foreach (var about in open)
            about.OrderIds.ShouldBe(orders, ignoreOrder: true);
        var letter = app.ServiceMails.Sent[1];
        letter.Subject.ShouldContain("Invoice 10001");
        foreach (var order in orders)
        {
            letter.Text.ShouldContain(order);
            var timeline = await app.Timeline(order);
            timeline.Count(kind => kind == "CaseReported").ShouldBe(2);
            timeline[^1].ShouldBe("CaseClosed");
        }
        CaseReport.JsonOf(open).ShouldContain($"\"orderIds\":[\"{open[1].OrderIds[0]}\",\"{open[1].OrderIds[1]}\"]");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_letter_to_customer_service_that_is_deferred_is_sent_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        app.ServiceMails.Answer = new Deferred("451 later");

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        app.ServiceMails.Sent.ShouldHaveSingleItem();

        app.ServiceMails.Answer = new Accepted("250 ok");
        await app.Wait(TimeSpan.FromMinutes(5));
        app.ServiceMails.Sent.Count.ShouldBe(2);
        app.ServiceMails.Sent.Select(mail => mail with { Document = null }).Distinct().ShouldHaveSingleItem();
        (await app.Timeline(order))[^1].ShouldBe("CaseReported");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_letter_that_is_deferred_for_days_is_given_up_and_the_case_stays_open(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        app.ServiceMails.Answer = new Deferred("451 later");

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromDays(7));

        app.ServiceMails.Sent.Count.ShouldBe(7);
        (await app.Timeline(order)).Count(kind => kind == "CaseReportFailed").ShouldBe(1);
        (await CasesOf(app).List()).ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_letter_that_is_refused_is_not_sent_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        app.ServiceMails.Answer = new Refused("550 no such contact");

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromDays(7));

        app.ServiceMails.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order))[^1].ShouldBe("CaseReportFailed");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeat_opens_no_second_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        var first = (await CasesOf(app).List())[0];

        await Enqueue(app, OpenCase.JobFor(CaseLike(first, order)), OpenCase.JobFor(CaseLike(first, order)));
        await app.RunJobs();

        (await CasesOf(app).List()).ShouldHaveSingleItem();
        app.ServiceMails.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order)).Count(kind => kind == "CaseOpened").ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rejected_invoice_becomes_a_case_with_its_violations(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        await Announce(
            app,
            new InvoiceRejected
            {
                ClientId = app.Caller.Client.ClientId,
                OrderIds = [order],
                Violations = ["BR-16 Lines: an invoice has lines", "BR-07 Buyer: a buyer has a name"],
            }
        );
        await app.RunJobs();

        var open = (await CasesOf(app).List()).ShouldHaveSingleItem();
        open.Kind.ShouldBe(NewCase.InvoiceRejected);
        open.Reason.ShouldBe("BR-16 Lines: an invoice has lines\nBR-07 Buyer: a buyer has a name");
        app.ServiceMails.Sent.ShouldHaveSingleItem().Subject.ShouldContain($"Order {order}");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_room_s_fact_becomes_a_case_by_the_general_way(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToCompany);

        await Enqueue(
            app,
            OpenCase.JobFor(
                new NewCase
                {
                    ClientId = app.Caller.Client.ClientId,
                    Timelines = [order],
                    Subject = order,
                    Kind = NewCase.CallbackGivenUp,
                    Reasons = ["HTTP 500 for seven days"],
                }
            )
        );
        await app.RunJobs();

        (await CasesOf(app).List()).ShouldHaveSingleItem().Kind.ShouldBe("callback-given-up");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_case_is_closed_once_by_a_person_with_a_note(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        var cases = CasesOf(app);
        var caseId = (await cases.List())[0].CaseId;

        (await cases.Close("CASE0", "done", "person:kari")).Result.ShouldBe(CloseResult.Unknown);
        (await cases.Close(caseId, " ", "person:kari")).Result.ShouldBe(CloseResult.NoteRefused);
        (await cases.Close(caseId, "sent by hand", "person:kari")).Result.ShouldBe(CloseResult.Closed);
        (await cases.Close(caseId, "again", "person:ola")).Result.ShouldBe(CloseResult.ClosedBefore);

        (await cases.List()).ShouldBeEmpty();
        var closed = (await cases.List(openOnly: false)).ShouldHaveSingleItem();
        (closed.ClosedBy, closed.Note).ShouldBe(("person:kari", "sent by hand"));
        var fact = (await app.Database.Read(session => FactRow.Of(session, app.ClientId, order)))[^1];
        (fact.Kind, fact.CausedBy).ShouldBe(("CaseClosed", "person:kari"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_contact_is_not_written_to_about_a_case_that_is_closed_meanwhile(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        app.ServiceMails.Answer = new Deferred("451 later");
        await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        await CasesOf(app).Close((await CasesOf(app).List())[0].CaseId, "sent by hand", "person:kari");
        await app.Wait(TimeSpan.FromDays(1));

        app.ServiceMails.Sent.ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cases_are_read_page_by_page_oldest_first(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        RefuseAll(app);
        for (var i = 0; i < 3; i++)
        {
            await app.Submit(Samples.ToCompany);
            await app.RunJobs();
            await app.Wait(TimeSpan.FromMinutes(1));
        }
        var all = await CasesOf(app).List();

        var first = await CasesOf(app).List(limit: 2);
        var second = await CasesOf(app).List(after: first[^1].CaseId, limit: 2);

        all.Select(row => row.OpenedAt).ShouldBeInOrder();
        first.Concat(second).ShouldBe(all);
    }

    private static void RefuseAll(BudstikkeApp app)
    {
        app.Ehf.Answer = new Refused("no such buyer");
        app.EInvoice.Answer = new Refused("no agreement");
        app.Email.Answer = new Refused("550 no mailbox");
        app.Post.Answer = new Refused("no such street");
    }

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();

    private static NewCase CaseLike(CaseRow row, string order) =>
        new()
        {
            ClientId = row.ClientId,
            Timelines = [order],
            Subject = row.Subject,
            Kind = row.Kind,
            Reasons = ["again"],
        };

    private static Task Enqueue(BudstikkeApp app, params NewJob[] jobs) =>
        app.Database.Write([.. JobQueue.Rows(jobs, app.Clock.GetUtcNow())]);

    private static Task Announce(BudstikkeApp app, Fact fact) =>
        app.Database.Write([
            .. app.Services.GetRequiredService<FactRegister>().Announce([fact], app.Clock.GetUtcNow()),
        ]);
}
