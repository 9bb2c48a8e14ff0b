using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>
/// What the ledger says decides the state of an order. Nothing writes a payment yet, so the story does.
/// </summary>
public sealed class LedgerStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_paid_order_that_is_partly_refunded_keeps_what_was_paid_and_the_other_order_stays_paid(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        var collected = Samples.ToCompany with { SeparateInvoices = false };
        string[] orders = [await app.Submit(collected), await app.Submit(collected)];
        await app.Wait(TimeSpan.FromDays(1));
        await Write(app, orders[0], EntryKind.Fee, 3500);
        await Write(app, orders[0], EntryKind.Paid, 259990);
        await Write(app, orders[0], EntryKind.WrittenOff, 8);
        await ShouldBe(app, orders, OrderState.Paid, OrderState.Paid);

        await Refunds.Ask(app, orders[0], 100);
        await app.RunJobs();

        await ShouldBe(app, orders, OrderState.PartiallyRefunded, OrderState.Paid);
        (await Refunds.Resend(app, orders[0])).ShouldBe(Resending.AlreadyPaidOrCancelled);

        await Refunds.Ask(app, orders[0], 1199.99m);
        await app.RunJobs();

        await ShouldBe(app, orders, OrderState.Refunded, OrderState.Paid);
        (await EntriesOf(app, orders[1]))
            .Select(entry => (entry.Entry, entry.Kind, entry.Amount, entry.OrderId))
            .ShouldBe([
                (1, "issued", 259998, null),
                (2, "fee", 3500, null),
                (3, "paid", 259990, null),
                (4, "written-off", 8, null),
                (5, "credited", 10000, orders[0]),
                (6, "credited", 119999, orders[0]),
            ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_was_partly_refunded_is_paid_when_the_rest_is(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);
        await Refunds.Ask(app, order, 1000);
        await app.RunJobs();
        await ShouldBe(app, [order], OrderState.PartiallyRefunded);
        (await Refunds.Resend(app, order)).ShouldBe(Resending.Requested);
        await app.RunJobs();

        await Write(app, order, EntryKind.Paid, 29999);

        await ShouldBe(app, [order], OrderState.Paid);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_entry_is_written_by_whoever_has_seen_all_before_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);
        var first = (await EntriesOf(app, order)).ShouldHaveSingleItem();
        var paid = first with { Entry = 2, Kind = EntryKind.Paid, Amount = 1 };
        await app.Database.Write([LedgerEntries.Add(paid, app.Clock.GetUtcNow())]);

        await Should.ThrowAsync<ConflictException>(() =>
            app.Database.Write([LedgerEntries.Add(paid with { Kind = EntryKind.WrittenOff }, app.Clock.GetUtcNow())])
        );

        (await EntriesOf(app, order)).ShouldBe([first, paid]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task No_more_is_credited_than_was_issued(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);
        var first = (await EntriesOf(app, order)).ShouldHaveSingleItem();
        var credit = first with { Entry = 2, Kind = EntryKind.Credited, OrderId = order };

        await Should.ThrowAsync<ConflictException>(() =>
            app.Database.Write([LedgerEntries.Add(credit with { Amount = first.Amount + 1 }, app.Clock.GetUtcNow())])
        );

        await app.Database.Write([LedgerEntries.Add(credit, app.Clock.GetUtcNow())]);
        (await EntriesOf(app, order)).ShouldBe([first, credit]);
    }

    /// <summary>
    /// As whoever books money will: the entry, and in its transaction the states of all orders of the invoice that
    /// follow from it.
    /// </summary>
    private static async Task Write(BudstikkeApp app, string order, string kind, long amount)
    {
        var entries = await EntriesOf(app, order);
        var entry = entries[0] with { Entry = entries.Count + 1, Kind = kind, Amount = amount };
        var now = app.Clock.GetUtcNow();
        var orderIds = await app
            .Services.GetRequiredService<InvoiceStore>()
            .OrdersOf(app.ClientId, entries[0].InvoiceId);
        var writes = new List<Write> { LedgerEntries.Add(entry, now) };
        foreach (var row in await app.Services.GetRequiredService<OrderStore>().Find(app.ClientId, orderIds))
        {
            var state = LedgerState.StateOf(row.GrandTotal, [.. entries, entry], row.OrderId);
            if (state == row.State)
                continue;
            writes.Add(OrderState.Change(app.Database.Dialect, [row.OrderId], row.State, state, now));
            writes.AddRange(
                app.Services.GetRequiredService<FactRegister>()
                    .Announce(
                        [
                            new OrderStatusChanged
                            {
                                ClientId = app.ClientId,
                                OrderIds = [row.OrderId],
                                From = row.State,
                                To = state,
                            },
                        ],
                        now
                    )
            );
        }
        await app.Database.Write(writes);
    }

    private static async Task<IReadOnlyList<LedgerEntry>> EntriesOf(BudstikkeApp app, string order)
    {
        var invoiceId = await app.Services.GetRequiredService<InvoiceStore>().OriginalOf(app.ClientId, order);
        return await app.Database.Read(session => LedgerEntries.Of(session, app.ClientId, [invoiceId!]));
    }

    /// <summary>And `verify` finds that each order's state follows from the ledger.</summary>
    private static async Task ShouldBe(BudstikkeApp app, string[] orders, params string[] states)
    {
        (await Task.WhenAll(orders.Select(app.StateOf))).ShouldBe(states);
        (await Audits.Found(app)).ShouldBeEmpty();
    }
}
