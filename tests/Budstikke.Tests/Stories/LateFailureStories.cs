using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

/// <summary>What was taken, and came back.</summary>
public sealed class LateFailureStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_that_bounces_after_it_was_taken_is_followed_by_post(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        app.Post.Sent.ShouldBeEmpty();

        await Bounce(app, app.Email.Sent[0]);
        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        app.Post.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order))
            .Skip(3)
            .ShouldBe([
                "ChannelPassedBy",
                "DispatchPlanned",
                "DispatchAccepted",
                "DispatchFailedLate",
                "DispatchPlanned",
                "DispatchAccepted",
            ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_that_bounces_twice_is_followed_by_one_letter(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        await Bounce(app, app.Email.Sent[0]);
        await Bounce(app, app.Email.Sent[0]);
        await app.RunJobs();
        await Bounce(app, app.Email.Sent[0]);
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order)).Count(kind => kind == "DispatchFailedLate").ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bounce_that_comes_before_the_acceptance_was_noted_is_not_lost(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        // While the mail is handed over, its bounce is known already.
        app.Email.While = mail => Bounce(app, mail).GetAwaiter().GetResult();
        app.Email.Answer = new Deferred("451");
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.While = null;
        app.Email.Answer = new Accepted("250");
        await app.Wait(TimeSpan.FromMinutes(10));

        app.Email.Sent.Count.ShouldBe(2);
        app.Post.Sent.ShouldHaveSingleItem();
    }

    private static Task Bounce(BudstikkeApp app, Dispatch mail) =>
        app.Enqueue(
            ReportLateOutcome.JobFor(
                LateOutcome.Failed,
                mail.ClientId,
                mail.Key,
                "5.1.1 returned to sender",
                TimeSpan.Zero
            )
        );
}
