using Budstikke.Distribution;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What stories of refunds ask for, and look at.</summary>
internal static class Refunds
{
    /// <summary>Within an order's content: no lawful credit note can be made of a line that is said to have cost so
    /// much more than it was invoiced for.</summary>
    public const string Amount = "\"amount\":51",
        UnlawfulAmount = "\"amount\":5100";

    public static async Task<string> Invoiced(BudstikkeApp app, Order order)
    {
        var id = await app.Submit(order);
        await app.RunJobs();
        return id;
    }

    /// <summary>An invoiced order whose first refund no lawful credit note could be made of.</summary>
    public static async Task<string> Rejected(BudstikkeApp app, decimal amount, bool isMended = true)
    {
        var order = await Invoiced(app, Samples.ToPerson);
        var content = (await app.Services.GetRequiredService<OrderStore>().Find(app.ClientId, order))!.Content;
        await Write(content.Replace(Amount, UnlawfulAmount, StringComparison.Ordinal));
        (await Ask(app, order, amount)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();
        (await app.Timeline(order)).ShouldContain(nameof(CreditNoteRejected));
        if (isMended)
            await Write(content);
        return order;

        Task Write(string text) =>
            app.Execute("UPDATE orders SET content = @text WHERE order_id = @order", new { text, order });
    }

    public static async Task<Refunding> Ask(
        BudstikkeApp app,
        string order,
        decimal amount,
        params LineCredit[] lines
    ) => (await Ask(app, order, new(amount, lines), key: null))!.Result;

    public static async Task<Answered<Refunding>?> Ask(
        BudstikkeApp app,
        string order,
        RefundWish wish,
        IdempotencyKey? key
    )
    {
        var owner = await app.OwnerOf(order);
        var row = await app.Services.GetRequiredService<OrderStore>().Find(owner, order);
        return await app.Services.GetRequiredService<RefundOrder>().Run(await app.CallerOf(owner), row!, wish, key);
    }

    public static async Task<Cancellation> Cancel(BudstikkeApp app, string order) =>
        (await app.Services.GetRequiredService<CancelOrder>().Run(app.Caller, order, "Regrets it", key: null))!.Result;

    public static async Task<Resending> Resend(BudstikkeApp app, string order) =>
        (
            await app.Services.GetRequiredService<ResendInvoice>().Run(app.Caller, order, new(null, null, null), null)
        )!.Result;

    /// <summary>The documents of an order as their UBL says them, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<Invoice>> DocumentsOf(BudstikkeApp app, string order)
    {
        var invoices = app.Services.GetRequiredService<InvoiceStore>();
        var documents = new List<Invoice>();
        foreach (var row in await invoices.OfOrder(await app.OwnerOf(order), order))
            documents.Add(UblReader.Read((await invoices.Document(row.ClientId, row.InvoiceId, RenderInvoice.Ubl))!));
        return documents;
    }

    public static async Task<IReadOnlyList<Invoice>> NotesOf(BudstikkeApp app, string order) =>
        [.. (await DocumentsOf(app, order)).Where(document => document.Type == InvoiceType.CreditNote)];

    public static async Task<(Invoice Invoice, Invoice Note)> PairOf(BudstikkeApp app, string order)
    {
        var documents = await DocumentsOf(app, order);
        documents.Count.ShouldBe(2);
        return (documents[0], documents[1]);
    }
}
