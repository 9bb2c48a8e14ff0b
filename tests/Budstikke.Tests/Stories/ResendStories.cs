using System.Security.Cryptography;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>An issued invoice is sent again, as it is.</summary>
public sealed class ResendStories
{
    private const string Corrected = "new@customer.example";

    [Theory, OnSqlite, OnPostgres]
    public async Task It_goes_to_the_corrected_address_and_the_document_stays_as_it_is(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        var before = SHA256.HashData(await app.Document(order, RenderInvoice.Ubl));

        (await Resend(app, order, Corrected))!.Result.ShouldBe(Resending.Requested);
        await app.RunJobs();

        app.Email.Sent.Select(mail => mail.Recipient).ShouldBe(["kari@customer.example", Corrected]);
        app.Email.Sent.Select(mail => mail.Key).ShouldBeUnique();
        app.Email.Sent[1].Key.ShouldBe($"{app.Email.Sent[0].Key}-1");
        SHA256.HashData(await app.Document(order, RenderInvoice.Ubl)).ShouldBe(before);
        var fact = (await app.Facts(order)).Single(fact => fact.Kind == nameof(ResendRequested));
        fact.CausedBy.ShouldBe("token:first");
        fact.Content.ShouldContain($"\"resend\":1,\"email\":\"{Corrected}\"");
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_correction_is_for_its_own_sending(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        await Resend(app, order, Corrected);
        await app.RunJobs();

        await Resend(app, order);
        await app.RunJobs();

        app.Email.Sent[2].Recipient.ShouldBe("kari@customer.example");
        app.Email.Sent[2].Key.ShouldEndWith("-2");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_correction_is_kept_whole_and_its_address_where_an_older_node_reads_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        Correction[] corrections = [new("+46", "70123", Corrected), new(null, null, null)];

        foreach (var correction in corrections)
            await app.Services.GetRequiredService<ResendInvoice>().Run(app.Caller, order, correction, null);

        var rows = await app.Database.Read(session =>
            session.Query<ResendRow>(
                """
                SELECT invoice_id AS InvoiceId, resend AS Resend, email AS Email, correction AS Correction
                FROM resends ORDER BY resend
                """
            )
        );
        rows.Select(row => (row.Email, row.Correction))
            .ShouldBe([
                (Corrected, $$"""{"countryCode":"+46","msisdn":"70123","email":"{{Corrected}}"}"""),
                (null, null),
            ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_correction_that_an_older_node_took_is_followed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        await Resend(app, order, Corrected);
        await app.Execute("UPDATE resends SET correction = NULL", new { });
        await app.RunJobs();

        app.Email.Sent[^1].Recipient.ShouldBe(Corrected);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_note_goes_to_the_newest_address_that_its_invoice_was_corrected_to(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        await Refunds.Ask(app, order, 1);
        await app.RunJobs();
        await Resend(app, order, "wrong.again@customer.example");
        await Resend(app, order, Corrected);
        await Resend(app, order);
        await Refunds.Ask(app, order, 2);
        await app.RunJobs();

        app.Email.Sent.Where(mail => mail.Invoice.IsCreditNote)
            .Select(mail => mail.Recipient)
            .ShouldBe(["kari@customer.example", Corrected]);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_begins_at_the_head_of_the_route(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.Answer = new Refused("unknown");
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        app.Ehf.Answer = new Accepted("receipt");

        await Resend(app, order);
        await app.RunJobs();

        app.Ehf.Sent.Count.ShouldBe(2);
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_bounce_of_an_earlier_sending_does_not_move_the_newest(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);
        await Resend(app, order, Corrected);
        await app.RunJobs();

        await Bounce(app, app.Email.Sent[0]);
        await app.RunJobs();
        app.Post.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).ShouldContain("DispatchFailedLate");

        await Bounce(app, app.Email.Sent[1]);
        await app.RunJobs();
        app.Post.Sent.ShouldHaveSingleItem().Key.ShouldEndWith("-post-1");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_still_being_tried_ends_when_it_is_sent_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred("451");
        var order = await Sent(app);
        app.Email.Answer = new Accepted("250");

        await Resend(app, order, Corrected);
        await app.Wait(TimeSpan.FromDays(3));

        app.Email.Sent.Select(mail => mail.Recipient).ShouldBe(["kari@customer.example", Corrected]);
        app.Post.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).ShouldContain("DispatchSuperseded");
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_resend_that_finds_no_way_is_a_case_of_its_own(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Refused("550");
        app.Post.Answer = new Refused("no such street");
        var order = await Sent(app);

        await Resend(app, order);
        await app.RunJobs();

        (await app.Timeline(order)).Count(kind => kind == "CaseOpened").ShouldBe(2);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_resend_that_finds_no_way_after_an_unfinished_sending_is_a_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred("451");
        var order = await Sent(app);
        app.Email.Answer = new Refused("550");
        app.Post.Answer = new Refused("no such street");

        await Resend(app, order);
        await app.Wait(TimeSpan.FromDays(3));

        (await app.Timeline(order)).Count(kind => kind == "CaseOpened").ShouldBe(1);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Resends_at_the_same_moment_are_sendings_of_their_own_and_twins_are_one(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Sent(app);

        var twins = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Resend(app, order, key: new("k", "body"u8.ToArray()))))
        );
        twins.Count(answer => !answer!.IsReplay).ShouldBe(1);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Resend(app, order))));

        var numbers = (await app.Facts(order, nameof(ResendRequested))).Select(fact =>
            fact.GetProperty("resend").GetInt64()
        );
        numbers.Order().ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        await app.RunJobs();
        app.Email.Sent[^1].Key.ShouldEndWith("-7");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_sent_again_ten_times_in_a_day_and_no_more(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var (order, other) = (await Sent(app), await Sent(app));

        // All at the same moment: who counts at the same time as another must not be left out.
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Resend(app, order))));

        answers.Count(answer => answer!.Result == Resending.Requested).ShouldBe(10);
        answers.Count(answer => answer!.Result == Resending.TooOften).ShouldBe(6);
        (await app.Facts(order, nameof(ResendRequested))).Count.ShouldBe(10);
        (await Resend(app, other))!.Result.ShouldBe(Resending.Requested);
        app.Clock.Set(app.Clock.GetUtcNow().AddDays(1));
        (await Resend(app, order))!.Result.ShouldBe(Resending.Requested);
        await app.RunJobs();
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    private static async Task<string> Sent(BudstikkeApp app)
    {
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        return order;
    }

    private static Task<Answered<Resending>?> Resend(
        BudstikkeApp app,
        string order,
        string? email = null,
        IdempotencyKey? key = null
    ) => app.Services.GetRequiredService<ResendInvoice>().Run(app.Caller, order, new(null, null, email), key);

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
