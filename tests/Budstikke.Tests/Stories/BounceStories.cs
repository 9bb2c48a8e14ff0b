using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Tests.Distribution.Email.Bounces;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Stories;

/// <summary>What mail servers say of a mail that they took.</summary>
public sealed class BounceStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task However_many_reports_and_complaints_come_one_letter_goes_out(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var mail = app.Email.Sent[0];
        var report = await app.Report(mail);

        (await app.Take(report)).Ending.ShouldBe("Failed");
        (await app.Take(report)).Ending.ShouldBe("Failed");
        await app.RunJobs();
        await app.Take(await app.Report(mail, status: "5.2.1"));
        await app.Take(await app.Report(mail, status: "5.7.1"));
        await app.Take(await app.Complaint(mail));
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
        var facts = await app.Timeline(order);
        facts.Count(kind => kind == "DispatchFailedLate").ShouldBe(1);
        facts.ShouldContain("DispatchNoted");
        (await app.Facts(order, "DispatchFailedLate"))[0]
            .GetProperty("evidence")
            .GetString()
            .ShouldBe("smtp; 550 5.1.1 so it is (kari@customer.example)");
        (await app.Listed()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bounce_that_changed_nothing_is_found_by_verify()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Take(await app.Report(app.Email.Sent[0]));
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "DELETE FROM jobs");

        (await Audits.Found(app)).ShouldHaveSingleItem().Check.ShouldBe("bounces");
    }

    [Fact]
    public async Task A_delayed_mail_is_noted_and_nothing_else_happens()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await app.Take(await app.Report(app.Email.Sent[0], "delayed", "4.4.1"))).Ending.ShouldBe("Noted");
        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
        (await app.Facts(order, "DispatchNoted"))
            .ShouldHaveSingleItem()
            .GetProperty("word")
            .GetString()
            .ShouldBe("Delayed");
    }

    [Fact]
    public async Task A_report_of_success_makes_the_dispatch_delivered_and_a_bounce_after_it_is_a_persons_work()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await app.Take(await app.Report(app.Email.Sent[0], "delivered", "2.1.5"))).Ending.ShouldBe("Delivered");
        await app.RunJobs();
        (await app.Timeline(order)).ShouldContain("DispatchDelivered");
        await app.Take(await app.Report(app.Email.Sent[0]));
        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).ShouldContain("DispatchInDoubt");
    }

    [Fact]
    public async Task Whoever_guesses_a_dispatch_fails_nothing_and_is_shown()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Take(Bounced.Report("post@mail.example", "x@y.example"));
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var mail = app.Email.Sent[0];

        (await app.Take(Bounced.Report($"invoice+{mail.Key}@mail.example", mail.Recipient))).Ending.ShouldBe(
            "Unproven"
        );
        (await app.Take(Bounced.Report($"invoice+{mail.Key}-aaaaaaa@mail.example", mail.Recipient))).Ending.ShouldBe(
            "Unproven"
        );
        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).ShouldNotContain("DispatchFailedLate");
        var listed = await app.Listed();
        listed.Select(one => one.Ending).ShouldBe(["Unproven", "Unproven", "Unmatched"], ignoreOrder: true);
        listed.Count(one => one.DispatchKey == mail.Key).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_sent_before_there_were_checks_is_believed_without_one_for_fourteen_days()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromMinutes(1));
        var (first, second) = (app.Email.Sent[0], app.Email.Sent[1]);

        (await app.Take(Bounced.Report($"invoice+{first.Key}@mail.example", first.Recipient))).Ending.ShouldBe(
            "Failed"
        );
        await app.Wait(TimeSpan.FromDays(14));

        (await app.Take(Bounced.Report($"invoice+{second.Key}@mail.example", second.Recipient))).Ending.ShouldBe(
            "Unproven"
        );
        app.Post.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_comes_back_after_fourteen_days_is_noted_and_shown()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromDays(15));

        (await app.Take(await app.Report(app.Email.Sent[0]))).Ending.ShouldBe("TooLate");
        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).ShouldContain("DispatchNoted");
        (await app.Listed()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task With_fewer_than_five_days_to_the_due_date_customer_service_is_told_too()
    {
        await using var app = await BudstikkeApp.Start();
        var early = await app.Submit(Samples.ToPerson);
        var late = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromDays(5));
        await app.Take(await app.Report(await MailOf(app, early)));
        await app.RunJobs();
        await app.Wait(TimeSpan.FromDays(1));

        await app.Take(await app.Report(await MailOf(app, late)));
        await app.RunJobs();

        app.Post.Sent.Count.ShouldBe(2);
        (await app.Timeline(early)).ShouldNotContain("CaseOpened");
        (await app.Facts(late, "CaseOpened"))
            .ShouldHaveSingleItem()
            .GetProperty("caseKind")
            .GetString()
            .ShouldBe(NewCase.ReturnedNearDue);
        app.ServiceMails.Sent.ShouldHaveSingleItem().Subject.ShouldContain("it came back shortly before it is due");
    }

    [Fact]
    public async Task A_vacation_is_no_bounce()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var address = await app.AddressOf(app.Email.Sent[0]);

        (
            await app.Take(
                Encoding.UTF8.GetBytes(
                    $"From: kari@customer.example\nTo: {address}\nAuto-Submitted: auto-replied\n\nAway"
                )
            )
        ).Ending.ShouldBe("Noted");
        await app.RunJobs();

        app.Post.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_that_came_back_is_handed_in_with_a_token_of_its_own_scope()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var report = await app.Report(app.Email.Sent[0]);
        using var usual = await app.Http();
        using var bounces = await app.Http(withToken: false);
        bounces.DefaultRequestHeaders.Authorization = new("Bearer", await TokenOf(app, app.ClientId));
        using var stranger = await app.Http(withToken: false);
        var other = await app.AddClient(BudstikkeApp.SampleClient with { Seller = OtherSeller });
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", await TokenOf(app, other.ClientId));

        (await Post(usual, report)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await EndingOf(stranger, report)).ShouldBe("Unmatched");
        (await EndingOf(bounces, report)).ShouldBe("Failed");
        (await EndingOf(bounces, report)).ShouldBe("Failed");
        (await EndingOf(bounces, [.. report, .. new byte[20 * 1024 * 1024]])).ShouldBe("Failed");
        (await bounces.GetAsync("/api/v1/connect/orders/status")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
    }

    private static async Task<Dispatch> MailOf(BudstikkeApp app, string order)
    {
        var invoice = await app.InvoiceOf(order);
        return app.Email.Sent.Single(mail => mail.InvoiceId == invoice.InvoiceId);
    }

    private static SellerDetails OtherSeller =>
        BudstikkeApp.SampleClient.Seller with
        {
            OrganizationNumber = "991825827",
        };

    private static async Task<string> TokenOf(BudstikkeApp app, string clientId)
    {
        var tokens = new Tokens(app.Acting);
        var (issued, refusal) = await tokens.Add(clientId, new("bounces", Scopes.Bounces, null));
        refusal.ShouldBeNull();
        return issued!.Token;
    }

    private static async Task<HttpResponseMessage> Post(HttpClient http, byte[] mail)
    {
        using var content = new ByteArrayContent(mail);
        content.Headers.ContentType = new("message/rfc822");
        return await http.PostAsync("/api/v1/bounces", content);
    }

    private static async Task<string?> EndingOf(HttpClient http, byte[] mail)
    {
        using var answer = await Post(http, mail);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return said.GetProperty("data").GetProperty("ending").GetString();
    }
}
