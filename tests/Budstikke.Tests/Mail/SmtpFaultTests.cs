using Budstikke.Jobs;
using Budstikke.Mail;

namespace Budstikke.Tests.Mail;

/// <summary>Servers that break, lie or never end: nothing but an outcome comes of it, and never a wrong one.</summary>
public sealed class SmtpFaultTests : IAsyncLifetime
{
    private static readonly MailMessage Mail = Letters.Invoice();
    private static readonly byte[] Message = WrittenMail.BytesOf(Mail);

    private static readonly SmtpLimits Hasty = new() { Command = TimeSpan.FromMilliseconds(250) };

    private readonly SmtpSubmission _patient = new(TimeProvider.System);
    private readonly SmtpSubmission _hasty = new(TimeProvider.System, Hasty);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _patient.DisposeAsync();
        await _hasty.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_listens()
    {
        MailServer server;
        await using (var gone = FakeSmtpServer.Polite())
            server = gone.Address();

        (await Send(server)).ShouldBeOfType<Deferred>().Evidence.ShouldContain("connecting");
    }

    [Fact]
    public async Task A_host_that_does_not_exist() =>
        (await Send(new() { Host = "no-such-host.invalid", Port = 25 }))
            .ShouldBeOfType<Deferred>()
            .Evidence.ShouldStartWith("The connection failed while connecting: ");

