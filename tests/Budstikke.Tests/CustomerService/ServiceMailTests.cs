using System.Text;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Documents.Wording;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;
using Spectre.Console;

namespace Budstikke.Tests.CustomerService;

[Collection(nameof(PostfixCollection))]
public sealed class ServiceMailTests(PostfixServer postfix)
{
    private static readonly EmailAddress s_from = EmailAddress.Parse("invoice@budstikke.test").Address!;

    private static readonly CaseRow s_row = new(
        "CASE0123456789abcdef",
        "CLT0000000001",
        "ODR0000000001",
        "CLT0000000001-10001",
        NewCase.DistributionExhausted,
        "Ehf: [not] there\nPost: Blåbærveien finnes ikke",
        1,
        BudstikkeApp.Monday.ToUnixTimeMilliseconds(),
        null,
        null,
        null,
        null,
        null,
        null
    );

    private static readonly CaseMatter s_matter = new(
        Samples.ToPerson.Customer with
        {
            FirstName = "Kari",
            Name = "Nordmann",
        },
        1234.5m,
        new DateOnly(2026, 12, 3)
    );

    private static readonly CaseAbout s_about = new(s_row, null, [s_row.OrderId]);

    [NeedsPostfix]
    public async Task A_letter_to_customer_service_goes_through_a_real_mail_server()
    {
        await using var submission = new SmtpSubmission(TimeProvider.System);
        var server = MailServer.Parse($"smtp://127.0.0.1:{postfix.Port}?tls=none").Server!;

        var outcome = await SmtpServiceMail.Through(submission.Over(server), s_from)(
            Letter("kari@budstikke.test"),
            CancellationToken.None
        );

        outcome.ShouldBeOfType<Accepted>();
        var received = Encoding.UTF8.GetString(await postfix.Receive("kari", s_row.CaseId));
        received.ShouldContain($"Message-ID: <{s_row.CaseId}@budstikke.test>");
        received.ShouldContain("Subject: Order ODR0000000001: no channel could deliver it");
    }

    [Fact]
    public void The_same_letter_has_the_same_bytes_in_every_try() =>
        WrittenMail
            .BytesOf(SmtpServiceMail.MessageOf(Letter("a@b.example"), s_from)!)
            .ShouldBe(WrittenMail.BytesOf(SmtpServiceMail.MessageOf(Letter("a@b.example"), s_from)!));

    [Fact]
    public async Task A_contact_address_that_cannot_be_one_refuses_the_letter()
    {
        await using var submission = new SmtpSubmission(TimeProvider.System);
        var server = MailServer.Parse("smtp://127.0.0.1:9?tls=none").Server!;

        var outcome = await SmtpServiceMail.Through(submission.Over(server), s_from)(
            Letter("nobody"),
            CancellationToken.None
        );

        outcome.ShouldBeOfType<Refused>();
    }

    [Fact]
    public void A_personal_number_in_a_reason_is_masked()
    {
        var opened = new NewCase
        {
            ClientId = "CLT0000000001",
            Timelines = ["ODR0000000001"],
            Subject = "ODR0000000001",
            Kind = NewCase.InvoiceRejected,
            Reasons = [$"Name: {Samples.PersonalNumber}", "Name: 158385 32192", "Account: 86011117947"],
        };

        opened.Reason.ShouldNotContain("32192");
        opened.Reason.ShouldContain("86011117947");
    }

    [Fact]
    public void The_table_shows_reasons_as_they_are()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 120;

        console.Write(CaseReport.TableOf([s_about]));

        foreach (var part in new[] { s_row.CaseId, "2026-11-23 09:00", "Ehf: [not] there" })
            text.ToString().ShouldContain(part);
        text.ToString().ShouldContain("Nobody was told yet.");
    }

    [Fact]
    public void The_letter_is_Norwegian_unless_the_client_wants_English_and_says_whom_to_reach_and_what_to_do()
    {
        CaseLetter
            .Of(s_about, s_matter, Language.No, isTest: true)
            .ShouldBe(
                new(
                    "TEST: Ordre ODR0000000001: ingen kanal fikk levert den (CASE0123456789abcdef)",
                    """
                    Ordre ODR0000000001 må ses på av et menneske. Den er utstedt og gyldig, men ingen kanal fikk \
                    levert den til kunden.

                    Slik går dere videre: Finn riktig adresse og send den på nytt (kallet resend), eller lever det \
                    vedlagte dokumentet til kunden selv.

                    Kunde: Kari Nordmann
                    E-post: kari@customer.example
                    Telefon: +47 46567468
                    Beløp: NOK\u00a01\u00a0234,50
                    Forfallsdato: 03.12.2026
                    Ordre: ODR0000000001
                    Sak: CASE0123456789abcdef

                    Hvorfor:
                    - Ehf: [not] there
                    - Post: Blåbærveien finnes ikke

                    """.Replace("\\u00a0", "\u00a0", StringComparison.Ordinal).Replace(
                        "\\\n",
                        "",
                        StringComparison.Ordinal
                    )
                )
            );
        var english = CaseLetter.Of(s_about, s_matter, Language.En, isTest: false);
        english.Subject.ShouldBe("Order ODR0000000001: no channel could deliver it (CASE0123456789abcdef)");
        english.Text.ShouldContain("What to do: find the customer's right address");
        english.Text.ShouldContain("Due date: 3\u00a0December\u00a02026");
    }

    [Fact]
    public void A_servers_answer_of_several_lines_stays_together()
    {
        var opened = new NewCase
        {
            ClientId = "CLT0000000001",
            Timelines = ["ODR0000000001"],
            Subject = "CLT0000000001-10001",
            Kind = NewCase.DistributionExhausted,
            Reasons = ["Email: 550-5.1.1 No such\n550 5.1.1 mailbox", "Post: not set up"],
        };

        opened.Reason.ShouldBe("Email: 550-5.1.1 No such 550 5.1.1 mailbox\nPost: not set up");
    }

    [Fact]
    public void The_JSON_is_an_unwrapped_array()
    {
        using var json = JsonDocument.Parse(CaseReport.JsonOf([s_about]));

        var row = json.RootElement.EnumerateArray().ShouldHaveSingleItem();
        row.GetProperty("caseId").GetString().ShouldBe(s_row.CaseId);
        row.GetProperty("openedAt").GetDateTimeOffset().ShouldBe(BudstikkeApp.Monday);
        row.TryGetProperty("closedAt", out _).ShouldBeFalse();
    }

    private static ServiceMail Letter(string to)
    {
        var letter = CaseLetter.Of(s_about, s_matter, Language.En, isTest: false);
        return new(s_row.CaseId, s_row.ClientId, ClientMode.Live, to, letter.Subject, letter.Text, BudstikkeApp.Monday);
    }
}
