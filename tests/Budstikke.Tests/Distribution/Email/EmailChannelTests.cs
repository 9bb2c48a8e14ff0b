using System.Text;
using Budstikke.Distribution.Email;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Tests.Distribution.Email.Bounces;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Distribution.Email;

/// <summary>The whole channel against a real Postfix: what arrives in the customer's mailbox.</summary>
[Collection(nameof(PostfixCollection))]
public sealed class EmailChannelTests(PostfixServer postfix) : IAsyncLifetime
{
    private readonly SmtpSubmission _submission = new(time: TimeProvider.System, trustedRoot: postfix.Certificate);
    private readonly string _key = $"INV{Guid.NewGuid():N}"[..20] + "-email";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _submission.DisposeAsync();

    [NeedsPostfix("python3")]
    public async Task An_invoice_arrives_with_the_issued_bytes()
    {
        var outcome = await Send("kari@budstikke.test");

        outcome.ShouldBeOfType<Accepted>().Evidence.ShouldStartWith("250 2.0.0 Ok: queued as ");
        var read = await PythonMailReader.Read(await postfix.Receive("kari", _key));
        read.Defects.ShouldBeEmpty();
        read.From.ShouldHaveSingleItem().ShouldBe(["Blåbær & Co. AS", "faktura@budstikke.test"]);
        read.ReplyTo.ShouldHaveSingleItem().ShouldBe(["Blåbær & Co. AS", "post@blabaer.example"]);
        read.To.ShouldHaveSingleItem().ShouldBe(["Kari Nordmann", "kari@budstikke.test"]);
        read.Date.ShouldBe(Dispatches.Invoice.IssuedAt);
        read.MessageId.ShouldBe($"<{_key}@budstikke.test>");
        var letter = CoveringLetter.Of(Dispatches.Invoice);
        read.Text.ShouldNotBeNull().ReplaceLineEndings("\n").TrimEnd('\n').ShouldBe(letter.Text.TrimEnd('\n'));
        read.Html.ShouldNotBeNull()
            .ReplaceLineEndings("\n")
            .TrimEnd('\n')
            .ShouldBe(letter.Html.ReplaceLineEndings("\n").TrimEnd('\n'));
        var pdf = read.Attachments.ShouldHaveSingleItem();
        pdf.Name.ShouldBe("Faktura-10001.pdf");
        pdf.Type.ShouldBe("application/pdf");
        pdf.Content.ShouldBe(Dispatches.Pdf);
    }

    [NeedsPostfix]
    public async Task A_bounce_would_name_its_dispatch()
    {
        await Send("kari@budstikke.test");

        Encoding
            .UTF8.GetString(await postfix.Receive("kari", _key))
            .ShouldStartWith(
                $"Return-Path: <faktura+{_key.ToLowerInvariant()}-{BounceShape.Secret.CheckOf(_key)}@budstikke.test>"
            );
    }

    [NeedsPostfix("python3")]
    public async Task The_subject_is_in_the_customers_language()
    {
        var subjects = new Dictionary<string, string>
        {
            ["en"] = "Invoice 10001 from Blåbær & Co. AS",
            ["no"] = "Faktura 10001 fra Blåbær & Co. AS",
            ["sv"] = "Faktura 10001 från Blåbær & Co. AS",
            ["da"] = "Faktura 10001 fra Blåbær & Co. AS",
            ["de"] = "Rechnung 10001 von Blåbær & Co. AS",
        };
        foreach (var (language, subject) in subjects)
        {
            (
                await Send("kari@budstikke.test", language: language, key: $"{_key}-{language}")
            ).ShouldBeOfType<Accepted>();

            var read = await PythonMailReader.Read(await postfix.Receive("kari", $"{_key}-{language}@"));
            read.Subject.ShouldBe(subject);
            read.Language.ShouldBe(language == "no" ? "nb" : language);
        }
    }

    [NeedsPostfix]
    public async Task An_unknown_user_is_refused() =>
        (await Send("ingen@budstikke.test"))
            .ShouldBeOfType<Refused>()
            .Evidence.ShouldStartWith("550 5.1.1 <ingen@budstikke.test>: Recipient address rejected");

