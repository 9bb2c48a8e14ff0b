using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Peppol.As4;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Peppol;

/// <summary>What becomes of an invoice whose access point answers late, in the words of its order's timeline.</summary>
public sealed class As4Stories
{
    [Fact]
    public async Task A_status_that_says_delivered_ends_the_way()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, StatusMeaning.Delivered);

        (await app.Facts(order, nameof(DispatchDelivered))).ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_that_says_failed_sends_the_invoice_by_the_next_channel()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, StatusMeaning.Failed);

        (await app.Facts(order, nameof(DispatchFailedLate))).ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_buyer_who_rejects_is_a_case_and_gets_no_second_invoice()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, StatusMeaning.Rejected);

        var said = (await app.Facts(order, nameof(RecipientAnswered))).ShouldHaveSingleItem();
        said.GetProperty("answer").GetString().ShouldBe("Rejected");
        var opened = (await app.Facts(order, nameof(CaseOpened))).ShouldHaveSingleItem();
        opened.GetProperty("caseKind").GetString().ShouldBe(NewCase.RejectedByBuyer);
        app.Email.Sent.ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StatusMeaning.Acknowledged)]
    [InlineData(StatusMeaning.UnderQuery)]
    [InlineData(StatusMeaning.Paid)]
    [InlineData(StatusMeaning.InProcess)]
    internal async Task What_else_is_said_is_a_line_on_the_timeline(StatusMeaning meaning)
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Sent(app);

        await Say(app, meaning);

        (await app.Facts(order, nameof(RecipientAnswered))).ShouldHaveSingleItem();
        (await app.Facts(order, nameof(CaseOpened))).ShouldBeEmpty();
        app.Email.Sent.ShouldBeEmpty();
    }

    private static async Task<string> Sent(BudstikkeApp app)
    {
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        app.Ehf.Sent.ShouldHaveSingleItem();
        return order;
    }

    private static async Task Say(BudstikkeApp app, StatusMeaning meaning)
    {
        var key = app.Ehf.Sent[0].Key;
        var jobs = PeppolStatuses.JobsOf(new(app.ClientId, key, meaning, "So it is."));
        await app.Database.Write(async session =>
        {
            await session.CarryOut([.. JobQueue.Rows(jobs, app.Clock.GetUtcNow())]);
            return true;
        });
        await app.RunJobs();
    }
}
