using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>Mail that does not go out for a reason that is ours: no customer is to blame, so nothing becomes a
/// letter.</summary>
public sealed class HeldMailStories
{
    private static readonly Deferred s_putOff = new("553 5.7.1 Sender address rejected: not owned by user")
    {
        PutOff = "553 5.7.1 in answer to RCPT TO",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Three_mails_put_off_for_our_own_fault_for_a_day_are_one_case_and_no_letter(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = s_putOff;
        string[] orders =
        [
            await app.Submit(Samples.ToPerson),
            await app.Submit(Samples.ToPerson),
            await app.Submit(Samples.ToPerson),
        ];

        await app.Wait(TimeSpan.FromHours(25));

        app.Post.Sent.ShouldBeEmpty();
        (await CasesOf(app).List()).ShouldHaveSingleItem().Kind.ShouldBe(NewCase.MailHeld);
        (await app.Timeline(orders[0])).Count(kind => kind == nameof(DispatchHeld)).ShouldBe(2);
        (await Attempts(app)).ShouldBe(0);

        app.Email.Answer = new Accepted("taken");
        await app.Wait(TimeSpan.FromHours(1));

        app.Post.Sent.ShouldBeEmpty();
        (await CasesOf(app).List()).ShouldBeEmpty();
        foreach (var order in orders)
            (await app.Timeline(order)).ShouldContain(nameof(DispatchAccepted));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_no_relay_takes_mail_nothing_counts_as_a_try()
    {
        await using var app = await BudstikkeApp.Start();
        var back = app.Clock.GetUtcNow().AddHours(2);
        app.Email.Answer = new Held("No mail relay takes our mail now.", back);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Answer = new Deferred("452 4.2.2 Mailbox full");
        await app.Wait(TimeSpan.FromHours(3));

        (await app.Timeline(order)).Count(kind => kind == nameof(DispatchHeld)).ShouldBe(1);
        (await app.Facts(order, nameof(DispatchDeferred)))[0].GetProperty("attempt").GetInt64().ShouldBe(1);
        (await CasesOf(app).List()).ShouldBeEmpty();
    }

    private static Task<long> Attempts(BudstikkeApp app) =>
        app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM attempts"));

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();
}
