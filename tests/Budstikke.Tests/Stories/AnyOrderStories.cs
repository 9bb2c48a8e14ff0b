using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Budstikke.Tests.Stories;

/// <summary>What holds for every order. The seed is printed; <c>Config.WithReplay</c> takes it.</summary>
public sealed class AnyOrderStories(ITestOutputHelper console)
{
    private const int Orders = 100;

    // Any odd number: the step of the random generator.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    [Theory, OnSqlite, OnPostgres]
    public void Every_order_becomes_a_numbered_document_over_its_grand_total_and_fee_and_goes_the_right_way(
        Store store
    ) => ForAll(store, (orders, app) => ShouldBeIssued(orders, app));

    [NeedsPeppolRules]
    public void Every_document_is_accepted_by_the_official_rules() =>
        ForAll(
            Store.Sqlite,
            async (orders, _) =>
            {
                foreach (var issued in orders)
                    await (
                        issued.Asked.IsForPeppol
                            ? PeppolRules.ShouldAccept(issued.Ubl)
                            : PeppolRules.ShouldAcceptAsEn16931(issued.Ubl)
                    );
            }
        );

    [Theory, OnSqlite, OnPostgres]
    public void Every_order_can_be_given_back_in_parts_and_to_the_last_ore(Store store) =>
        ForAll(
            store,
            async (orders, app) =>
            {
                foreach (var issued in orders)
                {
                    var notes = await GiveBack(app, issued);
                    var grandTotal = issued.Asked.Order.Claimed.GrandTotal;
                    notes.Sum(note => note.AmountDue).ShouldBe((long)(grandTotal * 100));
                    (await app.StateOf(issued.OrderId)).ShouldBe(
                        grandTotal > 0 ? OrderState.Refunded : OrderState.Invoiced
                    );
                }
                (await Audits.Of(app)).Findings.ShouldBeEmpty();
            }
        );

    [NeedsPeppolRules]
    public void Every_credit_note_is_accepted_by_the_official_rules() =>
        ForAll(
            Store.Sqlite,
            async (orders, app) =>
            {
                var invoices = app.Services.GetRequiredService<InvoiceStore>();
                foreach (var issued in orders)
                foreach (var note in await GiveBack(app, issued))
                {
                    var ubl = (await invoices.Document(note.ClientId, note.InvoiceId, RenderInvoice.Ubl))!;
                    await (
                        issued.Asked.IsForPeppol
                            ? PeppolRules.ShouldAccept(ubl)
                            : PeppolRules.ShouldAcceptAsEn16931(ubl)
                    );
                }
            }
        );

    /// <summary>A part of the whole, then the first line that has something left, then all that is left.</summary>
    private static async Task<IReadOnlyList<InvoiceRow>> GiveBack(BudstikkeApp app, Issued issued)
    {
        var order = issued.Asked.Order;
        var part = Rounding.ToOre(order.Claimed.GrandTotal / 7);
        if (part > 0)
            (await Refunds.Ask(app, issued.OrderId, part)).ShouldBe(Refunding.Refunded);
        if (order.Lines.Index().FirstOrDefault(line => line.Item.Amount > 1) is { Item: not null } some)
            await Refunds.Ask(app, issued.OrderId, 0.33m, new LineCredit(some.Index + 1, 0.33m));
        await app.RunJobs();
        var documents = app.Services.GetRequiredService<InvoiceStore>();
        var left =
            order.Claimed.GrandTotal
            - (await documents.OfOrder(await app.OwnerOf(issued.OrderId), issued.OrderId))
                .Where(row => row.Kind == InvoiceRow.CreditNote)
                .Sum(row => row.AmountDue / 100m);
        if (left > 0)
            (await Refunds.Ask(app, issued.OrderId, left)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();
        return
        [
            .. (await documents.OfOrder(await app.OwnerOf(issued.OrderId), issued.OrderId)).Where(row =>
                row.Kind == InvoiceRow.CreditNote
            ),
        ];
    }

    private sealed record Issued(AnyOrder Asked, string OrderId, InvoiceRow Invoice, byte[] Ubl);

    private static Task ShouldBeIssued(IReadOnlyList<Issued> orders, BudstikkeApp app)
    {
        orders.Select(issued => issued.Invoice.Number).ShouldBe(Enumerable.Range(10001, Orders).Select(n => (long)n));
        // An invoice of nothing has no KID: no bank waits for a payment.
        var due = orders.Where(issued => issued.Invoice.AmountDue > 0).ToList();
        due.Select(issued => issued.Invoice.Kid).ShouldBeUnique();
        orders.Except(due).ShouldAllBe(issued => issued.Invoice.Kid == null && issued.Invoice.DueDate == null);
        foreach (var (asked, _, invoice, ubl) in orders)
        {
            var document = UblReader.Read(ubl);
            var asSent = JsonSerializer.Serialize(asked);
            var amountDue = asked.Order.Claimed.GrandTotal + asked.Fee;
            document.Totals.AmountDue.ShouldBe(amountDue, asSent);
            invoice.AmountDue.ShouldBe((long)(amountDue * 100), asSent);
            document.Charges.Count.ShouldBe(asked.Fee > 0 ? 1 : 0, asSent);
            document.Number.ShouldBe($"{invoice.Number}");
            document.Buyer.Name.ShouldBe(asked.Order.Customer.Name);
            document.Lines.Select(line => line.ItemName).ShouldBe(asked.Order.Lines.Select(line => line.ItemName));
        }
        app.Ehf.Sent.Select(dispatch => dispatch.InvoiceId)
            .ShouldBe(
                orders.Where(issued => issued.Asked.IsForPeppol).Select(issued => issued.Invoice.InvoiceId),
                ignoreOrder: true
            );
        app.AllSent.Count.ShouldBe(Orders);
        return Task.CompletedTask;
    }

    private void ForAll(Store store, Func<IReadOnlyList<Issued>, BudstikkeApp, Task> check)
    {
        var seed = (ulong)Random.Shared.NextInt64();
        console.WriteLine($"{Orders} random orders, seed {seed}");
        var replay = new Replay(new Rnd(seed, Gamma), FSharpOption<int>.None);
        // One case: all the orders together, as a client would send them.
        var config = Config.QuickThrowOnFailure.WithMaxTest(1).WithReplay(FSharpOption<Replay>.Some(replay));
        Check.One(
            config,
            Prop.ForAll(
                Arb.From(AnyOrder.Generator().ArrayOf(Orders)),
                async orders =>
                {
                    await using var app = await BudstikkeApp.Start(store);
                    await check(await Issue(orders, app), app);
                }
            )
        );
    }

    private static async Task<IReadOnlyList<Issued>> Issue(AnyOrder[] orders, BudstikkeApp app)
    {
        var client = await app.AddClient(
            BudstikkeApp.SampleClient with
            {
                InvoiceFees = InvoiceFee.Parse(AnyOrder.Fees, FirstChannels.FeeWords).Fees.ShouldNotBeNull(),
            }
        );
        var caller = await app.CallerOf(client.ClientId);
        var ids = new List<string>();
        foreach (var asked in orders)
        {
            var taken = CheckOrder.Check(asked.Order);
            taken.Violations.ShouldBeEmpty(JsonSerializer.Serialize(asked));
            ids.Add(await app.Submit(taken.Order, asked.PersonalNumber, caller));
        }
        await app.RunJobs();
        var issued = new List<Issued>();
        foreach (var (asked, id) in orders.Zip(ids))
            issued.Add(new(asked, id, await app.InvoiceOf(id), await app.Document(id, RenderInvoice.Ubl)));
        return issued;
    }
}
