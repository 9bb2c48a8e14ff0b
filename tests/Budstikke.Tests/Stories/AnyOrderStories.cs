using System.Text.Json;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Budstikke.Tests.Stories;

/// <summary>What holds for every order. The seed is printed; <c>Config.WithReplay</c> takes it.</summary>
public sealed class AnyOrderStories(ITestOutputHelper console)
{
    private const int Orders = 200;

    // Any odd number: the step of the random generator.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    [Theory, OnSqlite, OnPostgres]
    public void Every_order_becomes_a_numbered_document_over_its_grand_total_and_goes_the_right_way(Store store) =>
        ForAll(store, (orders, app) => ShouldBeIssued(orders, app));

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

    private sealed record Issued(AnyOrder Asked, string OrderId, InvoiceRow Invoice, byte[] Ubl);

    private static Task ShouldBeIssued(IReadOnlyList<Issued> orders, BudstikkeApp app)
    {
        orders.Select(issued => issued.Invoice.Number).ShouldBe(Enumerable.Range(10001, Orders).Select(n => (long)n));
        orders.Select(issued => issued.Invoice.Kid).ShouldBeUnique();
        foreach (var (asked, _, invoice, ubl) in orders)
        {
            var document = UblReader.Read(ubl);
            var asSent = JsonSerializer.Serialize(asked);
            document.Totals.AmountDue.ShouldBe(asked.Order.Claimed.GrandTotal, asSent);
            invoice.AmountDue.ShouldBe((long)(asked.Order.Claimed.GrandTotal * 100), asSent);
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
        var ids = new List<string>();
        foreach (var asked in orders)
        {
            var taken = CheckOrder.Check(asked.Order);
            taken.Violations.ShouldBeEmpty(JsonSerializer.Serialize(asked));
            ids.Add(await app.Submit(taken.Order, asked.PersonalNumber));
        }
        await app.RunJobs();
        var issued = new List<Issued>();
        foreach (var (asked, id) in orders.Zip(ids))
            issued.Add(new(asked, id, await app.InvoiceOf(id), await app.Document(id, RenderInvoice.Ubl)));
        return issued;
    }
}
