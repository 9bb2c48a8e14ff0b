using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

public sealed class InvoicePdfTests
{
    [NeedsPoppler]
    public void The_sheet_shows_what_must_be_paid_how_and_when()
    {
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(SampleInvoices.Line("Varmeovn", 1, 3600))));

        text.ShouldContain("Fakturanr. 10023");
        text.ShouldContain("Fakturadato 05.03.2026");
        text.ShouldContain("Forfallsdato 16.03.2026");
        text.ShouldContain("NOK 4 500,00");
        text.ShouldContain("8601.11.17947");
        text.ShouldContain("201170100238");
    }

    [NeedsPoppler]
    public void The_sheet_shows_what_bookkeeping_law_asks_for()
    {
        var text = PdfReading.Text(
            PdfReading.Render(SampleInvoices.Of(SampleInvoices.CorporateBuyer, [SampleInvoices.Line("Kurs", 2)], []))
        );

        text.ShouldContain("Org.nr. 988 077 917 MVA · Foretaksregisteret");
        text.ShouldContain("Kundens org.nr. 995 525 828");
        text.ShouldContain("Leveringsdato 04.03.2026");
        text.ShouldContain("Leveringssted Sandnes");
        text.ShouldContain("Kurs 2 100,00 25 % 200,00");
        text.ShouldContain("25 % 200,00 50,00");
    }

    [NeedsPoppler]
    public void Every_line_of_an_invoice_of_sixty_with_three_rates_and_discounts_is_on_paper()
    {
        var invoice = SampleInvoices.Corporate();
        var text = PdfReading.Text(PdfReading.Render(invoice));

        foreach (var line in invoice.Lines)
        {
            text.ShouldContain(line.ItemName);
            text.ShouldContain($"Varenr. {line.SellersItemId}");
        }

        text.ShouldContain("4 1 278,50 −50,00 15 % 5 064,00");
        text.ShouldContain("Fakturagebyr 25 % 45,00");
        text.ShouldContain("25 % 972 247,50 243 061,88");
        text.ShouldContain("15 % 905 032,50 135 754,88");
        text.ShouldContain("12 % 938 472,50 112 616,70");
        text.ShouldContain("NOK 3 307 185,96");
    }

    [NeedsPoppler]
    public void A_plain_discount_is_known_by_what_it_is_and_only_another_gives_its_reason()
    {
        LineAllowance[] allowances = [LineAllowance.Discount(10, Language.Sv), new(5, "Rabatt"), new(2, "Stamkunde")];
        var line = SampleInvoices.Line("Kurs") with { Allowances = allowances };
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(line)));

        text.ShouldContain("Rabatt: Rabatt\nRabatt: Stamkunde");
        text.Split("Rabatt: Rabatt").Length.ShouldBe(2);
        text.ShouldContain("−17,00");
    }

    [NeedsPoppler]
    public void A_thousand_lines_fill_pages_and_none_is_dropped()
    {
        var lines = Enumerable.Range(1, 1000).Select(i => SampleInvoices.Line($"Vare nummer {i} slutt", i, 3.25m));
        var document = PdfReading.Render(SampleInvoices.Of(lines));
        var text = PdfReading.Text(document);

        document.PageCount.ShouldBeInRange(25, 45);
        for (var i = 1; i <= 1000; i++)
            text.ShouldContain($"Vare nummer {i} slutt");
        for (var page = 1; page <= document.PageCount; page++)
            text.ShouldContain($"Side {page} av {document.PageCount}");
        text.Split("Beskrivelse").Length.ShouldBeGreaterThan(document.PageCount - 1);
    }

    [NeedsPoppler]
    public void A_description_longer_than_a_page_goes_on_over_the_next()
    {
        var words = Enumerable.Range(1, 6000).Select(i => $"ord{i}");
        var document = PdfReading.Render(SampleInvoices.Of(SampleInvoices.Line(string.Join(' ', words))));
        var text = PdfReading.Text(document);

        document.PageCount.ShouldBeGreaterThan(5);
        text.ShouldContain("ord1 ");
        text.ShouldContain("ord3000");
        text.ShouldContain("ord6000");
    }

    [NeedsPoppler]
    public void A_credit_note_names_the_invoice_and_asks_for_no_payment()
    {
        var note = SampleInvoices.CreditNote() with
        {
            Payment = SampleInvoices.Of().Payment,
            DueDate = new(2026, 4, 1),
        };
        var text = PdfReading.Text(PdfReading.Render(note, Language.Sv));

        text.ShouldContain("Kreditfaktura");
        text.ShouldContain("Ursprunglig faktura 10023, 2026-03-05");
        text.ShouldContain("Krediterat belopp NOK 597,75");
        text.ShouldNotContain("Förfallodatum");
        text.ShouldNotContain("Betalningsinformation");
        text.ShouldNotContain("8601");
    }

    [NeedsPoppler]
    public void An_invoice_of_nothing_says_so_and_asks_for_no_payment()
    {
        var free = SampleInvoices.Line("Prøvetime", 1, 0);
        var document = PdfReading.Render(SampleInvoices.Of(free) with { DueDate = null, Payment = null });
        // What a caller of the library gives beside it is not printed either.
        var withAccount = PdfReading.Render(SampleInvoices.Of(free));

        foreach (var text in new[] { PdfReading.Text(document), PdfReading.Text(withAccount) })
        {
            text.ShouldContain("Ingenting å betale NOK 0,00");
            text.ShouldNotContain("Betalingsinformasjon");
            text.ShouldNotContain("8601");
            text.ShouldNotContain("Forfallsdato");
            text.ShouldNotContain("forsinkelsesrente");
        }
    }

    [NeedsPoppler]
    public void A_collective_invoice_heads_each_order_once()
    {
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Collective()));

        text.ShouldContain("Periode 01.02.2026 – 28.02.2026");
        text.Split("Ordrenr. 8801 · Leveringsdato 04.02.2026 · Anne Larsen").Length.ShouldBe(2);
        text.Split("Ordrenr. 8850 · Leveringsdato 11.02.2026 · Jon Li").Length.ShouldBe(2);
        text.Split("Ordrenr. 8922 · Leveringsdato 27.02.2026\n").Length.ShouldBe(2);
        text.Split("Anne Larsen").Length.ShouldBe(2);
        text.Split("04.02.2026").Length.ShouldBe(2);
    }

    [NeedsPoppler]
    public void A_line_of_other_days_than_its_order_shows_them() =>
        PdfReading
            .Text(PdfReading.Render(SampleInvoices.Collective()))
            .ShouldContain("Ventetid 0,5 h 410,00 12 % 205,00\n27.02.2026 – 28.02.2026");

    [NeedsPoppler]
    public void A_credit_note_names_every_invoice_that_it_corrects()
    {
        var note = SampleInvoices.CreditNote() with
        {
            PrecedingInvoices = [new("10023", new(2026, 3, 5)), new("10019", null)],
        };

        PdfReading
            .Text(PdfReading.Render(note, Language.En))
            .ShouldContain("Original invoice 10023, 5 March 2026\n10019");
    }

    [NeedsPoppler]
    public void Reverse_charge_is_said_in_the_words_of_the_law()
    {
        var line = SampleInvoices.Line("Klimakvoter", 1, 100, new(VatCategory.AE, 0));
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(line), Language.En));

        text.ShouldContain("Omvendt avgiftsplikt – Merverdiavgift ikke beregnet");
    }

    [NeedsPoppler]
    public void A_seller_outside_the_VAT_register_says_nothing_of_VAT()
    {
        var line = SampleInvoices.Line(
            "Kake",
            1,
            100,
            new(VatCategory.O, 0, "Ikke registrert i Merverdiavgiftsregisteret")
        );
        var invoice = SampleInvoices.Of(line);
        var text = PdfReading.Text(
            PdfReading.Render(
                invoice with
                {
                    Seller = invoice.Seller with { IsVatRegistered = false, IsInForetaksregisteret = false },
                }
            )
        );

        text.ShouldContain("Org.nr. 988 077 917\n");
        text.ShouldContain("Ikke registrert i Merverdiavgiftsregisteret");
        text.ShouldNotContain("MVA");
        text.ShouldNotContain("mva.");
        text.ShouldNotContain("Foretaksregisteret");
    }

    [NeedsPoppler]
    public void A_personal_number_given_as_organisation_number_is_not_printed()
    {
        var buyer = SampleInvoices.CorporateBuyer with { LegalRegistrationId = "15838532192" };
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(buyer, [SampleInvoices.Line("Kurs")], [])));

        text.ShouldNotContain("15838532192");
    }

    [NeedsPoppler]
    public void An_address_abroad_ends_with_the_country_in_capitals()
    {
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.CreditNote(), Language.Sv));

        text.ShouldContain("Åsa Öberg\nStorgatan 12\n411 05 GÖTEBORG\nSWEDEN");
        text.ShouldContain("NO-4306 Sandnes");
    }

    [NeedsPoppler]
    public void What_the_address_has_no_room_for_stands_in_full_below()
    {
        var name = string.Join(' ', Enumerable.Range(1, 40).Select(i => $"Etternavn{i}"));
        var buyer = SampleInvoices.PrivateBuyer with { Name = name };
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(buyer, [SampleInvoices.Line("Kurs")], [])));

        text.ShouldContain("4313 SANDNES");
        text.ReplaceLineEndings(" ").ShouldContain($"Kunde: {name}");
    }

    [NeedsPoppler]
    public void A_KID_is_printed_ungrouped_and_an_IBAN_in_groups_of_four()
    {
        var invoice = SampleInvoices.Of(SampleInvoices.Line("Kurs"));
        var payment = invoice.Payment! with { AccountNumber = "NO9386011117947", Bic = "DNBANOKK" };
        var text = PdfReading.Text(PdfReading.Render(invoice with { Payment = payment }));

        text.ShouldContain("NO93 8601 1117 947");
        text.ShouldContain("DNBANOKK");
        text.ShouldContain("201170100238");
    }

    [NeedsPoppler]
    public void A_preview_says_on_every_sheet_that_it_is_one_and_never_that_it_is_an_invoice()
    {
        var preview = InvoicePdf.Render(SampleInvoices.Corporate(), new() { Language = Language.No, IsPreview = true });
        var sheets = PdfReading.Text(preview).Split('\f', StringSplitOptions.RemoveEmptyEntries);

        sheets.Length.ShouldBe(preview.PageCount);
        // A reader sees the letters that climb across a sheet as a line each.
        sheets.ShouldAllBe(sheet => sheet.ReplaceLineEndings("").Contains("FORHÅNDSVISNING"));
        sheets.ShouldAllBe(sheet => sheet.Contains("Forhåndsvisning 10023 · Side"));
        sheets.ShouldAllBe(sheet => !sheet.Contains("Faktura 10023"));
        PdfReading.Faults(preview).ShouldBeEmpty();
    }
}
