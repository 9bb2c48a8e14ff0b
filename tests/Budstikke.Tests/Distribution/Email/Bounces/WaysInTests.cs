using System.Text;
using Budstikke.Distribution;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>The ways by which bounces come in.</summary>
public sealed class WaysInTests
{
    private const int TwentyMegabytes = 20 * 1024 * 1024;

    [Fact]
    public async Task A_mail_that_could_not_be_kept_stays_in_the_Maildir_and_is_read_again()
    {
        using var folder = new Maildir();
        folder.Put("new/1", "To: a@b.example\n\nx");
        folder.Put("cur/2:2,", "To: a@b.example\n\ny");
        folder.Put("cur/3:2,S", "To: a@b.example\n\nz");
        var (taken, isAway) = (new List<string>(), true);
        await using var app = await BudstikkeApp.Start();
        var way = WayOf(
            app,
            folder,
            (received, _) =>
            {
                if (isAway)
                    throw new IOException("the database is away");
                taken.Add(Encoding.UTF8.GetString(received.Mail.Span)[^1..]);
                return Task.FromResult(Row);
            }
        );

        await Should.ThrowAsync<IOException>(() => way.Run(default));
        folder.Files.Count.ShouldBe(3);
        isAway = false;
        await way.Run(default);
        await way.Run(default);

        taken.Order().ShouldBe(["x", "y"]);
        folder.Files.ShouldBe(["cur/1:2,S", "cur/2:2,S", "cur/3:2,S"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_listener_takes_mail_to_the_bounce_domain_alone_by_SMTP_and_LMTP(bool byLmtp)
    {
        var taken = new List<ReceivedBounce>();
        using var listener = await Listener(
            (received, _) =>
            {
                taken.Add(received);
                return Task.FromResult(Row);
            }
        );
        using var line = await MailLine.To(listener.Address!);

        (await line.Say(byLmtp ? "LHLO mx.example.no" : "EHLO mx.example.no")).ShouldStartWith("250");
        (await line.Say("MAIL FROM:<>")).ShouldStartWith("250");
        (await line.Say("RCPT TO:<kari@elsewhere.example>")).ShouldStartWith("550 5.7.1");
        (await line.Say("RCPT TO:<invoice+inv1-email-aaaaaaa@mail.example>")).ShouldStartWith("250");
        (await line.Say("RCPT TO:<other@mail.example>")).ShouldStartWith("452 4.5.3");
        (await line.Say("DATA")).ShouldStartWith("354");
        (await line.Say("Subject: x\r\n\r\n..dot\r\n.")).ShouldStartWith("250");
        (await line.Say("QUIT")).ShouldStartWith("221");

        taken.ShouldHaveSingleItem().Recipients.ShouldBe(["invoice+inv1-email-aaaaaaa@mail.example"]);
        Encoding.UTF8.GetString(taken[0].Mail.Span).ShouldBe("Subject: x\r\n\r\n.dot");
        await listener.StopAsync(default);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_kept_is_answered_with_a_451_and_may_come_again()
    {
        var isAway = true;
        using var listener = await Listener((_, _) => isAway ? throw new IOException("away") : Task.FromResult(Row));
        using var line = await MailLine.To(listener.Address!);
        await line.Say("EHLO mx.example.no");

        foreach (var expected in new[] { "451 4.3.0", "250" })
        {
            await line.Say("MAIL FROM:<>");
            await line.Say("RCPT TO:<a@mail.example>");
            await line.Say("DATA");
            (await line.Say("Subject: x\r\n\r\ny\r\n.")).ShouldStartWith(expected);
            isAway = false;
        }
        await listener.StopAsync(default);
    }

    [Fact]
    public async Task A_mail_of_20_megabytes_is_taken_by_its_beginning_and_too_large_a_one_refused()
    {
        ReceivedBounce? taken = null;
        using var listener = await Listener(
            (received, _) =>
            {
                taken = received;
                return Task.FromResult(Row);
            }
        );
        using var line = await MailLine.To(listener.Address!);
        await line.Say("EHLO mx.example.no");

        (await line.Say($"MAIL FROM:<> SIZE={27 * 1024 * 1024}")).ShouldStartWith("552");
        await line.Say("MAIL FROM:<>");
        await line.Say("RCPT TO:<a@mail.example>");
        await line.Say("DATA");
        (await line.Say($"Subject: x\r\n\r\n{Filled(TwentyMegabytes)}.")).ShouldStartWith("250");

        taken!.Bytes.ShouldBeGreaterThan(TwentyMegabytes);
        taken.Mail.Length.ShouldBe(BounceReader.MaxReadBytes);
        await listener.StopAsync(default);

        static string Filled(int length) => string.Concat(Enumerable.Repeat(new string('x', 62) + "\r\n", length / 64));
    }

    [Fact]
    public async Task Only_so_many_connections_are_served_at_a_time_and_the_others_wait()
    {
        using var listener = await Listener((_, _) => Task.FromResult(Row));
        var lines = new List<MailLine>();
        for (var i = 0; i < 8; i++)
            lines.Add(await MailLine.To(listener.Address!));

        var ninth = MailLine.To(listener.Address!);
        await RealTime.Pass(TimeSpan.FromMilliseconds(100));
        ninth.IsCompleted.ShouldBeFalse();
        await lines[0].Say("QUIT");

        using var served = await ninth;
        (await served.Say("EHLO a.example")).ShouldStartWith("250");
        lines.ForEach(line => line.Dispose());
        await listener.StopAsync(default);
    }

    private static BounceRow Row { get; } = new("BNC1", null, null, "test", "Other", "Unmatched", "", "", "", 0, 0);

    private static async Task<SmtpWay> Listener(TakeBounce take)
    {
        var listener = new SmtpWay(
            new() { BounceDomain = "mail.example", Listen = new(System.Net.IPAddress.Loopback, 0) },
            take,
            NullLogger<SmtpWay>.Instance
        );
        await listener.StartAsync(default);
        return listener;
    }

    private static MaildirWay WayOf(BudstikkeApp app, Maildir folder, TakeBounce take) =>
        new(
            new() { Maildir = folder.Root },
            take,
            app.Services.GetRequiredService<Database>(),
            app.Services.GetRequiredService<NodeClock>(),
            app.Services.GetRequiredService<ILogger<MaildirWay>>()
        );

    /// <summary>A Maildir of a test's own.</summary>
    private sealed class Maildir : IDisposable
    {
        public Maildir()
        {
            foreach (var name in new[] { "new", "cur", "tmp" })
                Directory.CreateDirectory(Path.Combine(Root, name));
        }

        public string Root { get; } = Directory.CreateTempSubdirectory("budstikke-maildir-").FullName;

        public IReadOnlyList<string> Files =>
            [
                .. Directory
                    .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(Root, file))
                    .Order(StringComparer.Ordinal),
            ];

        public void Put(string name, string text) => File.WriteAllText(Path.Combine(Root, name), text);

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }
}