    [Theory]
    [InlineData("", "554 5.7.1 go away\r\n")]
    [InlineData("", "421 4.3.2 shutting down\r\n")]
    [InlineData("", "220")]
    [InlineData("", "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("", "HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("", "\0\0\0\0\r\n")]
    [InlineData("", "999 what\r\n")]
    [InlineData("EHLO", "554 5.7.1 not you\r\n")]
    [InlineData("MAIL", "550 5.1.8 sender unknown\r\n")]
    [InlineData("MAIL", "530 5.7.0 authentication required\r\n")]
    [InlineData("RCPT", "530 5.7.0 must issue STARTTLS\r\n")]
    [InlineData("RCPT", "550 5.7.1 relaying denied\r\n")]
    [InlineData("RCPT", "550 relay not permitted\r\n")]
    [InlineData("RCPT", "450 4.2.0 later\r\n")]
    [InlineData("RCPT", "554 5.7.1 this mailbox takes no mail from strangers\r\n")]
    [InlineData(".", "550 5.7.1 looks like spam\r\n")]
    [InlineData("RCPT", "503 5.5.1 MAIL first\r\n")]
    [InlineData("DATA", "451 4.3.0 later\r\n")]
    [InlineData("DATA", "250 ok?\r\n")]
    [InlineData("DATA", "502 5.5.2 what?\r\n")]
    [InlineData(".", "452 4.3.1 disk full\r\n")]
    [InlineData(".", "421 4.3.2 shutting down\r\n")]
    [InlineData(".", "354 again\r\n")]
    public async Task What_is_not_about_the_recipient_or_the_content_waits_and_arrives_when_it_is_sent_again(
        string at,
        string answer
    )
    {
        foreach (var extensions in new[] { "", "PIPELINING" })
        {
            var faults = 1;
            await using var server = FakeSmtpServer.Polite(
                (_, said) => IsAt(at, said) && faults-- > 0 ? answer : null,
                extensions
            );

            var outcome = await Send(server.Address(), at.Length == 0 ? _hasty : _patient);

            outcome.ShouldBeOfType<Deferred>($"{extensions} {outcome.Evidence}");
            outcome.Evidence.ShouldNotContain('\0');
            (await Send(server.Address())).ShouldBeOfType<Accepted>($"{extensions} again");
            server.Sessions[^1].Messages[^1].ShouldBe(Message);
        }
    }

    [Theory]
    [InlineData("MAIL", "552 5.3.4 too big\r\n")]
    [InlineData("RCPT", "550 5.1.1 no such user\r\n")]
    [InlineData("RCPT", "550 no such user\r\n")]
    [InlineData("RCPT", "553 5.1.3 bad address\r\n")]
    [InlineData("RCPT", "552 5.2.2 over quota\r\n")]
    [InlineData("DATA", "554 5.5.1 no valid recipients\r\n")]
    [InlineData(".", "554-5.6.0 first line\r\n554 5.6.0 second line\r\n")]
    public async Task What_is_about_the_recipient_or_the_content_is_refused_with_the_whole_reply(
        string at,
        string answer
    )
    {
        foreach (var extensions in new[] { "", "PIPELINING" })
        {
            await using var server = FakeSmtpServer.Polite((_, said) => IsAt(at, said) ? answer : null, extensions);

            var evidence = (await Send(server.Address())).ShouldBeOfType<Refused>().Evidence;

            evidence.ShouldStartWith(answer.TrimEnd().ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public async Task A_connection_lost_within_the_message_leaves_nothing_behind_and_the_message_can_be_sent_again()
    {
        var losses = 1;
        await using var server = FakeSmtpServer.Polite(
            (session, said) =>
            {
                if (said != "DATA" || losses-- <= 0)
                    return null;
                session.Reset();
                return "354 go on\r\n";
            }
        );

        (await Send(server.Address())).ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        server.Sessions.SelectMany(session => session.Messages).ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task A_connection_lost_after_the_final_dot_leaves_the_outcome_unknown()
    {
        await using var server = FakeSmtpServer.Polite(
            (session, said) =>
            {
                if (said == ".")
                    session.HangUp();
                return null;
            }
        );

        var outcome = await Send(server.Address());

        outcome.ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeTrue();
        outcome.Evidence.ShouldStartWith("Outcome unknown");
        server.Sessions.ShouldHaveSingleItem().Messages.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task Silence_after_the_final_dot_leaves_the_outcome_unknown()
    {
        await using var server = FakeSmtpServer.Polite((_, said) => said == "." ? "" : null);
        await using var submission = new SmtpSubmission(
            TimeProvider.System,
            new() { FinalReply = TimeSpan.FromMilliseconds(250) }
        );

        var outcome = (await Send(server.Address(), submission)).ShouldBeOfType<Deferred>();

        outcome.MayHaveArrived.ShouldBeTrue();
        outcome.Evidence.ShouldStartWith("Outcome unknown");
        outcome.Evidence.ShouldContain("Timed out");
    }

    [Theory]
    [InlineData("")]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_server_that_falls_silent_is_left(string at)
    {
        await using var server = FakeSmtpServer.Polite((_, said) => IsAt(at, said) ? "" : null);

        var evidence = (await Send(server.Address(), _hasty)).ShouldBeOfType<Deferred>().Evidence;

        evidence.ShouldContain("Timed out while waiting for the answer");
        evidence.ShouldNotContain("unknown");
    }

    [Fact]
    public async Task A_server_that_drips_is_left_when_the_whole_time_is_over()
    {
        await using var server = FakeSmtpServer.Doing(async session =>
        {
            await session.Say("220 ");
            for (var i = 0; i < 10_000; i++)
            {
                await session.Say("2");
                await session.Rest(TimeSpan.FromMilliseconds(20));
            }
        });
        await using var submission = new SmtpSubmission(
            TimeProvider.System,
            new() { Whole = TimeSpan.FromMilliseconds(300) }
        );

        (await Send(server.Address(), submission)).ShouldBeOfType<Deferred>().Evidence.ShouldContain("0.3 s");
    }

    [Theory]
    [InlineData("220-and so on\r\n", "more than 100 lines")]
    [InlineData("220 and so on", "more than 2048 bytes")]
    public async Task An_endless_banner_is_cut_off(string piece, string reason)
    {
        var block = string.Concat(Enumerable.Repeat(piece, 100));
        await using var server = FakeSmtpServer.Doing(async session =>
        {
            for (var i = 0; i < 10_000; i++)
                await session.Say(block);
        });

        (await Send(server.Address())).ShouldBeOfType<Deferred>().Evidence.ShouldContain(reason);
    }

    [Fact]
    public async Task Evidence_is_whole_cut_to_its_limit_and_fit_for_a_database()
    {
        var line = "550-5.1.1 " + new string('x', 500) + "\0\u001b[31m\r\n";
        var answer = string.Concat(Enumerable.Repeat(line, 20)) + "550 5.1.1 end\r\n";
        await using var server = FakeSmtpServer.Polite((_, said) => IsAt("RCPT", said) ? answer : null);

        var evidence = (await Send(server.Address())).ShouldBeOfType<Refused>().Evidence;

        evidence.Length.ShouldBeInRange(SmtpLimits.MaxEvidenceCharacters, SmtpLimits.MaxEvidenceCharacters + 100);
        evidence.ShouldAllBe(c => c == '\n' || !char.IsControl(c));
    }

    [Fact]
    public async Task A_cancelled_caller_hears_that_it_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = FakeSmtpServer.Polite(
            (_, said) =>
            {
                if (said == "DATA")
                    cancel.Cancel();
                return null;
            }
        );

        await Should.ThrowAsync<OperationCanceledException>(() =>
            _patient.Hand(server.Address(), Mail, cancel: cancel.Token)
        );
    }

    private static bool IsAt(string at, string said) =>
        at.Length == 0 ? said.Length == 0 : said.StartsWith(at, StringComparison.Ordinal);

    private Task<Outcome> Send(MailServer server, SmtpSubmission? submission = null) =>
        (submission ?? _patient).Hand(server, Mail);
}
