using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What was taken, and is reported to have reached the customer.</summary>
public sealed class DeliveryStories
{
    private const string Confirmed = "Message level response AP";
    private const string Rejected = "Message level response RE";

    [Theory, OnSqlite, OnPostgres]
    public async Task An_EHF_that_is_confirmed_twice_is_delivered_once_with_the_evidence(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);

        await Report(app, LateOutcome.Delivered, Confirmed);
        await Report(app, LateOutcome.Delivered, Confirmed);
        await app.RunJobs();
        await Report(app, LateOutcome.Delivered, Confirmed);
        await app.RunJobs();

        (await app.Timeline(order)).TakeLast(2).ShouldBe(["DispatchAccepted", "DispatchDelivered"]);
        var fact = (await app.Facts(order, nameof(DispatchDelivered))).ShouldHaveSingleItem();
        fact.GetProperty("key").GetString().ShouldBe(app.Ehf.Sent.Single().Key);
        fact.GetProperty("channel").GetString().ShouldBe("Ehf");
        fact.GetProperty("evidence").GetString().ShouldBe(Confirmed);
        (await StateOf(app)).ShouldBe(DispatchState.Delivered);
        app.AllSent.ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_delivery_that_is_told_after_the_route_has_gone_on_is_a_fact_and_changes_no_state(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        await Report(app, LateOutcome.Failed, Rejected);
        await app.RunJobs();
        app.Email.Sent.ShouldHaveSingleItem();

        await Report(app, LateOutcome.Delivered, Confirmed);
        await Report(app, LateOutcome.Delivered, Confirmed);
        await app.RunJobs();

        (await app.Facts(order, nameof(DispatchDelivered))).ShouldHaveSingleItem();
        (await StateOf(app)).ShouldBe(DispatchState.FailedLate);
        app.AllSent.Count.ShouldBe(2);
        (await Cases(app).List()).ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_failure_after_a_delivery_is_a_case_and_no_second_sending(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Contradicted(app);

        await Report(app, LateOutcome.Failed, Rejected);
        await app.Wait(TimeSpan.FromDays(10));

        app.AllSent.ShouldHaveSingleItem();
        var open = (await Cases(app).List()).ShouldHaveSingleItem();
        (open.Kind, open.OrderId, open.Subject).ShouldBe((NewCase.ArrivalUnknown, order, app.Ehf.Sent.Single().Key));
        open.Reason.ShouldContain($"It was reported as delivered: {Confirmed}");
        open.Reason.ShouldContain($"Then it was reported as failed: {Rejected}");
        (await app.Timeline(order)).ShouldNotContain("DispatchFailedLate");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_person_who_looks_into_it_has_it_sent_by_the_next_channel(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Contradicted(app);

        await Close(app, DoubtDecision.SendOn);

        app.Email.Sent.ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_person_who_finds_that_it_arrived_is_not_contradicted_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Contradicted(app);

        await Close(app, DoubtDecision.Arrived);
        await Report(app, LateOutcome.Failed, Rejected);
        await app.RunJobs();

        app.AllSent.ShouldHaveSingleItem();
        (await Cases(app).List()).ShouldBeEmpty();
        (await StateOf(app)).ShouldBe(DispatchState.Accepted);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_delivery_settles_a_doubt_and_closes_its_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.Answer = new Deferred("Outcome unknown.", MayHaveArrived: true);
        var order = await Sent(app);
        app.Ehf.Answer = new Refused("A duplicate.");
        await app.Wait(TimeSpan.FromMinutes(5));
        (await StateOf(app)).ShouldBe(DispatchState.InDoubt);

        await Report(app, LateOutcome.Delivered, Confirmed);
        await app.RunJobs();

        (await StateOf(app)).ShouldBe(DispatchState.Delivered);
        (await Cases(app).List()).ShouldBeEmpty();
        (await app.Facts(order, nameof(CaseClosed)))
            .Single()
            .GetProperty("note")
            .GetString()
            .ShouldBe($"It was delivered: {Confirmed}");
        app.Email.Sent.ShouldBeEmpty();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_delivery_that_is_told_before_the_acceptance_was_noted_is_not_lost(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.While = _ => Report(app, LateOutcome.Delivered, Confirmed).GetAwaiter().GetResult();
        app.Ehf.Answer = new Deferred("503");
        await Sent(app);

        app.Ehf.While = null;
        app.Ehf.Answer = new Accepted("receipt");
        await app.Wait(TimeSpan.FromMinutes(10));

        (await StateOf(app)).ShouldBe(DispatchState.Delivered);
    }

    [Fact]
    public async Task A_channel_that_cannot_tell_is_not_believed()
    {
        await using var app = await BudstikkeApp.Start();
        app.Email.Answer = new Refused("550 5.1.1");
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var letter = app.Post.Sent.Single();

        await app.Enqueue(
            ReportLateOutcome.JobFor(LateOutcome.Delivered, letter.ClientId, letter.Key, "It was read.", TimeSpan.Zero)
        );
        await app.RunJobs();

        (await app.Timeline(order))[^1].ShouldBe("DispatchAccepted");
        (await app.Trouble(letter.Key)).ShouldNotBeNull().ShouldContain(nameof(InvalidOperationException));
    }

    /// <summary>Delivered by one report, and failed by the next.</summary>
    private static async Task<string> Contradicted(BudstikkeApp app)
    {
        var order = await Sent(app);
        await Report(app, LateOutcome.Delivered, Confirmed);
        await app.RunJobs();
        await Report(app, LateOutcome.Failed, Rejected);
        await app.RunJobs();
        (await app.Timeline(order)).ShouldContain("DispatchInDoubt");
        return order;
    }

    private static async Task<string> Sent(BudstikkeApp app)
    {
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        return order;
    }

    private static Task Report(BudstikkeApp app, LateOutcome outcome, string evidence)
    {
        var sent = app.Ehf.Sent[0];
        return app.Enqueue(ReportLateOutcome.JobFor(outcome, sent.ClientId, sent.Key, evidence, TimeSpan.Zero));
    }

    private static async Task Close(BudstikkeApp app, DoubtDecision decision)
    {
        var open = (await Cases(app).List()).Single();
        (await Cases(app).Close(open.CaseId, "asked them", "person:kari", decision)).ShouldBe(
            new ClosedCase(CloseResult.Closed)
        );
        await app.RunJobs();
    }

    private static Cases Cases(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();

    private static async Task<DispatchState> StateOf(BudstikkeApp app) =>
        (await app.Services.GetRequiredService<DispatchStore>().Find(app.Ehf.Sent[0].Key)).ShouldNotBeNull().Past.State;
}
