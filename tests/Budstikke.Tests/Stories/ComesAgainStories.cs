using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What led to a case is still there, or comes again, after a person has closed it.</summary>
public sealed class ComesAgainStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_rejection_is_a_second_case_once_a_person_has_closed_the_first(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(ChangedClientStories.At(15));
        await ChangedClientStories.Set(app, "--vat-rates", "0,25");
        await app.Wait(TimeSpan.FromDays(1));
        var first = (await CasesOf(app).List()).ShouldHaveSingleItem();

        await ChangedClientStories.RunNow(app);
        (await CasesOf(app).List()).ShouldHaveSingleItem().CaseId.ShouldBe(first.CaseId);
        var closed = await CasesOf(app).Close(first.CaseId, "looked at it", "person:kari");
        (await Audits.Found(app)).ShouldHaveSingleItem().Subject.ShouldBe(order);
        await ChangedClientStories.RunNow(app);

        closed.Result.ShouldBe(CloseResult.Closed);
        closed.Remains.ShouldNotBeNull().ShouldStartWith($"{order} is still not invoiced");
        (await app.Facts(order, "CaseClosed"))
            .ShouldHaveSingleItem()
            .GetProperty("remains")
            .GetString()
            .ShouldBe(closed.Remains);
        var second = (await CasesOf(app).List()).ShouldHaveSingleItem();
        (second.Number, second.Subject, second.CaseId == first.CaseId).ShouldBe((2, order, false));
        app.ServiceMails.Sent.Select(mail => mail.Key).ShouldBe([first.CaseId, second.CaseId]);
        (await app.Facts(order, "CaseOpened"))[^1].GetProperty("number").GetInt64().ShouldBe(2);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Once_it_is_invoiced_the_case_that_came_again_is_closed_and_the_first_stays_as_it_was(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(ChangedClientStories.At(15));
        await ChangedClientStories.Set(app, "--vat-rates", "0,25");
        await app.Wait(TimeSpan.FromDays(1));
        await CasesOf(app).Close((await CasesOf(app).List())[0].CaseId, "looked at it", "person:kari");
        await ChangedClientStories.RunNow(app);

        await ChangedClientStories.Set(app, "--vat-rates", "0,15,25");
        await ChangedClientStories.RunNow(app);

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await CasesOf(app).List(openOnly: false))
            .OrderBy(row => row.Number)
            .Select(row => (row.ClosedBy, row.Note!.Split(' ')[0]))
            .ShouldBe([("person:kari", "looked"), ("system", "Invoiced")]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeat_that_comes_as_its_case_is_closed_is_not_lost(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        var trouble = OpenCase.JobFor(
            new NewCase
            {
                ClientId = app.Caller.Client.ClientId,
                Timelines = [order],
                Subject = order,
                Kind = NewCase.InvoiceRejected,
                Reasons = ["BR-16"],
            }
        );
        await app.Enqueue(trouble);
        await app.RunJobs();
        await app.Enqueue(trouble);
        var handler = app.Services.GetServices<IJobHandler>().OfType<OpenCase>().Single();
        var token = JobQueue.NewToken();
        var jobs = await app.Queue.Claim(handler.Kind, 1, token);

        var repeat = await handler.Handle(jobs, CancellationToken.None);
        await CasesOf(app).Close((await CasesOf(app).List())[0].CaseId, "done", "person:kari");
        await Should.ThrowAsync<ConflictException>(() => app.Settle(jobs, token, repeat));
        await app.Queue.Release(jobs, token, wereBegun: true);
        await app.RunJobs();

        (await CasesOf(app).List()).ShouldHaveSingleItem().Number.ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_the_case_of_a_refund_that_has_no_credit_note_says_so(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Rejected(app, 10);
        var caseId = (await CasesOf(app).List())[0].CaseId;

        (await CasesOf(app).Close(caseId, "done", "person:kari")).Remains.ShouldBe(
            "Nothing was given back: the refund has no credit note, and its amount is free for another. "
                + $"`refund retry {order} 1` tries it again, `refund withdraw` ends it."
        );
        await app.Services.GetRequiredService<EndRefund>().Withdraw(order, 1, "The customer keeps it.", "person:kari");
        await app.RunJobs();
        (await CasesOf(app).List(openOnly: false)).ShouldHaveSingleItem().Note.ShouldBe("done");
    }

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();
}
