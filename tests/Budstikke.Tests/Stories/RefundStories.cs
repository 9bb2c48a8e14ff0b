using Budstikke.Distribution;
using Budstikke.Documents.Invoices;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What was invoiced is given back, whole or in part, by credit notes of their own numbers.</summary>
public sealed class RefundStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_whole_refund_issues_a_credit_note_with_the_amounts_of_the_invoice(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);

        (await Refunds.Ask(app, order, 1299.99m)).ShouldBe(Refunding.Refunded);
        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        var (invoice, note) = await Refunds.PairOf(app, order);
        note.Type.ShouldBe(InvoiceType.CreditNote);
        note.Number.ShouldBe("10002");
        note.PrecedingInvoices.ShouldBe([new(invoice.Number, invoice.IssueDate)]);
        note.Lines.ShouldBeEquivalentTo(invoice.Lines);
        note.VatBreakdowns.ShouldBe(invoice.VatBreakdowns);
        note.Totals.ShouldBe(invoice.Totals);
        (note.Seller, note.Buyer).ShouldBe((invoice.Seller, invoice.Buyer));
        (note.DueDate, note.Payment).ShouldBe((null, null));
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_collective_invoice_only_the_lines_of_the_refunded_order_are_given_back(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var collected = Samples.ToCompany with { SeparateInvoices = false };
        string[] orders = [await app.Submit(collected), await app.Submit(collected)];
        await app.Wait(TimeSpan.FromDays(1));
        var collective = await app.InvoiceOf(orders[0]);
        collective.AmountDue.ShouldBe(259998);

        (await Refunds.Ask(app, orders[1], 1299.99m)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        (await app.StateOf(orders[0])).ShouldBe(OrderState.Invoiced);
        (await app.StateOf(orders[1])).ShouldBe(OrderState.Refunded);
        var (invoice, note) = await Refunds.PairOf(app, orders[1]);
        invoice.Number.ShouldBe($"{collective.Number}");
        note.PrecedingInvoices.ShouldBe([new(invoice.Number, invoice.IssueDate)]);
        note.SalesOrderReference.ShouldBe(orders[1]);
        note.Lines.Count.ShouldBe(Samples.ToCompany.Lines.Count);
        note.Totals.AmountDue.ShouldBe(1299.99m);
        (await app.Services.GetRequiredService<InvoiceStore>().OfOrder(app.ClientId, orders[0])).ShouldHaveSingleItem();
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Its_credit_note_goes_the_way_of_the_invoice_and_the_timeline_tells(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);

        await Refunds.Ask(app, order, 1299.99m);
        await app.RunJobs();

        app.Ehf.Sent.Select(sent => sent.Invoice.IsCreditNote).ShouldBe([false, true]);
        app.Ehf.Sent.Select(sent => sent.Key).ShouldBeUnique();
        (await app.Timeline(order))
            .SkipWhile(kind => kind != nameof(RefundRequested))
            .ShouldBe([
                "RefundRequested",
                "CreditNoteIssued",
                "OrderStatusChanged",
                "DispatchPlanned",
                "DispatchAccepted",
            ]);
        (await app.Facts(order)).Single(fact => fact.Kind == nameof(RefundRequested)).CausedBy.ShouldBe("token:first");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lines_are_given_back_one_by_one_and_never_twice(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);

        (await Refunds.Ask(app, order, 200, new LineCredit(1, 200))).ShouldBe(Refunding.Refunded);
        (await Refunds.Ask(app, order, 1000.01m, new LineCredit(1, 1000.01m))).ShouldBe(Refunding.MoreThanIsLeft);
        (await Refunds.Ask(app, order, 1, new LineCredit(3, 1))).ShouldBe(Refunding.NoSuchLine);
        await app.RunJobs();
        (await app.StateOf(order)).ShouldBe(OrderState.PartiallyRefunded);
        (await Refunds.Ask(app, order, 1099.99m, new(2, 99.99m), new(1, 1000))).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        (await Refunds.Ask(app, order, 0.01m)).ShouldBe(Refunding.MoreThanIsLeft);
        var notes = await Refunds.NotesOf(app, order);
        notes.Select(note => note.Totals.AmountDue).ShouldBe([200, 1099.99m]);
        notes[0].Lines.ShouldHaveSingleItem().LineNetAmount.ShouldBe(160);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_amount_without_lines_is_spread_over_the_rates_in_proportion(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);

        await Refunds.Ask(app, order, 130);
        await app.RunJobs();

        var note = (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem();
        note.Totals.AmountDue.ShouldBe(130);
        note.VatBreakdowns.Select(b => (b.Vat.Rate, b.TaxableAmount + b.TaxAmount)).ShouldBe([(25, 120), (15, 10)]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_in_many_parts_ends_at_the_order_s_amount(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);

        for (var i = 0; i < 12; i++)
            (await Refunds.Ask(app, order, 100.01m)).ShouldBe(Refunding.Refunded);
        (await Refunds.Ask(app, order, 99.88m)).ShouldBe(Refunding.MoreThanIsLeft);
        (await Refunds.Ask(app, order, 99.87m)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        (await Refunds.NotesOf(app, order)).Sum(note => note.Totals.AmountDue).ShouldBe(1299.99m);
        (await app.Facts(order, nameof(OrderStatusChanged)))
            .Select(fact => fact.GetProperty("to").GetString())
            .ShouldBe([OrderState.Invoiced, OrderState.PartiallyRefunded, OrderState.Refunded]);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_amount_off_a_line_is_a_price_reduction_and_no_returned_article_and_the_reason_stands_below(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var (cut, coffee) = (Samples.ToCompany.Lines[0], Samples.ToCompany.Lines[1]);
        var order = await Refunds.Invoiced(
            app,
            Samples.ToCompany with
            {
                Lines = [cut with { SellersItemId = "K-1" }, coffee with { SellersItemId = "K-2" }],
            }
        );

        var wish = new RefundWish(599.99m, [new(1, 500), new(2, 99.99m)], "Ujevn klipp");
        (await Refunds.Ask(app, order, wish, key: null))!.Result.ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        var note = (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem();
        note.Lines.Select(line => (line.ItemName, line.SellersItemId, line.InvoicedQuantity, line.LineNetAmount))
            .ShouldBe([("Prisavslag: Klipp", null, 1, 400), ("Kaffe", "K-2", 3, 86.95m)]);
        note.Notes.ShouldBe(["Årsak: Ujevn klipp"]);
        (await app.Facts(order, nameof(RefundRequested)))
            .Single()
            .GetProperty("reason")
            .GetString()
            .ShouldBe("Ujevn klipp");
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", "Price reduction: Klipp")]
    [InlineData("sv", "Prisavdrag: Klipp")]
    [InlineData("da", "Prisnedslag: Klipp")]
    [InlineData("de", "Preisnachlass / Prisavslag: Klipp")]
    public async Task A_price_reduction_is_called_so_in_the_customer_s_language(string language, string name)
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Refunds.Invoiced(
            app,
            Samples.ToCompany with
            {
                Customer = Samples.ToCompany.Customer with { Language = language },
            }
        );

        await Refunds.Ask(app, order, 1, new LineCredit(1, 1));
        await app.RunJobs();

        (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().ItemName.ShouldBe(name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_not_invoiced_or_was_cancelled_is_not_refunded(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var waiting = await app.Submit(Samples.ToPerson);
        var cancelled = await app.Submit(Samples.ToPerson);
        await Refunds.Cancel(app, cancelled);

        (await Refunds.Ask(app, waiting, 51)).ShouldBe(Refunding.NotInvoiced);
        (await Refunds.Ask(app, cancelled, 51)).ShouldBe(Refunding.AlreadyCancelled);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_a_refund_nothing_is_cancelled_and_only_what_is_still_owed_is_sent_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 1);
        await app.RunJobs();

        (await Refunds.Cancel(app, order)).ShouldBe(Cancellation.AlreadyInvoiced);
        (await Refunds.Resend(app, order)).ShouldBe(Resending.Requested);
        await app.RunJobs();
        app.Email.Sent.Select(sent => sent.Invoice.IsCreditNote).ShouldBe([false, true, false]);

        await Refunds.Ask(app, order, 50);
        await app.RunJobs();
        (await Refunds.Resend(app, order)).ShouldBe(Resending.AlreadyPaidOrCancelled);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_that_no_lawful_credit_note_can_be_made_of_lies_with_a_person(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var wash = Samples.ToPerson.Lines[0];
        var order = await Refunds.Invoiced(
            app,
            Samples.ToPerson with
            {
                Lines = [wash, wash, wash],
                Claimed = new(153, 0, 0, 153),
            }
        );
        await app.Execute("UPDATE orders SET content = replace(content, 'Hair Wash', '')", new { });

        await Refunds.Ask(app, order, 51, new LineCredit(1, 51));
        await Refunds.Ask(app, order, 51, new LineCredit(2, 51));
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await app.Timeline(order)).Count(kind => kind == nameof(CreditNoteRejected)).ShouldBe(2);
        (await app.Timeline(order)).Count(kind => kind == "CaseOpened").ShouldBe(2);
        app.ServiceMails.Sent[0].Subject.ShouldContain("no lawful credit note can be made of a refund");
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
        // No number is used, and nothing is given back.
        var next = await Refunds.Invoiced(app, Samples.ToPerson);
        (await app.InvoiceOf(next)).Number.ShouldBe(10002);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_credit_note_and_an_invoice_with_the_same_number_conflict_and_one_begins_anew(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 51);
        var other = await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        jobs.Count.ShouldBe(2);
        var note = await app.Issuer.Handle([jobs[0]], CancellationToken.None);

        await app.Settle([jobs[1]], token, await app.Issuer.Handle([jobs[1]], CancellationToken.None));
        await Should.ThrowAsync<ConflictException>(() => app.Settle([jobs[0]], token, note));
        await app.Queue.Release([jobs[0]], token, wereBegun: true);
        await app.RunJobs();

        (await app.InvoiceOf(other)).Number.ShouldBe(10002);
        (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem().Number.ShouldBe("10003");
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_refunds_at_the_same_moment_no_more_goes_through_than_was_invoiced(Store store)
    {
        var folder = StoreFolder.New();
        await using (var one = await BudstikkeApp.Start(store, folder))
        {
            // SQLite has one process: there the callers are side by side in it.
            await using var two = store == Store.Postgres ? await BudstikkeApp.Start(store, folder) : null;
            BudstikkeApp[] nodes = [one, two ?? one];
            for (var round = 0; round < 5; round++)
            {
                var order = await Refunds.Invoiced(one, Samples.ToCompany);

                var answers = await Task.WhenAll(
                    Enumerable.Range(0, 8).Select(i => Task.Run(() => Refunds.Ask(nodes[i % 2], order, 500)))
                );
                await Task.WhenAll(nodes.Distinct().Select(node => Task.Run(node.RunJobs)));
                await one.RunJobs();

                answers.Count(answer => answer == Refunding.Refunded).ShouldBe(2);
                answers.Count(answer => answer == Refunding.MoreThanIsLeft).ShouldBe(6);
                (await Refunds.NotesOf(one, order)).Sum(note => note.Totals.AmountDue).ShouldBe(1000);
            }
            (await Audits.Of(one)).Findings.ShouldBeEmpty();
        }
        await StoreFolder.Delete(folder);
    }
}
