using Budstikke.Distribution.Email.Bounces;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>A bounce as it comes about.</summary>
[Collection(nameof(PostfixCollection))]
public sealed class ReturnedMailStories(PostfixServer postfix)
{
    /// <summary>From the order to the letter, and all that is between them is real: a Postfix takes the mail, cannot
    /// deliver it, and returns it into a Maildir.</summary>
    [NeedsPostfix]
    public async Task A_mail_that_a_real_Postfix_returns_is_followed_by_a_letter()
    {
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?>
            {
                ["Email:Smtp"] = $"smtp://127.0.0.1:{postfix.Port}?tls=none",
                ["Email:From"] = "faktura@budstikke.test",
                ["Bounces:Maildir"] = postfix.Mailbox("faktura"),
            }
        );
        var order = await app.Submit(
            Samples.ToPerson with
            {
                Customer = Samples.ToPerson.Customer with { Email = "moved@budstikke.test" },
            }
        );
        await app.RunJobs();
        app.Post.Sent.ShouldBeEmpty();
        (await app.Timeline(order)).ShouldContain("DispatchAccepted");
        await postfix.WaitForLog("orig_to=<moved@budstikke.test>");
        await Until(() => postfix.Count("faktura") > 0);

        await app.Services.GetRequiredService<MaildirWay>().Run(default);
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, "DispatchFailedLate"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()!
            .ShouldContain("5.1.2");
        postfix.Count("faktura").ShouldBe(0);
        Directory
            .GetFiles(Path.Combine(postfix.Mailbox("faktura"), "cur"))
            .ShouldHaveSingleItem()
            .ShouldEndWith(":2,S");
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var i = 0; i < 400 && !isSo(); i++)
            await RealTime.Pass(TimeSpan.FromMilliseconds(50));
        isSo().ShouldBeTrue();
    }
}
