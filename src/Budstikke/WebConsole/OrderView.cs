using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Users;

namespace Budstikke.WebConsole;

/// <summary>An order with all that its page says.</summary>
/// <param name="Open">Øre that are owed of its invoice; null before there is one.</param>
/// <param name="Credited">Kroner that were promised back, with a credit note already or not.</param>
internal sealed record OrderSeen(
    OrderRow Row,
    Order Order,
    Client Client,
    IReadOnlyList<InvoiceRow> Documents,
    IReadOnlyList<FactRow> Facts,
    IReadOnlyList<CallbackAttempt> Callbacks,
    long? Open,
    decimal Credited
)
{
    public InvoiceRow? Invoice => Documents.FirstOrDefault(row => row.Kind == InvoiceRow.Invoice);

    public DateOnly? DueDate =>
        Invoice?.DueDate is { } due
            ? DateOnly.Parse(due, global::System.Globalization.CultureInfo.InvariantCulture)
            : null;

    public bool CanBeCancelled => Row.State == OrderState.Sent;

    public bool CanBeSentAgain => Invoice is not null && Open > 0;

    public bool CanBeCredited => Invoice is not null && Row.State is not OrderState.Refunded;
}

/// <summary>Reads orders for who may see them: another's looks like one that there is not.</summary>
internal sealed class OrderView(
    Database database,
    OrderStore orders,
    InvoiceStore invoices,
    ClientStore clients,
    CallbackLog callbacks,
    RefundStore refunds
)
{
    public async Task<OrderRow?> FindOwn(SessionRow session, string orderId) =>
        !OrderIds.CanBeOrder(orderId) ? null
        : session.Sees is { } clientId ? await orders.Find(clientId, orderId)
        : await orders.FindOfAny(orderId);

    public async Task<OrderSeen?> Read(SessionRow session, string orderId)
    {
        if (await FindOwn(session, orderId) is not { } row)
            return null;
        var documents = await invoices.OfOrder(row.ClientId, orderId);
        var facts = await database.Read(session => FactRow.Of(session, row.ClientId, orderId));
        var invoice = documents.FirstOrDefault(one => one.Kind == InvoiceRow.Invoice);
        return new(
            row,
            row.Order,
            await clients.Get(row.ClientId),
            documents,
            facts,
            await callbacks.List(new(row.ClientId, orderId)),
            invoice is null ? null : await OpenOf(invoice),
            (await refunds.Of(row.ClientId, [orderId])).Where(one => one.Counts).Sum(one => one.Credit.Amount)
        );
    }

    private Task<long> OpenOf(InvoiceRow invoice) =>
        database.Read(async session =>
            (await LedgerEntries.Of(session, invoice.ClientId, [invoice.InvoiceId])).Sum(entry => entry.OpenedAmount)
        );

    /// <summary>What a form was shown for: where it is another by now, nothing is done.</summary>
    public async Task<string> MarkOf(OrderSeen seen) => $"{await DocumentsOf(seen)} {AskedOf(seen)}";

    /// <summary>How often something was asked for that its documents do not show yet.</summary>
    private static int AskedOf(OrderSeen seen) =>
        seen.Facts.Count(fact => fact.Kind is nameof(RefundRequested) or nameof(ResendRequested));

    private async Task<string> DocumentsOf(OrderSeen seen) =>
        seen.Invoice is { } invoice
            ? (await invoices.Hashes(invoice.ClientId, invoice.InvoiceId))
                .Where(one => one.Format == RenderInvoice.Pdf)
                .Select(one => one.Sha256)
                .FirstOrDefault(seen.Row.State) + seen.Documents.Count
            : seen.Row.State;
}
