using System.Security.Cryptography;
using Budstikke.Clients;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>From an order to a numbered document.</summary>
public sealed class InvoicingStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_client_has_consecutive_numbers_of_its_own(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var second = await Another(app, firstNumber: 500);
        var third = await Another(app, firstNumber: 1);
        var orders = new List<(Caller Caller, string Order)>();

        for (var round = 0; round < 4; round++)
        {
            foreach (var caller in new[] { app.Caller, second, third })
                orders.Add((caller, await app.Submit(Samples.ToPerson, caller: caller)));
            if (round % 2 == 1)
                await app.RunJobs();
        }

        (await Numbers(app, orders, app.Caller)).ShouldBe([10001, 10002, 10003, 10004]);
        (await Numbers(app, orders, second)).ShouldBe([500, 501, 502, 503]);
        (await Numbers(app, orders, third)).ShouldBe([1, 2, 3, 4]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_due_date_on_a_holiday_moves_to_the_next_working_day(Store store)
    {
        // Ten days after 15 December 2026 is Christmas Day, a Friday; the next working day is Monday the 28th.
        await using var app = await BudstikkeApp.Start(store, now: new(2026, 12, 15, 9, 0, 0, TimeSpan.Zero));

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var invoice = await app.InvoiceOf(order);
        invoice.IssueDate.ShouldBe("2026-12-15");
        invoice.DueDate.ShouldBe("2026-12-28");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_of_nothing_gets_an_invoice_that_asks_for_no_payment(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var line = Samples.ToPerson.Lines[0];
        var order = await app.Submit(
            Samples.ToPerson with
            {
                Lines = [line, line with { ItemName = "Gift card", Quantity = -1, Amount = -51 }],
                Claimed = new(0, 0, 0, 0),
            }
        );
        await app.RunJobs();

        var row = await app.InvoiceOf(order);
        (row.AmountDue, row.Kid, row.DueDate).ShouldBe((0, null, null));
        var document = UblReader.Read(await app.Document(order, "ubl"));
        (document.Payment, document.DueDate).ShouldBe((null, null));
        var sent = app.Email.Sent.ShouldHaveSingleItem().Invoice;
        (sent.AmountDue, sent.Kid, sent.DueDate).ShouldBe((0, null, null));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_fonts_in_the_PDF_and_in_the_EHF_that_carries_it_are_stored_once_for_all_invoices(Store store)
    {
        const int MaxBytesOfItsOwn = 30_000;
        await using var app = await BudstikkeApp.Start(store);

        await app.Submit(Samples.ToCompany);
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var ehf = await app.Document(order, "ubl");
        var pdf = await app.Document(order, "pdf");
        UblReader.Read(ehf).Attachments.ShouldHaveSingleItem().Content.ToArray().ShouldBe(pdf);
        ehf.Length.ShouldBeGreaterThan(MaxBytesOfItsOwn);
        var stored = await app.Database.Read(async session =>
            (
                Parts: await session.QuerySingle<long>("SELECT count(*) FROM shared_parts"),
                Longest: await session.QuerySingle<long>("SELECT max(length(content)) FROM documents")
            )
        );
        stored.Parts.ShouldBe(2);
        stored.Longest.ShouldBeLessThan(MaxBytesOfItsOwn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_issue_date_is_the_day_in_Norway(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, now: new(2026, 11, 23, 23, 30, 0, TimeSpan.Zero));

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await app.InvoiceOf(order)).IssueDate.ShouldBe("2026-11-24");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_KID_has_a_right_check_digit_one_length_and_is_unique_on_an_account_that_clients_share(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var second = await Another(app, firstNumber: 10001);
        var kids = new List<string>();

        foreach (var caller in new[] { app.Caller, second, app.Caller, second })
        {
            var order = await app.Submit(Samples.ToPerson, caller: caller);
            await app.RunJobs();
            kids.Add((await app.InvoiceOf(order)).Kid!);
        }

        kids.ShouldBeUnique();
        kids.ShouldAllBe(kid => Kid.Parse(kid).Value.IsMod10);
        kids.Select(kid => kid.Length).Distinct().ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_amount_due_is_the_grand_total_in_the_store_and_on_the_document(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        (await app.InvoiceOf(order)).AmountDue.ShouldBe(129_999);
        UblReader.Read(await app.Document(order, RenderInvoice.Ubl)).Totals.AmountDue.ShouldBe(1299.99m);
        (
            await app.Database.Read(session => session.Query<(string, long)>("SELECT kind, amount FROM ledger"))
        ).ShouldBe([("issued", 129_999L)]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stored_document_has_the_hash_that_the_timeline_and_the_store_name(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        var pdf = await app.Document(order, RenderInvoice.Pdf);
        var ubl = await app.Document(order, RenderInvoice.Ubl);
        pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        var issued = (await app.Facts(order, nameof(InvoiceIssued))).ShouldHaveSingleItem();
        issued.GetProperty("pdfSha256").GetString().ShouldBe(HashOf(pdf));
        issued.GetProperty("ublSha256").GetString().ShouldBe(HashOf(ubl));
        var stored = app.Services.GetRequiredService<InvoiceStore>();
        (await stored.Hashes(app.ClientId, (await app.InvoiceOf(order)).InvoiceId)).ShouldBe(
            [(RenderInvoice.Pdf, HashOf(pdf)), (RenderInvoice.Ubl, HashOf(ubl))],
            ignoreOrder: true
        );
        UblReader.Read(ubl).Attachments.ShouldHaveSingleItem().Content.ToArray().ShouldBe(pdf);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_sent_is_what_is_stored(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var mail = app.Email.Sent.ShouldHaveSingleItem();
        (await mail.ReadPdf(CancellationToken.None)).ShouldBe(await app.Document(order, RenderInvoice.Pdf));
        (await mail.ReadUbl(CancellationToken.None)).ShouldBe(await app.Document(order, RenderInvoice.Ubl));
        mail.Invoice.AmountDue.ShouldBe(51);
    }

    [Theory]
    [InlineData(InvoiceInterval.Daily, false)]
    [InlineData(InvoiceInterval.Monthly, true)]
    [InlineData(InvoiceInterval.Monthly, false)]
    [InlineData(InvoiceInterval.TwiceMonthly, true)]
    public async Task An_order_that_is_collected_waits_as_SENT(object interval, bool separate)
    {
        await using var app = await BudstikkeApp.Start();

        var order = await app.Submit(
            Samples.ToPerson with
            {
                Interval = (InvoiceInterval)interval,
                SeparateInvoices = separate,
            }
        );
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Sent);
        (await app.Timeline(order)).ShouldBe(["OrderAccepted"]);
        (await app.JobCount()).ShouldBe(0);
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static async Task<Caller> Another(BudstikkeApp app, long firstNumber) =>
        await app.CallerOf(
            (await app.AddClient(BudstikkeApp.SampleClient with { FirstNumber = firstNumber })).ClientId
        );

    private static async Task<IReadOnlyList<long>> Numbers(
        BudstikkeApp app,
        List<(Caller Caller, string Order)> orders,
        Caller caller
    )
    {
        var numbers = new List<long>();
        foreach (var (_, order) in orders.Where(order => order.Caller == caller))
            numbers.Add((await app.InvoiceOf(order)).Number);
        return numbers;
    }
}
