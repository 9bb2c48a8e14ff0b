using System.Security.Cryptography;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Checks;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>Credit notes give back the VAT that was issued: to the øre, and at no moment more.</summary>
public sealed class CreditedVatStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Lines_that_are_given_back_one_by_one_give_back_their_own_nets_and_in_all_the_VAT_that_was_issued(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Of([.. Enumerable.Repeat(33.33m, 12)]));

        foreach (var line in Enumerable.Range(1, 12))
        {
            (await Refunds.Ask(app, order, 33.33m, new LineCredit(line, 33.33m))).ShouldBe(Refunding.Refunded);
            if (line % 5 == 0)
                await app.RunJobs();
        }
        await app.RunJobs();

        var documents = await Refunds.DocumentsOf(app, order);
        documents[0].Totals.TotalVat.ShouldBe(79.99m);
        documents.Skip(1).Sum(note => note.Totals.TotalVat).ShouldBe(79.99m);
        documents
            .Skip(1)
            .Select(note => note.Lines.Single().LineNetAmount)
            .ShouldBe(documents[0].Lines.Select(line => line.LineNetAmount));
        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_coupon_s_goods_are_not_given_back_at_their_full_price_while_the_coupon_is_kept(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var zeroRated = Of(100).Lines[0] with { VatRate = 0 };
        var order = await Refunds.Invoiced(app, With(Of(100, -40), zeroRated));

        (await Refunds.Ask(app, order, 100, new LineCredit(1, 100))).ShouldBe(Refunding.MoreThanIsLeft);
        (await Refunds.Ask(app, order, 60, new(1, 100), new(2, -40))).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        var note = (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem();
        note.Totals.TotalVat.ShouldBe(12);
        note.Lines.Select(line => (line.InvoicedQuantity, line.NetPrice, line.LineNetAmount))
            .ShouldBe([(1, 80, 80), (-1, 32, -32)]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_an_earlier_release_gave_back_too_much_is_found_and_the_next_credit_note_makes_it_good(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await GivenBackBefore(app, 8);

        (await Audits.Found(app)).ShouldBe([
            new(
                "credited VAT",
                order,
                "Its credit notes give back 0.08 of VAT at 25 %, and 0.06 was issued. The next credit note of "
                    + "the order gives back so much less."
            ),
        ]);

        (await Refunds.Ask(app, order, 0.06m)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        var last = (await Refunds.NotesOf(app, order))[^1];
        (last.Totals.TotalWithoutVat, last.Totals.TotalVat).ShouldBe((0.08m, -0.02m));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_an_earlier_release_gave_back_to_the_end_is_found_and_it_is_said_what_to_do(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await GivenBackBefore(app, 10);

        (await Audits.Found(app)).ShouldBe([
            new(
                "credited VAT",
                order,
                "Its credit notes give back 0.10 of VAT at 25 %, and 0.06 was issued. Issued documents are never "
                    + "changed: book the difference of 0.04 by a voucher that names them."
            ),
        ]);
    }

    [Fact]
    public async Task A_line_of_which_more_is_given_back_than_was_issued_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Refunds.Invoiced(app, Samples.ToCompany);
        await Refunds.Ask(app, order, 1200, new LineCredit(1, 1200));
        await app.RunJobs();

        await Audits.Break(app, "UPDATE refunds SET content = replace(content, '\"line\":1', '\"line\":2')");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("Of its line 2, 960.00 without VAT is given back, and 86.95 was issued.");
    }

    [Fact]
    public void An_order_whose_lines_are_not_those_of_its_invoice_is_found() =>
        CreditChecks.Judge(Of(1, 2), [], []).ShouldBe(["Its invoice has 0 lines of it, and it has 2."]);

    /// <summary>An order of 0.30 of which so many parts of 0.03 were given back when each credit note computed its VAT
    /// by itself.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_was_rounded_up_is_given_back_to_the_last_øre_though_its_lines_left_are_below_zero(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var rebate = Of(-0.02m).Lines[0] with { VatRate = 12 };
        var order = await Refunds.Invoiced(app, With(Of(100), rebate) with { Claimed = new(0, 0, 0, 100.01m) });

        (await Refunds.Ask(app, order, 100, new LineCredit(1, 100))).ShouldBe(Refunding.Refunded);
        (await Refunds.Ask(app, order, 0.01m)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        var notes = await Refunds.NotesOf(app, order);
        notes.Select(note => note.Totals.AmountDue).ShouldBe([100, 0.01m], ignoreOrder: true);
        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static async Task<string> GivenBackBefore(BudstikkeApp app, int parts)
    {
        var order = await Refunds.Invoiced(app, Of(0.30m));
        for (var part = 0; part < parts; part++)
            (await Refunds.Ask(app, order, 0.03m)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();
        var invoices = app.Services.GetRequiredService<InvoiceStore>();
        foreach (
            var row in (await invoices.OfOrder(app.Caller.Client.ClientId, order)).Where(row =>
                row.Kind == InvoiceRow.CreditNote
            )
        )
        {
            var note = UblReader.Read((await invoices.Document(row.ClientId, row.InvoiceId, RenderInvoice.Ubl))!);
            var content = UblWriter.ToArray(ByItself(note), UblProfile.En16931);
            await app.Execute(
                "UPDATE documents SET content = @content, sha256 = @sha256 WHERE invoice_id = @InvoiceId "
                    + "AND format = 'ubl'",
                new
                {
                    row.InvoiceId,
                    content,
                    sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                }
            );
            await app.Execute("UPDATE invoices SET total_vat = 1 WHERE invoice_id = @InvoiceId", new { row.InvoiceId });
        }
        await app.Execute("UPDATE refunds SET nets = NULL", new { });
        return order;
    }

    private static Invoice ByItself(Invoice note)
    {
        var line = note.Lines.Single();
        var amount = note.Totals.AmountDue;
        var amounts = NetAmounts.FromInclusive([new(1, amount, false, 0, amount, line.Vat)], [], amount);
        return note with
        {
            Lines =
            [
                line with
                {
                    NetPrice = amounts.Lines[0].NetPrice,
                    LineNetAmount = amounts.Lines[0].LineNetAmount,
                },
            ],
            VatBreakdowns = amounts.VatBreakdowns,
            Totals = amounts.Totals,
        };
    }

    private static Order With(Order order, OrderLine line) =>
        order with
        {
            Lines = [.. order.Lines, line],
            Claimed = new(0, 0, 0, order.Claimed.GrandTotal + line.Amount),
        };

    /// <summary>To a person, at 25 %.</summary>
    private static Order Of(params decimal[] amounts) =>
        Samples.ToPerson with
        {
            Lines =
            [
                .. amounts.Select(amount =>
                    Samples.ToPerson.Lines[0] with
                    {
                        Quantity = amount < 0 ? -1 : 1,
                        Price = Math.Abs(amount),
                        Amount = amount,
                        VatRate = 25,
                    }
                ),
            ],
            Claimed = new(0, 0, 0, amounts.Sum()),
        };
}
