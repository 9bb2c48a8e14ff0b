using Budstikke.Distribution;
using Budstikke.Distribution.Email;

namespace Budstikke.Tests.Distribution.Email;

/// <summary>The letter in each language, to the letter.</summary>
public sealed class CoveringLetterTests
{
    private static readonly DispatchedInvoice s_invoice = Dispatches.Invoice;

    [Fact]
    public void Norwegian() =>
        Check(
            "no",
            "nb",
            "Faktura 10001 fra Blåbær & Co. AS",
            "Faktura-10001.pdf",
            """
            Hei Kari Nordmann,

            her kommer faktura 10001 fra Blåbær & Co. AS. Den ligger ved som PDF.

            Å betale: NOK 1 234,50
            Forfallsdato: 04.12.2026
            Kontonummer: 1234.56.78903
            KID: 10000000000018

            Har du spørsmål? Bare svar på denne e-posten, så leser Blåbær & Co. AS den.

            Vennlig hilsen
            Blåbær & Co. AS

            """
        );

    [Fact]
    public void English() =>
        Check(
            "en",
            "en",
            "Invoice 10001 from Blåbær & Co. AS",
            "Invoice-10001.pdf",
            """
            Hello Kari Nordmann,

            here is invoice 10001 from Blåbær & Co. AS. You find it attached as a PDF.

            Amount due: NOK 1,234.50
            Due date: 4 December 2026
            Account number: 1234.56.78903
            KID: 10000000000018

            Any questions? Just answer this e-mail, and Blåbær & Co. AS will read it.

            Kind regards
            Blåbær & Co. AS

            """
        );

    [Fact]
    public void Swedish() =>
        Check(
            "sv",
            "sv",
            "Faktura 10001 från Blåbær & Co. AS",
            "Faktura-10001.pdf",
            """
            Hej Kari Nordmann,

            här kommer faktura 10001 från Blåbær & Co. AS. Den är bifogad som PDF.

            Att betala: NOK 1 234,50
            Förfallodatum: 2026-12-04
            Kontonummer: 1234.56.78903
            KID: 10000000000018

            Har du frågor? Svara bara på det här mejlet, så läser Blåbær & Co. AS det.

            Vänliga hälsningar
            Blåbær & Co. AS

            """
        );

    [Fact]
    public void Danish() =>
        Check(
            "da",
            "da",
            "Faktura 10001 fra Blåbær & Co. AS",
            "Faktura-10001.pdf",
            """
            Hej Kari Nordmann,

            her er faktura 10001 fra Blåbær & Co. AS. Den er vedhæftet som PDF.

            At betale: NOK 1.234,50
            Forfaldsdato: 04.12.2026
            Kontonummer: 1234.56.78903
            KID: 10000000000018

            Har du spørgsmål? Svar blot på denne e-mail, så læser Blåbær & Co. AS den.

            Venlig hilsen
            Blåbær & Co. AS

            """
        );

    [Fact]
    public void German() =>
        Check(
            "de",
            "de",
            "Rechnung 10001 von Blåbær & Co. AS",
            "Rechnung-10001.pdf",
            """
            Guten Tag Kari Nordmann,

            hier ist die Rechnung 10001 von Blåbær & Co. AS. Sie liegt dieser E-Mail als PDF bei.

            Zu zahlen: NOK 1.234,50
            Fällig am: 04.12.2026
            Kontonummer: 1234.56.78903
            KID: 10000000000018

            Haben Sie Fragen? Antworten Sie einfach auf diese E-Mail, und Blåbær & Co. AS liest sie.

            Freundliche Grüße
            Blåbær & Co. AS

            """
        );

