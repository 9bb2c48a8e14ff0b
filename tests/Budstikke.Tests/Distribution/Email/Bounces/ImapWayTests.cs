using System.Collections.Concurrent;
using System.Text;
using Budstikke.Distribution;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>A mailbox of bounces at a real IMAP server.</summary>
public sealed class ImapWayTests
{
    private static readonly BounceRow s_row = new("BNC1", null, null, "test", "Other", "Unmatched", "", "", "", 0, 0);

    [NeedsDovecot]
    public async Task What_is_there_is_taken_and_what_comes_while_we_wait_too()
    {
        await using var server = await Dovecot.Start();
        await server.Deliver("1", Encoding.UTF8.GetBytes("To: a@b.example\n\nfirst"));
        var taken = new ConcurrentQueue<string>();
        await using var app = await BudstikkeApp.Start();
        using var way = WayOf(
            app,
            $"imap://bounces:secret@127.0.0.1:{server.Port}?tls=none",
            (received, _) =>
            {
                taken.Enqueue(Encoding.UTF8.GetString(received.Mail.Span).Trim()[^5..]);
                return Task.FromResult(s_row);
            }
        );
        await way.StartAsync(default);
        await Until(() => server.Seen == 1);

        // It waits in IDLE now: no clock moves.
        await server.Deliver("2", Encoding.UTF8.GetBytes("To: a@b.example\n\nlater"));
        await Until(() => server.Seen == 2);

        taken.ShouldBe(["first", "later"]);
        await way.StopAsync(default);
    }

    [NeedsDovecot]
    public async Task What_cannot_be_kept_stays_unseen_and_a_wrong_password_is_said_once()
    {
        await using var server = await Dovecot.Start();
        await server.Deliver("1", Encoding.UTF8.GetBytes("To: a@b.example\n\nfirst"));
        var tries = 0;
        await using var app = await BudstikkeApp.Start();
        using var way = WayOf(
            app,
            $"imap://bounces:secret@127.0.0.1:{server.Port}?tls=none",
            (_, _) => Interlocked.Increment(ref tries) == 1 ? throw new IOException("away") : Task.FromResult(s_row)
        );
        await way.StartAsync(default);
        await Until(() => app.Services.GetRequiredService<Outages>().IsAway("The mailbox of bounces"));
        server.Seen.ShouldBe(0);

        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(30));
        await Until(() => server.Seen == 1);

        tries.ShouldBe(2);
        await way.StopAsync(default);
    }

    [Theory]
    [InlineData("imap://a:b@mail.example?tls=none", "must not send a password without TLS to another machine")]
    [InlineData("imaps://mail.example", null)]
    [InlineData("pop3://a:b@mail.example", null)]
    public void A_setting_that_cannot_be_followed_is_refused_without_its_password(string setting, string? reason)
    {
        var (mailbox, why) = ImapMailbox.Parse(setting);

        mailbox.ShouldBeNull();
        why.ShouldNotBeNull();
        if (reason is not null)
            why.ShouldBe(reason);
        why.ShouldNotContain("a:b");
    }

    private static ImapWay WayOf(BudstikkeApp app, string setting, TakeBounce take) =>
        new(
            new() { Imap = ImapMailbox.Parse(setting).Mailbox.ShouldNotBeNull() },
            take,
            app.Services.GetRequiredService<NodeClock>(),
            app.Services.GetRequiredService<Outages>(),
            NullLogger<ImapWay>.Instance
        );

    private static async Task Until(Func<bool> isSo)
    {
        for (var i = 0; i < 1200 && !isSo(); i++)
            await RealTime.Pass(TimeSpan.FromMilliseconds(50));
        isSo().ShouldBeTrue();
    }
}
