using System.Text;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Mail;

/// <summary>Submission against a real Postfix: what arrives in the mailbox, and what it answers when nothing
/// can.</summary>
[Collection(nameof(PostfixCollection))]
public sealed class PostfixSubmissionTests(PostfixServer postfix) : IAsyncLifetime
{
    private readonly SmtpSubmission _submission = new(TimeProvider.System, trustedRoot: postfix.Certificate);
    private readonly string _key = Guid.NewGuid().ToString("N");

    private MailServer Plain => Server(postfix.Port, TransportSecurity.None);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _submission.DisposeAsync();

    [NeedsPostfix("python3")]
    public async Task An_invoice_arrives_intact()
    {
        var outcome = await Send(Plain, "kari@budstikke.test");

        outcome.ShouldBeOfType<Accepted>().Evidence.ShouldStartWith("250 2.0.0 Ok: queued as ");
        var read = await Read("kari");
        var sent = Letters.Invoice();
        read.Defects.ShouldBeEmpty();
        read.Subject.ShouldBe(sent.Subject);
        read.From.ShouldHaveSingleItem().ShouldBe(["Blåbær & Co. AS", "faktura@budstikke.test"]);
        read.Text.ShouldNotBeNull().ReplaceLineEndings("\n").TrimEnd('\n').ShouldBe(sent.Text.TrimEnd('\n'));
        read.Attachments.ShouldHaveSingleItem().Content.ShouldBe(Letters.Pdf);
        // The envelope sender is nobody's business but the servers': no Sender header, as the framework's client
        // writes.
        read.Names.ShouldNotContain("Sender");
    }

    [NeedsPostfix]
    public async Task An_unknown_user_is_refused()
    {
        var outcome = await Send(Plain, "ingen@budstikke.test");

        outcome
            .ShouldBeOfType<Refused>()
            .Evidence.ShouldStartWith("550 5.1.1 <ingen@budstikke.test>: Recipient address rejected");
    }

    [NeedsPostfix]
    public async Task A_full_mailbox_is_tried_again_later()
    {
        var outcome = await Send(Plain, "full@budstikke.test");

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldStartWith("452 4.2.2 ");
    }

    [NeedsPostfix("python3")]
    public async Task A_greylisted_message_is_taken_at_the_second_try()
    {
        (await Send(Plain, "grey1@budstikke.test")).ShouldBeOfType<Deferred>().Evidence.ShouldStartWith("450 4.2.0 ");
        (await Send(Plain, "grey1@budstikke.test")).ShouldBeOfType<Accepted>();
        (await Read("grey1")).MessageId.ShouldBe($"<{_key}@budstikke.test>");
    }

    [NeedsPostfix]
    public async Task A_server_that_does_not_relay_for_us_is_our_fault_and_not_the_recipients()
    {
        var outcome = await Send(Plain, "kari@example.org");

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldStartWith("554 5.7.1 ");
    }

    [NeedsPostfix]
    public async Task A_message_beyond_the_servers_size_is_refused_before_it_is_sent()
    {
        var letter = Letters.Invoice() with { Attachments = [new("stor.pdf", "application/pdf", new byte[4_000_000])] };

        var outcome = await _submission.Hand(Plain, letter);

        outcome.ShouldBeOfType<Refused>().Evidence.ShouldContain("5000000");
    }

    [NeedsPostfix]
    public async Task A_self_signed_server_is_trusted_only_where_a_test_says_so()
    {
        await using var suspicious = new SmtpSubmission(TimeProvider.System);
        var server = Server(postfix.Port, TransportSecurity.StartTls);

        var outcome = await suspicious.Hand(server, Letters.Invoice(messageId: $"{_key}@budstikke.test"));

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldContain("TLS handshake");
    }

    [NeedsPostfix]
    public async Task STARTTLS_carries_the_message_encrypted()
    {
        (
            await Send(Server(postfix.Port, TransportSecurity.StartTls), "kari@budstikke.test")
        ).ShouldBeOfType<Accepted>();

        Encoding.UTF8.GetString(await postfix.Receive("kari", _key)).ShouldContain("using TLS");
    }

    [NeedsPostfix]
    public async Task Implicit_TLS_carries_the_message_encrypted()
    {
        (
            await Send(Server(postfix.TlsPort, TransportSecurity.Implicit), "kari@budstikke.test")
        ).ShouldBeOfType<Accepted>();

        Encoding.UTF8.GetString(await postfix.Receive("kari", _key)).ShouldContain("using TLS");
    }

    [NeedsPostfix]
    public async Task A_plain_port_taken_for_a_TLS_one_is_our_fault() =>
        (await Send(Server(postfix.Port, TransportSecurity.Implicit), "kari@budstikke.test"))
            .ShouldBeOfType<Deferred>()
            .Evidence.ShouldContain("the TLS handshake");

    [NeedsPostfix("python3")]
    public async Task A_name_beyond_ASCII_is_reached_by_SMTPUTF8()
    {
        (await Send(Plain, "blåbær@budstikke.test")).ShouldBeOfType<Accepted>();

        (await Read("blåbær")).To.ShouldHaveSingleItem().ShouldBe(["Kari Nordmann", "blåbær@budstikke.test"]);
    }

    [NeedsPostfix]
    public async Task Several_messages_and_a_refusal_between_them_go_over_one_connection()
    {
        (await Send(Plain, "kari@budstikke.test")).ShouldBeOfType<Accepted>();
        (await Send(Plain, "ingen@budstikke.test")).ShouldBeOfType<Refused>();
        (await Send(Plain, "bounce@budstikke.test")).ShouldBeOfType<Accepted>();

        await postfix.Receive("kari", _key);
        await postfix.Receive("bounce", _key);
        await _submission.DisposeAsync();
        await postfix.WaitForLog("ehlo=1 mail=3 rcpt=2/3 data=2 rset=1");
    }

    [NeedsPostfix]
    public async Task A_bounce_comes_back_to_the_envelope_sender_and_names_our_Message_ID()
    {
        var mail = Letters.Invoice("moved@budstikke.test", $"{_key}@budstikke.test");

        var outcome = await _submission.Hand(Plain, mail, sender: "bounce@budstikke.test");

        outcome.ShouldBeOfType<Accepted>();
        var bounce = Encoding.UTF8.GetString(await postfix.Receive("bounce", _key));
        bounce.ShouldContain("multipart/report");
        bounce.ShouldContain($"Message-ID: <{_key}@budstikke.test>");
        bounce.ShouldContain("Status: 5.1.2");
    }

    private static MailServer Server(int port, TransportSecurity security) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            Security = security,
        };

    private Task<Outcome> Send(MailServer server, string to)
    {
        return _submission.Hand(server, Letters.Invoice(to, $"{_key}@budstikke.test"));
    }

    private async Task<ReadMail> Read(string name) => await PythonMailReader.Read(await postfix.Receive(name, _key));
}
