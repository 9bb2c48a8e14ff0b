using System.Globalization;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Wording;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>What stands where on the sheets, as the customer reads them.</summary>
public sealed class SheetTests
{
    private const string Kid = "201170100238";

    [NeedsPoppler]
    public void The_payment_box_is_on_page_1_and_nothing_is_alone_on_the_last()
    {
        for (var count = 1; count <= 64; count += count is > 8 and < 24 ? 1 : 5)
        {
            var lines = Enumerable.Range(1, count).Select(i => SampleInvoices.Line($"Vare {i} slutt"));
            var pages = Pages(SampleInvoices.Of(lines));

            pages[0].ShouldContain(Kid, customMessage: $"{count} lines");
            pages.Count(page => page.Contains(Kid)).ShouldBe(1, $"{count} lines");
            pages[^1].Split(" slutt").Length.ShouldBeGreaterThan(Math.Min(count, 2), $"{count} lines");
            pages[^1].ShouldContain("forsinkelsesrente", customMessage: $"{count} lines");
            pages[0].ShouldContain($"Vare 1 slutt", customMessage: $"{count} lines");
        }
    }

    [NeedsPoppler]
    public void A_collective_invoice_has_its_box_on_page_1_and_its_fee_apart()
    {
        var pages = Pages(Collective(12));

        pages[0].ShouldContain(Kid);
        pages[^1].ShouldContain("Delsum 615,00\nFakturagebyr 12 % 45,00");
    }

    [NeedsPoppler]
    public void Each_order_of_a_collective_invoice_has_its_sum_and_the_day_of_its_delivery()
    {
        var text = string.Concat(Pages(SampleInvoices.Collective()));

        text.Split("Delsum 615,00").Length.ShouldBe(4);
        text.ShouldContain("Ordrenr. 8850 · Leveringsdato 11.02.2026 · Jon Li");
    }

    [NeedsPoppler]
    public void An_order_that_goes_on_over_the_page_is_named_there_again()
    {
        var pages = Pages(Collective(12));
        var goesOn = pages.Skip(1).Count(page => page.Contains("(forts.)"));

        goesOn.ShouldBeGreaterThan(0);
        // Nowhere else: a page that begins with an order has its heading alone.
        string.Concat(pages).Split("(forts.)").Length.ShouldBe(goesOn + 1);
        string.Concat(pages).Split("Delsum").Length.ShouldBe(13);
    }

    [NeedsPoppler]
    public void A_consumer_reads_the_prices_that_he_ordered_and_the_VAT_below()
    {
        var text = Text(SampleInvoices.Private(), new() { Language = Language.No, ShowsPricesWithVat = true });

        text.ShouldContain("Varmeovn 1 850,00 25 % 850,00");
        text.ShouldContain("Drosje 1 300,00 −10,00 12 % 290,00");
        text.ShouldContain("Fakturagebyr 25 % 6,50");
        text.ShouldContain("inkl. mva.");
        text.ShouldContain("Sum ekskl. mva. 944,13");
        text.ShouldContain("Sum inkl. mva. 1 146,50");
        text.ShouldContain("NOK 1 146,50");
        text.ShouldNotContain("680,00");
    }

    [NeedsPoppler]
    public void A_company_reads_prices_without_VAT()
    {
        var text = Text(SampleInvoices.Private(), new() { Language = Language.No });

        text.ShouldContain("Varmeovn 1 680,00 25 % 680,00");
        text.ShouldContain("Drosje 1 267,857 −8,93 12 % 258,93");
        text.ShouldNotContain("850,00");
    }

    [NeedsPoppler]
    public void A_document_without_prices_with_VAT_shows_those_that_it_has()
    {
        var invoice = SampleInvoices.Private();
        var text = Text(
            invoice with
            {
                Lines = [invoice.Lines[0], invoice.Lines[1] with { WithVat = null }],
            },
            new() { Language = Language.No, ShowsPricesWithVat = true }
        );

        text.ShouldContain("Varmeovn 1 680,00 25 % 680,00");
    }

