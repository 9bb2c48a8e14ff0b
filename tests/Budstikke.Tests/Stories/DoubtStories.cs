using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>Sent, and the answer lost: where the repeat is refused, it may have arrived all the same.</summary>
public sealed class DoubtStories
{
    private const string Unknown = "Outcome unknown, the whole message was sent.";
    private const string Rejected = "550 5.7.1 rejected";
    private static readonly TimeSpan s_untilTheRepeat = TimeSpan.FromMinutes(5);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_that_may_have_arrived_is_followed_by_no_letter_but_by_a_case_with_both_answers(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await InDoubt(app);

        app.Email.Sent.Count.ShouldBe(2);
        app.Post.Sent.ShouldBeEmpty();
        var open = await OpenCaseOf(app);
        (open.Kind, open.OrderId).ShouldBe((NewCase.ArrivalUnknown, order));
        open.Subject.ShouldBe(app.Email.Sent[0].Key);
        foreach (var part in new[] { Unknown, Rejected, "--arrived", "--send-on", "kari@customer.example" })
            open.Reason.ShouldContain(part);
        app.ServiceMails.Sent.ShouldHaveSingleItem().Subject.ShouldContain("Invoice 10001: nobody knows");
        (await app.Timeline(order)).TakeLast(3).ShouldBe(["DispatchInDoubt", "CaseOpened", "CaseReported"]);
        await app.Wait(TimeSpan.FromDays(10));
        app.Post.Sent.ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_who_finds_that_it_did_not_arrive_has_it_sent_by_the_next_channel(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await InDoubt(app);

        (await Close(app, DoubtDecision.SendOn)).ShouldBe(new ClosedCase(CloseResult.Closed));
        await app.RunJobs();

        app.Email.Sent.Count.ShouldBe(2);
        app.Post.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order))
            .TakeLast(4)
            .ShouldBe(["CaseClosed", "DoubtSettled", "DispatchPlanned", "DispatchAccepted"]);
        (await app.Facts(order)).Single(fact => fact.Kind == "DoubtSettled").CausedBy.ShouldBe("person:kari");
        (await CasesOf(app).List()).ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_who_finds_that_it_arrived_ends_its_way_with_that_as_evidence(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await InDoubt(app);

        await Close(app, DoubtDecision.Arrived);
        await app.Wait(TimeSpan.FromDays(10));

        app.AllSent.Count.ShouldBe(2);
        var key = app.Email.Sent[0].Key;
        (await Dispatch(app, key)).State.ShouldBe("Accepted");
        var evidence = await app.Database.Read(session =>
            session.Query<string>(
                "SELECT evidence FROM attempts WHERE dispatch_key = @key ORDER BY attempt",
                new { key }
            )
        );
        evidence.ShouldBe([Unknown, Rejected, "person:kari says that it arrived: asked them"]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_it_must_say_what_becomes_of_it_and_no_other_case_may(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await InDoubt(app);

        (await Close(app, null)).Result.ShouldBe(CloseResult.DecisionMissing);
        (await OpenCaseOf(app)).ClosedAt.ShouldBeNull();

        await Close(app, DoubtDecision.SendOn);
        app.Post.Answer = new Refused("no street");
        await app.RunJobs();
        (await OpenCaseOf(app)).Kind.ShouldBe(NewCase.DistributionExhausted);
        (await Close(app, DoubtDecision.Arrived)).Result.ShouldBe(CloseResult.DecisionUnfit);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeat_that_is_taken_leaves_no_doubt(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred(Unknown, MayHaveArrived: true);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Answer = new Accepted("250");
        await app.Wait(s_untilTheRepeat);

        (await app.Timeline(order))[^1].ShouldBe("DispatchAccepted");
        app.Email.Sent.Select(dispatch => dispatch.IsUnconfirmed).ShouldBe([false, true]);
        (await CasesOf(app).List()).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_doubt_that_a_dead_node_left_outlives_a_relay_that_is_closed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var now = app.Clock.GetUtcNow();
        app.Email.Answer = new Held("No relay takes our mail now.", now.AddHours(1));
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        // As a node leaves it that dies between the claim and the note of what came of it.
        await app.Database.Write(session => session.Execute("UPDATE jobs SET claims = 1 WHERE kind = 'send-email'"));
        app.Email.Answer = new Held("No relay takes our mail now.", now.AddHours(2));
        await app.Wait(TimeSpan.FromMinutes(70));

        app.Email.Answer = new Refused("550 5.1.1");
        await app.Wait(TimeSpan.FromHours(1));

        app.Post.Sent.ShouldBeEmpty();
        (await OpenCaseOf(app)).Kind.ShouldBe(NewCase.ArrivalUnknown);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_doubt_outlives_tries_that_had_an_answer_and_the_last_one(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred(Unknown, MayHaveArrived: true);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Answer = new Deferred("451 later");
        await app.Wait(TimeSpan.FromDays(3));

        app.Post.Sent.ShouldBeEmpty();
        (await OpenCaseOf(app)).Reason.ShouldContain("451 later (given up after 8 attempts)");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_node_was_sending_when_it_died_may_have_arrived_too(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await DieWhileSending(app);
        app.Email.Answer = new Refused(Rejected);

        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
        (await OpenCaseOf(app)).Reason.ShouldContain("ended without an answer and may have arrived");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_doubt_of_a_node_that_died_outlives_a_try_that_had_an_answer(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await DieWhileSending(app);
        app.Email.Answer = new Deferred("451 later");
        await app.RunJobs();

        app.Email.Answer = new Refused(Rejected);
        await app.Wait(TimeSpan.FromHours(1));

        app.Post.Sent.ShouldBeEmpty();
        (await OpenCaseOf(app)).Kind.ShouldBe(NewCase.ArrivalUnknown);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_we_refuse_by_its_data_was_never_sent_whatever_died(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await DieWhileSending(app);
        app.Email.Answer = new Refused("The e-mail address is none.", ByData: true);

        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
        (await CasesOf(app).List()).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_in_doubt_that_comes_back_goes_on_by_itself_and_closes_its_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await InDoubt(app);

        var mail = app.Email.Sent[0];
        await app.Enqueue(
            ReportLateOutcome.JobFor(LateOutcome.Failed, mail.ClientId, mail.Key, "5.1.1 unknown user", TimeSpan.Zero)
        );
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
        (await CasesOf(app).List()).ShouldBeEmpty();
        (await CasesOf(app).List(openOnly: false)).ShouldHaveSingleItem().ClosedBy.ShouldBe("system");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invoice_that_the_client_has_sent_again_leaves_the_earlier_doubt_without_a_second_letter(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await InDoubt(app);
        app.Email.Answer = new Accepted("250");

        await Refunds.Resend(app, order);
        await app.RunJobs();
        app.Email.Sent.Count.ShouldBe(3);
        await Close(app, DoubtDecision.SendOn);
        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_doubt_that_no_person_has_is_found_by_verify(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await InDoubt(app);

        await Audits.Break(app, "UPDATE cases SET closed_at = opened_at");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("Nobody knows whether it arrived by Email, and no person has a case of it.");
    }

    private static async Task<string> InDoubt(BudstikkeApp app)
    {
        app.Email.Answer = new Deferred(Unknown, MayHaveArrived: true);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        app.Email.Answer = new Refused(Rejected);
        await app.Wait(s_untilTheRepeat);
        return order;
    }

    /// <summary>The job of the mail was claimed, and nobody says what came of it.</summary>
    private static async Task DieWhileSending(BudstikkeApp app)
    {
        app.Email.Answer = new Deferred("453 not yet");
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Execute("UPDATE jobs SET claims = 1, due_at = 0 WHERE kind = 'send-email'", new { });
    }

    private static async Task<ClosedCase> Close(BudstikkeApp app, DoubtDecision? decision) =>
        await CasesOf(app).Close((await OpenCaseOf(app)).CaseId, "asked them", "person:kari", decision);

    private static async Task<CaseRow> OpenCaseOf(BudstikkeApp app) =>
        (await CasesOf(app).List()).ShouldHaveSingleItem();

    private static async Task<DispatchRow> Dispatch(BudstikkeApp app, string key) =>
        (await app.Services.GetRequiredService<DispatchStore>().Find(key)).ShouldNotBeNull();

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();
}
