using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Mail;

/// <summary>What is said on the wire: extensions, TLS, passwords, and connections used again.</summary>
public sealed class SmtpConversationTests : IAsyncLifetime
{
    private static readonly MailMessage Mail = Letters.Invoice();
    private static readonly byte[] Message = WrittenMail.BytesOf(Mail);
    private static readonly X509Certificate2 Certificate = PostfixServer.MakeCertificate();
    private static readonly SmtpCredentials Kari = new("kari", "hemmelig å");

    private readonly TestClock _clock = new();
    private readonly SmtpSubmission _submission;

    public SmtpConversationTests() => _submission = new(trustedRoot: Certificate, time: _clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _submission.DisposeAsync();

    [Fact]
    public async Task The_reply_to_the_message_is_the_evidence()
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said == "." ? "250-2.0.0 thank you\r\n250 2.0.0 id 77\r\n" : null
        );

        (await Send(server.Address())).ShouldBe(new Accepted("250-2.0.0 thank you\n250 2.0.0 id 77"));
        server.Sessions.ShouldHaveSingleItem().Messages.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task A_server_without_extensions_is_asked_step_by_step()
    {
        await using var server = FakeSmtpServer.Polite();

        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        Commands(server)[1..].ShouldBe(["MAIL FROM:<faktura@budstikke.test>", "RCPT TO:<kari@budstikke.test>", "DATA"]);
    }

