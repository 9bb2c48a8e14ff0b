using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What customers read on the sheets that they are sent.</summary>
public sealed class SheetStories
{
    private static readonly Order s_heater = Samples.ToPerson with
    {
        Lines = [Samples.ToPerson.Lines[0] with { ItemName = "Heater", Price = 850, VatRate = 25, Amount = 850 }],
        Claimed = new(680, 170, 0, 850),
    };

    [NeedsPoppler]
    public async Task A_consumer_reads_the_price_that_he_ordered_at_and_a_company_the_price_without_VAT()
    {
        await using var app = await BudstikkeApp.Start();
        var person = await app.Submit(s_heater);
        var company = await app.Submit(Samples.ToCompany with { Lines = s_heater.Lines, Claimed = s_heater.Claimed });
        await app.RunJobs();

        (await SheetOf(app, person)).ShouldContain("Heater 1 850.00 25% 850.00");
        (await SheetOf(app, company)).ShouldContain("Heater 1 680,00 25 % 680,00");
    }

    [NeedsPoppler]
    public async Task A_price_that_was_sent_without_VAT_is_shown_to_a_consumer_with_it()
    {
        await using var app = await BudstikkeApp.Start();
        var line = s_heater.Lines[0] with { Price = 680, PriceIsWithoutVat = true };
        var order = await app.Submit(s_heater with { Lines = [line] });
        await app.RunJobs();

        (await SheetOf(app, order)).ShouldContain("Heater 1 850.00 25% 850.00");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_abroad_gets_IBAN_and_BIC_and_one_at_home_the_account(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var abroad = await app.Submit(Samples.ToForeignCompany);
        var home = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var payment = (await Refunds.DocumentsOf(app, abroad))[0].Payment!;
        (payment.AccountNumber, payment.Bic).ShouldBe(("NO9386011117947", "DNBANOKK"));
        var usual = (await Refunds.DocumentsOf(app, home))[0].Payment!;
        (usual.AccountNumber, usual.Bic).ShouldBe(("86011117947", null));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_was_given_as_an_IBAN_is_shown_as_one_to_everybody()
    {
        await using var app = await BudstikkeApp.Start();
        await ChangedClientStories.Set(app, "--account", "NO93 8601 1117 947");
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        await ChangedClientStories.Set(app, "--city", "Oslo");
        var next = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        await ChangedClientStories.Set(app, "--account", "86011117947");
        var last = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        foreach (var shown in new[] { order, next })
            (await Refunds.DocumentsOf(app, shown))[0].Payment!.AccountNumber.ShouldBe("NO9386011117947");
        (await Refunds.DocumentsOf(app, last))[0].Payment!.AccountNumber.ShouldBe("86011117947");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [NeedsPoppler]
    public async Task A_credit_note_says_why_and_what_is_left_to_pay_of_the_invoice()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Refunds.Invoiced(app, s_heater);
        await Refunds.Ask(app, order, new(300, [], "It had a dent."), key: null);
        await app.RunJobs();
        await Refunds.Ask(app, order, 550);
        await app.RunJobs();

        var notes = await NoteSheetsOf(app, order);
        notes[0].ShouldContain("Original invoice 10001,\n23 November 2026");
        notes[0].ShouldContain("Reason: It had a dent.");
        notes[0].ShouldContain("Left to pay of the invoice\nNOK 550.00");
        notes[1].ShouldContain("Left to pay of the invoice\nNOK 0.00");
    }

    [NeedsPoppler]
    public async Task A_document_of_a_test_client_says_TEST_across_the_sheet_and_another_does_not()
    {
        await using var app = await BudstikkeApp.Start();
        var test = await app.CallerOf(
            (await app.AddClient(BudstikkeApp.SampleClient with { Mode = ClientMode.Test })).ClientId
        );
        var orders = new[] { await app.Submit(s_heater, caller: test), await app.Submit(s_heater) };
        await app.RunJobs();

        var sheets = new[] { await SheetOf(app, orders[0]), await SheetOf(app, orders[1]) };
        sheets.Select(sheet => sheet.ReplaceLineEndings("").Contains("TEST")).ShouldBe([true, false]);
    }

    private static async Task<string> SheetOf(BudstikkeApp app, string order) =>
        Read(app, (await app.Document(order, RenderInvoice.Pdf))!);

    private static async Task<IReadOnlyList<string>> NoteSheetsOf(BudstikkeApp app, string order)
    {
        var owner = await app.OwnerOf(order);
        var invoices = app.Services.GetRequiredService<InvoiceStore>();
        var sheets = new List<string>();
        foreach (var row in await invoices.OfOrder(owner, order))
            if (row.Kind == InvoiceRow.CreditNote)
                sheets.Add(Read(app, (await invoices.Document(owner, row.InvoiceId, RenderInvoice.Pdf))!));
        return sheets;
    }

    private static string Read(BudstikkeApp app, byte[] pdf)
    {
        var file = Path.Combine(app.Folder, "sheet.pdf");
        File.WriteAllBytes(file, pdf);
        return Tool.Run("pdftotext", "-raw", "-enc", "UTF-8", file, "-").Output.Replace('\u00A0', ' ');
    }
}
