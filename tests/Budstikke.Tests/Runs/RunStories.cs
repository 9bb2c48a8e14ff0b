using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Runs;

/// <summary>Orders that are collected, and the runs that invoice them.</summary>
public sealed class RunStories
{
    private static readonly TimeSpan s_untilTheNextRun =
        new DateTimeOffset(2026, 11, 24, 5, 0, 0, TimeSpan.Zero) - BudstikkeApp.Monday;

    private static readonly Order s_collected = Samples.ToCompany with { SeparateInvoices = false };

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_of_a_day_stand_on_one_invoice_the_next_morning_at_six(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var first = await app.Submit(s_collected);
        var second = await app.Submit(
            s_collected with
            {
                BuyerReference = "Prosjekt 7",
                PurchaseOrderReference = "PO-8",
            }
        );
        var other = await app.Submit(s_collected with { Customer = Samples.ToPerson.Customer, MaturityDays = 10 });

        await app.Wait(s_untilTheNextRun - TimeSpan.FromSeconds(1));
        (await app.StateOf(first)).ShouldBe(OrderState.Sent);
        await app.Wait(TimeSpan.FromSeconds(1));

        var invoice = await app.InvoiceOf(first);
        (await app.InvoiceOf(second)).InvoiceId.ShouldBe(invoice.InvoiceId);
        (await app.InvoiceOf(other)).InvoiceId.ShouldNotBe(invoice.InvoiceId);
        (invoice.IssueDate, invoice.DueDate, invoice.AmountDue).ShouldBe(("2026-11-24", "2026-12-24", 259998));
        (await app.Timeline(second)).ShouldBe([
            "OrderAccepted",
            "InvoiceIssued",
            "OrderStatusChanged",
            "DispatchPlanned",
            "DispatchAccepted",
        ]);
        app.Ehf.Sent.ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }
}
