using Budstikke.Distribution;
using Budstikke.Tests.Distribution;
using Budstikke.Tests.Distribution.Email.Bounces;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>Addresses that mail came back from.</summary>
public sealed class SuppressionStories
{
    [Fact]
    public async Task After_a_hard_bounce_the_next_invoice_goes_straight_on_until_the_client_asks_for_a_mail()
    {
        await using var server = FakeSmtpServer.Polite();
        await using var app = await Start(server);
        var first = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var mail = await MailOf(app, first);
        await app.Take(await app.Report(mail));
        await app.RunJobs();

        var second = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        Mails(server).ShouldBe(1);
        app.Post.Sent.Count.ShouldBe(2);
        (await app.PassedBy(second)).ShouldContain(passed =>
            passed.StartsWith("Email: Nothing is mailed to kari@customer.example for now: A mail came back")
        );
        await app.Wait(TimeSpan.FromMinutes(1));
        await app.Services.GetRequiredService<ResendInvoice>().Run(app.Caller, second, new(null, null, null), null);
        await app.RunJobs();
        Mails(server).ShouldBe(2);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        Mails(server).ShouldBe(3);
    }

    [Fact]
    public async Task A_complaint_suppresses_the_address_for_that_client_and_the_list_forgets_it()
    {
        await using var server = FakeSmtpServer.Polite();
        await using var app = await Start(server);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var mail = await MailOf(app, order);
        await app.Take(await app.Complaint(mail));
        await app.RunJobs();
        app.Post.Sent.ShouldBeEmpty();
        var list = app.Services.GetRequiredService<Suppressions>();

        var row = (await list.List(app.Clock.GetUtcNow())).ShouldHaveSingleItem();
        row.Address.ShouldBe("kari@customer.example");
        (await list.Find("CLT0000000099", row.Address, app.Clock.GetUtcNow())).ShouldBeNull();
        (await list.Find(app.ClientId, "KARI@customer.example", app.Clock.GetUtcNow())).ShouldNotBeNull();
        (await list.Find(app.ClientId, row.Address, app.Clock.GetUtcNow().AddDays(181))).ShouldBeNull();
        (await list.Lift(app.ClientId, row.Address)).ShouldBeTrue();
        (await list.Lift(app.ClientId, row.Address)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_mailbox_that_returned_a_mail_is_mailed_to_again()
    {
        await using var server = FakeSmtpServer.Polite();
        await using var app = await Start(server);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Take(await app.Report(await MailOf(app, order), status: "5.2.2"));
        await app.RunJobs();

        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        Mails(server).ShouldBe(2);
    }

    [Fact]
    public async Task After_48_hours_without_a_bounce_it_is_presumed_delivered_and_a_bounce_still_sends_it_on()
    {
        await using var server = FakeSmtpServer.Polite();
        await using var app = await Start(server);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromHours(47));
        (await app.Timeline(order)).ShouldNotContain("DispatchNoted");
        await app.Wait(TimeSpan.FromHours(2));
        (await app.Facts(order, "DispatchNoted"))
            .ShouldHaveSingleItem()
            .GetProperty("word")
            .GetString()
            .ShouldBe("PresumedDelivered");
        var mail = await MailOf(app, order);
        (await app.Services.GetRequiredService<DispatchStore>().Find(mail.Key))!.Past.State.ShouldBe(
            DispatchState.Accepted
        );

        await app.Wait(TimeSpan.FromDays(3));
        await app.Take(await app.Report(mail));
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
    }

    private static Task<BudstikkeApp> Start(FakeSmtpServer server) =>
        BudstikkeApp.Start(
            settings: new Dictionary<string, string?>
            {
                ["Email:Smtp"] = $"smtp://127.0.0.1:{server.Address().Port}?tls=none",
                ["Email:From"] = "invoice@mail.example",
                ["Bounces:Domain"] = "bounces.mail.example",
            }
        );

    private static int Mails(FakeSmtpServer server) => server.Sessions.Sum(session => session.Messages.Count);

    private static async Task<Dispatch> MailOf(BudstikkeApp app, string order)
    {
        var invoice = await app.InvoiceOf(order);
        var row = (
            await app.Services.GetRequiredService<DispatchStore>().Find($"{invoice.InvoiceId}-email".ToLowerInvariant())
        )!;
        return Dispatches.To(row.Recipient) with { Key = row.DispatchKey };
    }
}