    [Fact]
    public async Task A_server_that_knows_no_EHLO_is_greeted_with_HELO()
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said.StartsWith("EHLO", StringComparison.Ordinal) ? "500 what?\r\n" : null
        );

        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        Commands(server)[1].ShouldStartWith("HELO ");
    }

    [Fact]
    public async Task Pipelining_sends_sender_and_recipient_in_one_packet()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "PIPELINING|SIZE 1000000");

        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        server
            .Sessions.ShouldHaveSingleItem()
            .Packets.ShouldContain(
                $"MAIL FROM:<faktura@budstikke.test> SIZE={Message.Length}\r\nRCPT TO:<kari@budstikke.test>\r\n"
            );
    }

    [Fact]
    public async Task A_message_without_recipient_is_never_sent_though_the_server_asks_for_it()
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : null,
            "PIPELINING"
        );

        (await Send(server.Address())).ShouldBeOfType<Refused>();

        server.Sessions.ShouldHaveSingleItem().Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_size_is_announced_and_an_impossible_one_not_tried()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "SIZE 1000");

        (await Send(server.Address())).ShouldBeOfType<Refused>().Evidence.ShouldContain($"{Message.Length}");

        Commands(server).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_beyond_ASCII_is_refused_where_the_server_has_no_SMTPUTF8()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "8BITMIME");

        (await Send(server.Address(), "blåbær@example.no"))
            .ShouldBeOfType<Refused>()
            .Evidence.ShouldContain("SMTPUTF8");
    }

    [Fact]
    public async Task A_name_beyond_ASCII_goes_out_where_the_server_has_SMTPUTF8()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "8BITMIME|SMTPUTF8");

        (await Send(server.Address(), "blåbær@example.no")).ShouldBeOfType<Accepted>();

        Commands(server)[1..3].ShouldBe(["MAIL FROM:<faktura@budstikke.test> SMTPUTF8", "RCPT TO:<blåbær@example.no>"]);
    }

    [Fact]
    public async Task An_empty_envelope_sender_is_the_null_return_path()
    {
        await using var server = FakeSmtpServer.Polite();

        await _submission.Hand(server.Address(), Mail, sender: "");

        Commands(server)[1].ShouldBe("MAIL FROM:<>");
    }

    [Fact]
    public async Task A_server_that_offers_no_STARTTLS_gets_nothing_in_plain_text()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "AUTH PLAIN");

        var outcome = await Send(server.Address(TransportSecurity.StartTls, Kari));

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldContain("does not offer STARTTLS");
        Commands(server).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_stranger_adds_to_the_STARTTLS_reply_is_thrown_away()
    {
        await using var server = FakeSmtpServer.Doing(async session =>
        {
            await session.Say("220 fake\r\n");
            await session.Hear();
            await session.Say("250-fake\r\n250 STARTTLS\r\n");
            await session.Hear();
            await session.Say("220 go on\r\n250-injected\r\n250 AUTH LOGIN EVIL\r\n");
            await session.Encrypt(Certificate);
            await session.BePolite((_, said) => Task.FromResult(said.Length == 0 ? "" : null), "AUTH PLAIN");
        });

        (await Send(server.Address(TransportSecurity.StartTls, Kari))).ShouldBeOfType<Accepted>();

        server.Sessions.ShouldHaveSingleItem().IsEncrypted.ShouldBeTrue();
        Commands(server).ShouldContain(command => command.StartsWith("AUTH PLAIN ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_refusing_STARTTLS_is_our_fault()
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said == "STARTTLS" ? "502 5.5.1 no\r\n" : null,
            "STARTTLS"
        );

        var outcome = await Send(server.Address(TransportSecurity.StartTls));

        outcome
            .ShouldBeOfType<Deferred>()
            .Evidence.ShouldBe(
                "502 5.5.1 no\n(in answer to STARTTLS) This is about our own setting, not about the recipient."
            );
        Commands(server)[^1].ShouldBe("STARTTLS");
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        using var another = PostfixServer.MakeCertificate(IPAddress.Parse("192.0.2.1"));
        await using var server = FakeSmtpServer.Doing(session => session.Encrypt(another));
        await using var submission = new SmtpSubmission(_clock, trustedRoot: another);

        var outcome = await submission.Hand(server.Address(TransportSecurity.Implicit), Mail);

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldContain("RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task A_certificate_that_has_ended_is_not_trusted()
    {
        using var ended = PostfixServer.MakeCertificate(daysLeft: -1);
        await using var server = FakeSmtpServer.Doing(session => session.Encrypt(ended));
        await using var submission = new SmtpSubmission(_clock, trustedRoot: ended);

        var outcome = await submission.Hand(server.Address(TransportSecurity.Implicit), Mail);

        var evidence = outcome.ShouldBeOfType<Deferred>().Evidence;
        evidence.ShouldContain("the TLS handshake");
        evidence.ShouldContain("NotTimeValid");
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN")]
    [InlineData("AUTH=PLAIN")]
    public async Task AUTH_PLAIN_is_preferred(string extension)
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said.StartsWith("AUTH", StringComparison.Ordinal) ? "235 2.7.0 welcome\r\n" : null,
            extension
        );

        (await Send(server.Address(credentials: Kari))).ShouldBeOfType<Accepted>();

        Commands(server)[1].ShouldBe("AUTH PLAIN " + Base64("\0kari\0hemmelig å"));
    }

    [Fact]
    public async Task AUTH_LOGIN_serves_where_there_is_no_PLAIN()
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) =>
                said == "AUTH LOGIN" ? "334 VXNlcm5hbWU6\r\n"
                : said == Base64("kari") ? "334 UGFzc3dvcmQ6\r\n"
                : said == Base64("hemmelig å") ? "235 2.7.0 welcome\r\n"
                : null,
            "AUTH LOGIN NTLM"
        );

        (await Send(server.Address(credentials: Kari))).ShouldBeOfType<Accepted>();

        Commands(server)[1..4].ShouldBe(["AUTH LOGIN", Base64("kari"), Base64("hemmelig å")]);
    }

    [Theory]
    [InlineData("AUTH PLAIN", "535 5.7.8 wrong password\r\n", "535 5.7.8")]
    [InlineData("AUTH PLAIN", "454 4.7.0 later\r\n", "454 4.7.0")]
    [InlineData("AUTH LOGIN", "535 5.7.8 wrong password\r\n", "535 5.7.8")]
    [InlineData("AUTH NTLM", "", "no way to log in that we know")]
    [InlineData("", "", "no way to log in that we know")]
    public async Task A_login_that_fails_is_our_fault_and_shows_no_password(
        string extension,
        string answer,
        string evidence
    )
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said.StartsWith("AUTH", StringComparison.Ordinal) ? answer : null,
            extension
        );

        var outcome = (await Send(server.Address(credentials: Kari))).ShouldBeOfType<Deferred>();

        outcome.Evidence.ShouldContain(evidence);
        outcome.Evidence.ShouldNotContain("hemmelig");
        Commands(server).ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_with_DSN_is_asked_for_reports_of_failure_with_our_key()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "DSN");

        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        Commands(server)[1..3]
            .ShouldBe([
                "MAIL FROM:<faktura@budstikke.test> ENVID=dispatch-1 RET=HDRS",
                "RCPT TO:<kari@budstikke.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;kari@budstikke.test",
            ]);
    }

    [Theory]
    [InlineData("AUTH PLAIN OAUTHBEARER XOAUTH2", "AUTH OAUTHBEARER ", "n,a=kari,\u0001")]
    [InlineData("AUTH PLAIN XOAUTH2", "AUTH XOAUTH2 ", "user=kari\u0001auth=Bearer a-token\u0001\u0001")]
    public async Task A_user_without_a_password_is_let_in_by_a_token(string extension, string command, string begin)
    {
        await using var server = FakeSmtpServer.Polite(extensions: extension);
        await using var submission = new SmtpSubmission(_clock) { Token = _ => Task.FromResult("a-token") };

        (await submission.Hand(server.Address(credentials: new("kari", "")), Mail)).ShouldBeOfType<Accepted>();

        var said = Commands(server)[1];
        said.ShouldStartWith(command);
        var response = Encoding.UTF8.GetString(Convert.FromBase64String(said[command.Length..]));
        response.ShouldStartWith(begin);
        response.ShouldContain("auth=Bearer a-token\u0001");
    }

    [Fact]
    public async Task No_more_connections_are_opened_than_the_provider_allows()
    {
        await using var server = FakeSmtpServer.Polite();
        var address = server.Address();
        await using var submission = new SmtpSubmission(_clock, new() { Connections = 3 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => submission.Hand(address, Mail)));

        outcomes.ShouldAllBe(outcome => outcome is Accepted);
        server.Sessions.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Messages_share_a_connection()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "PIPELINING");

        for (var i = 0; i < 3; i++)
            (await Send(server.Address())).ShouldBeOfType<Accepted>();

        server.Sessions.ShouldHaveSingleItem().Messages.Count.ShouldBe(3);
        Commands(server).ShouldNotContain("RSET");
    }

    [Fact]
    public async Task A_refusal_is_wiped_away_before_the_next_message()
    {
        await using var server = FakeSmtpServer.Polite(
            (_, said) => said.Contains("ingen@", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : null
        );

        (await Send(server.Address(), "ingen@example.no")).ShouldBeOfType<Refused>();
        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        Commands(server)[3].ShouldBe("RSET");
        server.Sessions.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_idle_connection_that_the_server_gave_up_is_replaced_unnoticed(bool says421)
    {
        await using var server = FakeSmtpServer.Polite(
            (session, said) =>
            {
                if (!said.StartsWith("MAIL", StringComparison.Ordinal) || session.Messages.Count == 0)
                    return null;
                if (!says421)
                    session.Reset();
                return "421 4.4.2 idle for too long\r\n";
            }
        );

        (await Send(server.Address())).ShouldBeOfType<Accepted>();
        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        server.Sessions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_after_some_seconds()
    {
        await using var server = FakeSmtpServer.Polite();
        (await Send(server.Address())).ShouldBeOfType<Accepted>();

        _clock.Advance(SmtpLimits.Default.IdleTime);

        await server.Sessions.ShouldHaveSingleItem().Ended;
        Commands(server)[^1].ShouldBe("QUIT");
        (await Send(server.Address())).ShouldBeOfType<Accepted>();
        server.Sessions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Another_password_is_another_connection()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "AUTH PLAIN");

        (await Send(server.Address(credentials: Kari))).ShouldBeOfType<Accepted>();
        (await Send(server.Address(credentials: new("ola", "x")))).ShouldBeOfType<Accepted>();
        (await Send(server.Address(credentials: new("kari", "hemmelig å")))).ShouldBeOfType<Accepted>();

        server.Sessions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_messages_at_once_all_arrive_and_leave_a_few_connections()
    {
        await using var server = FakeSmtpServer.Polite(extensions: "PIPELINING");
        var address = server.Address();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Send(address)));
        await _submission.DisposeAsync();

        outcomes.ShouldAllBe(outcome => outcome is Accepted);
        server.Sessions.Sum(session => session.Messages.Count).ShouldBe(40);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static List<string> Commands(FakeSmtpServer server) => server.Sessions[0].Commands;

    private Task<Outcome> Send(MailServer server, string to = "kari@budstikke.test") =>
        _submission.Hand(server, Letters.Invoice(to));

    /// <summary>Time stands still until a test moves it.</summary>
    private sealed class TestClock : TimeProvider
    {
        private readonly List<Action> _timers = [];
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add(() => callback(state));
            return new Unstarted();
        }

        public void Advance(TimeSpan by)
        {
            _ticks += by.Ticks;
            _timers.ForEach(timer => timer());
        }

        private sealed class Unstarted : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => default;
        }
    }
}