    [NeedsPoppler]
    public void A_credit_note_says_which_invoice_why_and_what_is_left_to_pay_of_it()
    {
        var invoice = SampleInvoices.Of(SampleInvoices.Line("Kurs"));
        var note = SampleInvoices.CreditNote() with
        {
            PrecedingInvoices =
            [
                new("10023", new(2026, 3, 5))
                {
                    LeftToPay = 552.25m,
                    DueDate = invoice.DueDate,
                    Payment = invoice.Payment,
                },
            ],
            Notes = ["Årsak: Skadd vare"],
        };
        var text = Text(note, new() { Language = Language.No });
        var settled = Text(
            note with
            {
                PrecedingInvoices = [note.PrecedingInvoices[0] with { LeftToPay = 0 }],
            },
            new() { Language = Language.No }
        );

        text.ShouldContain("Opprinnelig faktura 10023, 05.03.2026");
        text.ShouldContain("Årsak: Skadd vare");
        text.ShouldContain("Igjen å betale på fakturaen\nNOK 552,25");
        text.ShouldContain($"KID\n{Kid}");
        settled.ShouldContain("Igjen å betale på fakturaen\nNOK 0,00");
        settled.ShouldNotContain(Kid);
    }

    [NeedsPoppler]
    public void A_German_credit_note_is_a_correction_of_an_invoice() =>
        Text(SampleInvoices.CreditNote(), new() { Language = Language.De })
            .ShouldContain("Gutschrift (Rechnungskorrektur)\nKreditnota\n");

    [NeedsPoppler]
    public void An_IBAN_stands_beside_the_account_that_it_holds()
    {
        var invoice = SampleInvoices.Of(SampleInvoices.Line("Kurs"));
        var payment = invoice.Payment! with { AccountNumber = "NO9386011117947", Bic = "DNBANOKK" };
        var text = Text(invoice with { Payment = payment }, new() { Language = Language.En });
        var foreign = Text(
            invoice with
            {
                Payment = payment with { AccountNumber = "SE4550000000058398257466" },
            },
            new() { Language = Language.En }
        );

        text.ShouldContain("Account no.\n8601.11.17947");
        text.ShouldContain("IBAN\nNO93 8601 1117 947\nBIC\nDNBANOKK");
        foreign.ShouldContain("IBAN\nSE45 5000 0000 0583 9825 7466");
        foreign.ShouldNotContain("Account no.");
    }

    [NeedsPoppler]
    public void Every_sheet_of_a_test_says_so()
    {
        var test = new PdfPresentation { Language = Language.No, IsTest = true };
        var pages = Pages(SampleInvoices.Corporate(), test);

        pages.Length.ShouldBeGreaterThan(1);
        // A reader sees the letters that climb across a sheet as a line each.
        pages.ShouldAllBe(page => page.ReplaceLineEndings("").Contains("TEST"));
        Pages(SampleInvoices.Corporate(), test with { IsPreview = true })
            .ShouldAllBe(page => page.ReplaceLineEndings("").Contains("TEST·FORHÅNDSVISNING"));
        Pages(SampleInvoices.Corporate()).ShouldAllBe(page => !page.ReplaceLineEndings("").Contains("TEST"));
    }

    /// <summary>WCAG 2.1, 1.4.3 asks for 4.5 to 1; a copy in grey loses some of it.</summary>
    [NeedsPoppler]
    public void No_word_is_smaller_than_8_points_or_too_pale()
    {
        foreach (var language in Enum.GetValues<Language>())
        foreach (var invoice in new[] { SampleInvoices.Private(), SampleInvoices.CreditNote(), Collective(3) })
        {
            var fonts = PdfReading.Fonts(InvoicePdf.Render(invoice, new() { Language = language }));

            fonts.Count.ShouldBeGreaterThan(5);
            fonts.ShouldAllBe(font => font.Size >= 8);
            fonts.Where(font => font.Color != "#ffffff").ShouldAllBe(font => ContrastWithPaper(font.Color) >= 7);
        }
    }

    private static Invoice Collective(int orders)
    {
        var three = SampleInvoices.Collective();
        var lines = Enumerable
            .Range(0, orders)
            .SelectMany(order =>
                three.Lines.Take(2).Select(line => line with { OrderLineReference = $"{8801 + order}", Note = null })
            );
        return SampleInvoices.Of(SampleInvoices.CorporateBuyer, [.. lines], three.Charges);
    }

    private static double ContrastWithPaper(string color)
    {
        var channels = Enumerable
            .Range(0, 3)
            .Select(at => int.Parse(color.AsSpan(1 + 2 * at, 2), NumberStyles.HexNumber, null) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))
            .ToArray();
        return 1.05 / (0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2] + 0.05);
    }

    private static string Text(Invoice invoice, PdfPresentation presentation) =>
        PdfReading.Text(InvoicePdf.Render(invoice, presentation));

    private static string[] Pages(Invoice invoice, PdfPresentation? presentation = null) =>
        Text(invoice, presentation ?? new() { Language = Language.No })
            .Split('\f', StringSplitOptions.RemoveEmptyEntries);
}