    [Theory]
    [InlineData("en", "Credit note 10001 from Blåbær & Co. AS", "Credit-note-10001.pdf")]
    [InlineData("no", "Kreditnota 10001 fra Blåbær & Co. AS", "Kreditnota-10001.pdf")]
    [InlineData("sv", "Kreditfaktura 10001 från Blåbær & Co. AS", "Kreditfaktura-10001.pdf")]
    [InlineData("da", "Kreditnota 10001 fra Blåbær & Co. AS", "Kreditnota-10001.pdf")]
    [InlineData(
        "de",
        "Gutschrift (Rechnungskorrektur) 10001 von Blåbær & Co. AS",
        "Gutschrift-Rechnungskorrektur-10001.pdf"
    )]
    public void A_credit_note_asks_for_no_payment(string language, string subject, string fileName)
    {
        var letter = CoveringLetter.Of(s_invoice with { IsCreditNote = true, Language = language });

        letter.Subject.ShouldBe(subject);
        letter.FileName.ShouldBe(fileName);
        foreach (var body in new[] { letter.Text, letter.Html })
        {
            body.ShouldNotContain("KID");
            body.ShouldNotContain("1234.56.78903");
            body.ShouldNotContain("<dl>");
        }
    }

    [Theory]
    [InlineData("en", "You find it attached as a PDF. There is nothing to pay.")]
    [InlineData("no", "Den ligger ved som PDF. Det er ingenting å betale.")]
    [InlineData("sv", "Den är bifogad som PDF. Du behöver inte betala något.")]
    [InlineData("da", "Den er vedhæftet som PDF. Der er ikke noget at betale.")]
    [InlineData("de", "Sie liegt dieser E-Mail als PDF bei. Zu bezahlen ist nichts.")]
    public void An_invoice_with_nothing_to_pay_says_so_and_asks_for_no_payment(string language, string sentence)
    {
        var letter = CoveringLetter.Of(
            s_invoice with
            {
                Language = language,
                AmountDue = 0,
                DueDate = null,
                Kid = null,
            }
        );

        letter.Text.ShouldContain($"{sentence}\n\n");
        letter.Html.ShouldContain($"{sentence}</p>");
        letter.Text.ShouldNotContain("1234.56.78903");
        letter.Html.ShouldNotContain("<dl>");
    }

    [Fact]
    public void A_language_that_we_do_not_write_is_English() =>
        CoveringLetter.Of(s_invoice with { Language = "fi" }).Tag.ShouldBe("en");

    private const string NameStyle = "style=\"font-size: 14px; color: #555555\"";
    private const string ValueStyle =
        "style=\"margin: 0 0 12px 0; font-size: 18px; font-weight: bold; overflow-wrap: anywhere\"";
    private const string Copied = "<span style=\"-webkit-user-select: all; user-select: all\">";
    private const string Group = "<span style=\"margin-left: 0.3em\">";
    private const string Account = $"1234{Group}56</span>{Group}78903</span>";
    private const string NoPhones = "<meta name=\"format-detection\" content=\"telephone=no\">";
    private const string BodyStyle =
        "margin: 0; padding: 16px; font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em";

    [Fact]
    public void The_HTML_says_the_same_loads_nothing_and_lets_account_and_KID_be_taken_at_a_tap() =>
        CoveringLetter
            .Of(s_invoice)
            .Html.ReplaceLineEndings("\n")
            .ShouldBe(
                $"""
                <!DOCTYPE html>
                <html lang="nb">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                {NoPhones}<title>Faktura 10001 fra Blåbær &amp; Co. AS</title></head>
                <body style="{BodyStyle}">
                <p style="margin-top: 0">Hei Kari Nordmann,</p>
                <p>her kommer faktura 10001 fra Blåbær &amp; Co. AS. Den ligger ved som PDF.</p>
                <dl>
                <dt {NameStyle}>Å betale</dt><dd {ValueStyle}>NOK&#xA0;1&#xA0;234,50</dd>
                <dt {NameStyle}>Forfallsdato</dt><dd {ValueStyle}>04.12.2026</dd>
                <dt {NameStyle}>Kontonummer</dt><dd {ValueStyle}>{Copied}{Account}</span></dd>
                <dt {NameStyle}>KID</dt><dd {ValueStyle}>{Copied}10000000000018</span></dd>
                </dl>
                <p>Har du spørsmål? Bare svar på denne e-posten, så leser Blåbær &amp; Co. AS den.</p>
                <p>Vennlig hilsen<br>
                Blåbær &amp; Co. AS</p>
                </body>
                </html>

                """
            );

