using Budstikke.Tests.Support;

namespace Budstikke.Tests.Providers;

/// <summary>A person's invoice by the e-invoice of the bank, by way of a provider.</summary>
public sealed class MaventaStories
{
    private const string PersonalNumber = Samples.PersonalNumber;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_with_a_personal_number_gets_an_e_invoice_that_is_followed_to_its_delivery(Store store)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa, store);
        var log = HeardLog.Of(app);

        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        var (id, taken) = maventa.Taken.ShouldHaveSingleItem();
        Guid.Parse(id).Version.ShouldBe(5);
        taken.Content.ShouldBe(await app.Document(order, "ubl"));
        taken.Fields["recipient_ssn"].ShouldBe(PersonalNumber);
        taken.Fields["recipient_type"].ShouldBe("consumer");
        taken.Fields["route_order[]"].ShouldBe("netbank,vipps,silent_failure");
        taken.Fields["b2cno_document_type"].ShouldBe("INVOICE");
        maventa.LookedUp.ShouldBe([PersonalNumber]);
        app.AllSent.ShouldBeEmpty();
        (await app.Timeline(order))[^1].ShouldBe("DispatchAccepted");

        maventa.Say("PENDING", ("action_seen", "INFO", "The receiver has seen it"));
        await app.Wait(TimeSpan.FromMinutes(2));
        maventa.Say("DELIVERED", ("action_delivered", "DELIVERED", "By the bank"));
        await app.Wait(TimeSpan.FromHours(1));

        (await app.Timeline(order)).TakeLast(2).ShouldBe(["RecipientAnswered", "DispatchDelivered"]);
        (await app.Facts(order, "DispatchDelivered"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()!
            .ShouldContain("By the bank");
        (await Stored(app)).ShouldNotContain(PersonalNumber);
        log.Lines.ShouldAllBe(line => !line.Text.Contains(PersonalNumber));
    }

    [Fact]
    public async Task A_credit_note_says_that_it_is_one()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        await Stories.Refunds.Ask(app, order, 20);
        await app.RunJobs();

        maventa
            .Taken.Values.Select(one => one.Fields["b2cno_document_type"])
            .ShouldBe(["INVOICE", "CREDIT_NOTE"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_client_without_an_account_does_not_have_the_channel_and_its_timeline_says_why()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await BudstikkeApp.Start(settings: maventa.Settings);

        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        maventa.Taken.ShouldBeEmpty();
        (await app.PassedBy(order)).ShouldContain("EInvoice: The client has no account with maventa.");
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Whom_no_bank_takes_e_invoices_for_gets_a_mail()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        maventa.Consumer = "NOT_RECEIVING";

        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        maventa.Taken.ShouldBeEmpty();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.PassedBy(order)).ShouldContain("EInvoice: No bank takes e-invoices for this person.");
    }

    [Fact]
    public async Task A_company_gets_its_EHF_by_the_same_provider()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var taken = maventa.Taken.Values.ShouldHaveSingleItem();
        taken.Content.ShouldBe(await app.Document(order, "ubl"));
        taken.Fields["recipient_eia"].ShouldStartWith("0192:");
        taken.Fields["disabled_routes[]"].ShouldBe("print,email");
        taken.Fields.Keys.ShouldNotContain("recipient_ssn");
        maventa.LookedUp.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TEMPORARY_UNAVAILABLE")]
    [InlineData("NOT_AVAILABLE")]
    [InlineData("A_NEW_WORD")]
    public async Task What_the_look_up_cannot_say_now_waits_and_goes_when_it_can(string status)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        maventa.Consumer = status;
        await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();
        maventa.Taken.ShouldBeEmpty();
        app.Email.Sent.ShouldBeEmpty();

        maventa.Consumer = FakeMaventa.Receiving;
        await app.Wait(TimeSpan.FromHours(1));

        maventa.Taken.ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_answer_that_says_nothing_of_the_buyer_leaves_the_invoice_on_its_way(int status)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        maventa.Fault = context => AnswerTo(context, "/v1/invoices", status);
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();
        (await app.Timeline(order))[^1].ShouldBe("DispatchDeferred");

        maventa.Fault = null;
        await app.Wait(TimeSpan.FromHours(2));

        maventa.Taken.ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task A_document_that_is_refused_goes_on_by_mail_with_the_provider_s_words(int status)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        maventa.Fault = context => AnswerTo(context, "/v1/invoices", status);

        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, "DispatchRefused"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()!
            .ShouldContain($"HTTP {status}");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeat_after_an_answer_that_was_lost_makes_no_second_invoice(Store store)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa, store);
        var posts = 0;
        maventa.LostAnswer = context =>
        {
            posts++;
            context.Abort();
            return Task.FromResult(true);
        };
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();
        maventa.LostAnswer = null;

        await app.Wait(TimeSpan.FromHours(1));

        posts.ShouldBe(1);
        maventa.Taken.ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).Count(kind => kind == "DispatchAccepted").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_renewed_and_nobody_notices()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();
        maventa.TokensGiven.ShouldBe(1);

        maventa.ForgetTokens();
        await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        maventa.Taken.Count.ShouldBe(2);
        maventa.TokensGiven.ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_taken_and_fails_an_hour_later_goes_on_by_mail(Store store)
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa, store);
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.Wait(TimeSpan.FromHours(1));
        app.Email.Sent.ShouldBeEmpty();

        maventa.Say("FAILED", ("action_route_failed", "ERROR", "No route was left"));
        await app.Wait(TimeSpan.FromHours(2));

        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, "DispatchFailedLate"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()!
            .ShouldContain("No route was left");
    }

    [Fact]
    public async Task A_word_that_is_not_in_the_published_list_is_kept_and_changes_nothing()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        maventa.Say("PONDERING", ("action_pondered", "INFO", "It thinks"));
        await app.Wait(TimeSpan.FromMinutes(2));

        var notes = (await app.Facts(order, "RecipientAnswered")).Select(fact =>
            fact.GetProperty("evidence").GetString()!
        );
        notes.ShouldContain(note => note.Contains("PONDERING"));
        notes.ShouldContain(note => note.Contains("pondered It thinks"));
        app.Email.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_buyer_who_declines_is_a_persons_case_and_nothing_is_sent_another_way()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        maventa.Say("DELIVERED", ("action_declined", "INFO", "Not what we ordered"));
        await app.Wait(TimeSpan.FromHours(1));

        (await app.Facts(order, "RecipientAnswered"))
            .ShouldHaveSingleItem()
            .GetProperty("answer")
            .GetString()
            .ShouldBe("Rejected");
        (await app.Facts(order, "CaseOpened"))
            .ShouldHaveSingleItem()
            .GetProperty("reason")
            .GetString()!
            .ShouldContain("Not what we ordered");
        app.Email.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_told_once_is_told_no_second_time_whatever_is_left_out_later()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();

        maventa.Say("PONDERING", ("action_seen", "INFO", "Seen"));
        await app.Wait(TimeSpan.FromMinutes(2));
        maventa.Say("PENDING", ("action_paid", "INFO", "Paid"));
        await app.Wait(TimeSpan.FromHours(2));

        (await app.Facts(order, "RecipientAnswered"))
            .Select(fact => fact.GetProperty("answer").GetString())
            .ShouldBe(["Noted", "InProcess", "Paid"]);
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_asked_again_and_holds_no_mail_up()
    {
        await using var maventa = await FakeMaventa.Start();
        await using var app = await Live(maventa);
        maventa.Fault = context => AnswerTo(context, "/oauth2/token", 500);

        await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        maventa.Taken.ShouldBeEmpty();
    }

    private static async Task<BudstikkeApp> Live(FakeMaventa maventa, Store store = Store.Sqlite)
    {
        var app = await BudstikkeApp.Start(store, settings: maventa.Settings);
        await FakeMaventa.GiveAccount(app);
        return app;
    }

    private static async Task<bool> AnswerTo(Microsoft.AspNetCore.Http.HttpContext context, string path, int status)
    {
        if (context.Request.Path != path)
            return false;
        await FakeMaventa.Answer(context, status, new { code = "fault", message = $"For {PersonalNumber}: no" });
        return true;
    }

    /// <summary>All that the store says of dispatches, attempts, jobs and facts.</summary>
    private static async Task<string> Stored(BudstikkeApp app)
    {
        var texts = new List<string>();
        foreach (
            var sql in new[]
            {
                "SELECT content FROM facts",
                "SELECT recipient || coalesce(reason, '') FROM dispatches",
                "SELECT coalesce(evidence, '') FROM attempts",
                "SELECT content || coalesce(trouble, '') FROM jobs",
            }
        )
            texts.AddRange(await app.Database.Read(session => session.Query<string>(sql)));
        return string.Join('\n', texts);
    }
}
