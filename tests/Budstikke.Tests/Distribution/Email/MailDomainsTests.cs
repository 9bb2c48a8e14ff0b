using Budstikke.Distribution.Email;
using Budstikke.Tests.Peppol;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Distribution.Email;

/// <summary>What a real name server says of a domain that mail is to go to.</summary>
public sealed class MailDomainsTests
{
    [NeedsPeers]
    public async Task A_domain_that_is_not_there_or_takes_no_mail_is_known_before_anything_is_sent()
    {
        var port = Dnsmasq.FreePort();
        await using var names = await Dnsmasq.For(
            port,
            "zone.example",
            [
                "--mx-host=mail.zone.example,mx.zone.example,10",
                "--host-record=bare.zone.example,192.0.2.7",
                "--mx-host=null.zone.example,.,0",
                "--txt-record=empty.zone.example,text",
            ]
        );
        var clock = new TestClock(BudstikkeApp.Monday);
        var domains = new MailDomains(MailDns.Parse($"127.0.0.1:{port}").Dns, clock);

        (await domains.WhyNoMail("mail.zone.example", default)).ShouldBeNull();
        (await domains.WhyNoMail("bare.zone.example", default)).ShouldBeNull();
        (await domains.WhyNoMail("gone.zone.example", default))!.Reason.ShouldBe(
            "There is no domain gone.zone.example."
        );
        (await domains.WhyNoMail("empty.zone.example", default))!.Reason.ShouldBe(
            "The domain empty.zone.example has no mail server."
        );
        // Another zone's: this server does not answer for it, and that is no verdict.
        (await domains.WhyNoMail("elsewhere.test", default)).ShouldBeNull();
    }

    [NeedsPeers]
    public async Task What_was_found_out_is_kept_for_a_while_and_a_server_that_is_away_is_no_verdict()
    {
        var port = Dnsmasq.FreePort();
        var clock = new TestClock(BudstikkeApp.Monday);
        var domains = new MailDomains(MailDns.Parse($"127.0.0.1:{port}").Dns, clock);
        (await domains.WhyNoMail("gone.zone.example", default)).ShouldBeNull();
        await using (await Dnsmasq.For(port, "zone.example", []))
            (await domains.WhyNoMail("gone.zone.example", default)).ShouldNotBeNull();

        (await domains.WhyNoMail("gone.zone.example", default)).ShouldNotBeNull();
        clock.Set(BudstikkeApp.Monday.AddMinutes(11));
        (await domains.WhyNoMail("gone.zone.example", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_is_asked_where_no_setting_says_so()
    {
        var domains = new MailDomains(MailDns.Parse(null).Dns, new TestClock(BudstikkeApp.Monday));

        (await domains.WhyNoMail("gone.invalid", default)).ShouldBeNull();
        MailDns.Parse("nonsense").Reason.ShouldNotBeNull();
    }
}
