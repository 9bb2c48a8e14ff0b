using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Distribution;

/// <summary>
/// The first dispatch of a document, planned in the transaction that issues it: the route asks nothing but what issuing
/// has read. What only the outside can say is asked when it is sent.
/// </summary>
internal sealed class PlanFirstDispatch(Channels channels, DispatchStore dispatches)
{
    private const long FirstSending = 0;

    public Settlement Plan(Client client, NewDocument document, Addressee to, DateTimeOffset now)
    {
        var step = Route.Next(
            channels.All,
            RouteBuyer.Of(to.Customer, to.Digits),
            channels.AbsentFor(client),
            past: []
        );
        var routed = new RoutedDocument(
            document.ClientId,
            document.InvoiceId,
            document.Invoice.Number,
            document.Snapshot.OrderIds,
            FirstSending
        );
        return SettleRoute.Of(step, routed, now);
    }

    /// <inheritdoc cref="CorrectedCustomer"/>
    public async Task<Customer> Correct(string invoiceId, Customer customer) =>
        (await dispatches.Corrections(invoiceId)).Aggregate(customer, (reached, corrected) => corrected.Of(reached));
}