    [Fact]
    public void A_customer_whose_bank_knows_no_Norwegian_account_reads_IBAN_and_BIC_beside_it()
    {
        var letter = CoveringLetter.Of(s_invoice with { Iban = "NO9386011117947", Bic = "DNBANOKK" });

        letter.Text.ShouldContain("Kontonummer: 1234.56.78903\nIBAN: NO93 8601 1117 947\nBIC: DNBANOKK\nKID: ");
        CoveringLetter.Of(s_invoice with { Bic = "DNBANOKK" }).Text.ShouldNotContain("BIC");
    }

    [Fact]
    public void A_letter_of_a_test_client_says_TEST_in_its_subject_and_title()
    {
        var letter = CoveringLetter.Of(s_invoice with { IsTest = true });

        letter.Subject.ShouldBe("TEST: Faktura 10001 fra Blåbær & Co. AS");
        letter.Html.ShouldContain("<title>TEST: Faktura 10001");
        letter.FileName.ShouldBe("Faktura-10001.pdf");
    }

    [Theory]
    [InlineData(
        "en",
        "For invoice: 9001|Reason: A scratch|Credited: NOK 1,234.50|Left to pay of the invoice: NOK 5.50"
    )]
    [InlineData(
        "no",
        "Gjelder faktura: 9001|Årsak: A scratch|Kreditert: NOK 1 234,50|Igjen å betale på fakturaen: NOK 5,50"
    )]
    [InlineData(
        "sv",
        "Gäller faktura: 9001|Orsak: A scratch|Krediterat: NOK 1 234,50|Kvar att betala på fakturan: NOK 5,50"
    )]
    [InlineData(
        "da",
        "Vedrører faktura: 9001|Årsag: A scratch|Krediteret: NOK 1.234,50|Tilbage at betale på fakturaen: NOK 5,50"
    )]
    [InlineData(
        "de",
        "Zur Rechnung: 9001|Grund: A scratch|Gutgeschrieben: NOK 1.234,50|Noch zu zahlen auf die Rechnung: NOK 5,50"
    )]
    public void A_credit_note_says_which_invoice_why_and_what_is_left_to_pay_of_it(string language, string lines)
    {
        var letter = CoveringLetter.Of(
            s_invoice with
            {
                IsCreditNote = true,
                Language = language,
                Credits = new("9001", "A\nscratch", 5.5m),
            }
        );

        letter.Text.Replace('\u00a0', ' ').ShouldContain($"\n\n{lines.Replace('|', '\n')}\n\n");
        letter.Html.ShouldContain(">9001</dd>");
    }

    [Fact]
    public void A_name_with_markup_and_line_ends_stays_a_name()
    {
        var letter = CoveringLetter.Of(s_invoice with { BuyerName = "Kari\r\n\r\nKID: 666 <img src=//evil.test>" });

        letter.Text.ShouldStartWith("Hei Kari KID: 666 <img src=//evil.test>,\n");
        letter.Html.ShouldNotContain("<img");
    }

    [Theory]
    [InlineData("no", "0.5", "NOK 0,50")]
    [InlineData("no", "1234567.891", "NOK 1 234 567,89")]
    [InlineData("en", "999999999.99", "NOK 999,999,999.99")]
    [InlineData("de", "1000", "NOK 1.000,00")]
    public void An_amount_is_written_as_its_language_does(string language, string amount, string figure) =>
        CoveringLetter
            .Of(s_invoice with { Language = language, AmountDue = decimal.Parse(amount) })
            .Text.Replace('\u00a0', ' ')
            .ShouldContain($": {figure}\n");

    private static void Check(string language, string tag, string subject, string fileName, string text)
    {
        var letter = CoveringLetter.Of(s_invoice with { Language = language });
        letter.Tag.ShouldBe(tag);
        letter.Subject.ShouldBe(subject);
        letter.FileName.ShouldBe(fileName);
        letter.Text.Replace('\u00a0', ' ').ShouldBe(text.ReplaceLineEndings("\n"));
    }
}
