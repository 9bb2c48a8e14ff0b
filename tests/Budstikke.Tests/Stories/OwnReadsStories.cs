using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>
/// Each read of an order names the client whose it must be: another's row is not looked at, so that not even the time
/// of an answer tells that there is one.
/// </summary>
public sealed class OwnReadsStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task No_read_of_an_order_finds_another_clients(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();
        await Refunds.Ask(app, order, 10);
        var stranger = (await app.AddClient(BudstikkeApp.SampleClient)).ClientId;
        var customer = (await Orders(app).Find(app.ClientId, order))!.CustomerId;
        var invoice = (await Invoices(app).OfOrder(app.ClientId, order))[0].InvoiceId;

        (await Found(app, app.ClientId, order, customer, invoice)).ShouldAllBe(read => read.IsFound);
        (await Found(app, stranger, order, customer, invoice)).ShouldAllBe(read => !read.IsFound);
    }

    private static OrderStore Orders(BudstikkeApp app) => app.Services.GetRequiredService<OrderStore>();

    private static InvoiceStore Invoices(BudstikkeApp app) => app.Services.GetRequiredService<InvoiceStore>();

    private static async Task<IReadOnlyList<(string Read, bool IsFound)>> Found(
        BudstikkeApp app,
        string client,
        string order,
        string customer,
        string invoice
    )
    {
        var (orders, invoices) = (Orders(app), Invoices(app));
        return
        [
            ("an order", await orders.Find(client, order) is not null),
            ("what is told of an order", await orders.FindTold(client, order) is not null),
            ("orders", (await orders.Find(client, [order])).Count == 1),
            ("a customer's newest", await orders.NewestOf(client, customer) is not null),
            ("a personal number", await orders.PersonalDigitsOf(client, customer) is not null),
            ("its state", await app.Database.Read(session => Is(OrderStore.StateOf(session, client, order)))),
            ("its facts", (await app.Database.Read(session => FactRow.Of(session, client, order))).Count > 0),
            ("its documents", (await invoices.OfOrder(client, order)).Count > 0),
            ("its number", await invoices.NumberFor(client, order) is not null),
            ("its invoice", await app.Database.Read(session => Is(InvoiceStore.OriginalOf(session, client, order)))),
            ("an invoice", await invoices.Find(client, invoice) is not null),
            ("an invoice's orders", (await invoices.OrdersOf(client, invoice)).Count > 0),
            ("hashes", (await invoices.Hashes(client, invoice)).Count > 0),
            ("a PDF", await invoices.Document(client, invoice, RenderInvoice.Pdf) is not null),
            ("a UBL", await invoices.Document(client, invoice, RenderInvoice.Ubl) is not null),
            ("refunds", (await app.Services.GetRequiredService<RefundStore>().Of(client, [order])).Count > 0),
        ];
    }

    /// <summary>Whether there is the one that is asked for.</summary>
    private static async Task<bool> Is(Task<string> one)
    {
        try
        {
            return await one is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