    [NeedsPostfix]
    public async Task A_full_mailbox_is_tried_again_later() =>
        (await Send("full@budstikke.test")).ShouldBeOfType<Deferred>().Evidence.ShouldStartWith("452 4.2.2 ");

    [NeedsPostfix]
    public async Task A_repeat_after_a_lost_answer_is_the_same_mail_and_says_so()
    {
        (await Send("kari@budstikke.test")).Evidence.ShouldNotContain("repeat");
        var first = await postfix.Receive("kari", _key);

        var outcome = await Send("kari@budstikke.test", isUnconfirmed: true);

        outcome
            .ShouldBeOfType<Accepted>()
            .Evidence.ShouldEndWith($"this was a repeat with the same Message-ID <{_key}@budstikke.test>.");
        Message(await postfix.Receive("kari", _key)).ShouldBe(Message(first));
    }

    [Fact]
    public async Task A_server_that_is_down_makes_the_mail_wait()
    {
        var channel = Channel("smtp://127.0.0.1:1?tls=none");

        var outcome = (await channel.Send(Dispatches.To("kari@budstikke.test"), default)).ShouldBeOfType<Deferred>();

        outcome.Evidence.ShouldContain("connecting");
        outcome.Away.ShouldNotBeNull();
        outcome.MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_that_cannot_be_one_is_refused_without_asking() =>
        (await Channel("smtp://127.0.0.1:1?tls=none").Send(Dispatches.To("kari@"), default)).ShouldBe(
            new Refused("The e-mail address must be name@domain.", ByData: true)
        );

    [Fact]
    public async Task A_PDF_that_no_mailbox_takes_is_refused_without_asking()
    {
        var big = Dispatches.To("kari@budstikke.test") with
        {
            ReadPdf = _ => Task.FromResult(new byte[17 * 1024 * 1024 + 1]),
        };

        (await Channel("smtp://127.0.0.1:1?tls=none").Send(big, default)).ShouldBe(
            new Refused("The PDF has 17825793 bytes, too many for an e-mail.", ByData: true)
        );
    }

    [Fact]
    public async Task The_largest_PDF_still_makes_a_mail_that_common_servers_take()
    {
        await using var server = FakeSmtpServer.Polite(extensions: $"SIZE {25 * 1024 * 1024}");
        var pdf = new byte[17 * 1024 * 1024];
        var big = Dispatches.To("kari@budstikke.test") with { ReadPdf = _ => Task.FromResult(pdf) };

        (
            await Channel($"smtp://127.0.0.1:{server.Address().Port}?tls=none").Send(big, default)
        ).ShouldBeOfType<Accepted>();

        // Base64 makes four bytes of three.
        server
            .Sessions.ShouldHaveSingleItem()
            .Messages.ShouldHaveSingleItem()
            .Length.ShouldBeInRange(pdf.Length / 3 * 4, 25 * 1024 * 1024);
    }

    private Task<Outcome> Send(string to, string language = "no", bool isUnconfirmed = false, string? key = null) =>
        Channel($"smtp://127.0.0.1:{postfix.Port}?tls=none")
            .Send(
                Dispatches.To(to, Dispatches.Invoice with { Language = language }, key ?? _key) with
                {
                    IsUnconfirmed = isUnconfirmed,
                },
                default
            );

    private EmailChannel Channel(string smtp) =>
        new(
            EmailSettings.Parse(smtp, "faktura@budstikke.test", "mail.example").Settings.ShouldNotBeNull(),
            _submission.Over(MailServer.Parse(smtp).Server.ShouldNotBeNull()),
            () => ValueTask.FromResult(BounceShape.Secret),
            new(),
            (_, _) => Task.FromResult<NotReachable?>(null)
        );

    /// <summary>From the first line that we wrote.</summary>
    private static string Message(byte[] received)
    {
        var text = Encoding.UTF8.GetString(received);
        return text[text.IndexOf("\nFrom: ", StringComparison.Ordinal)..];
    }
}
