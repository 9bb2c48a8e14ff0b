using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Distribution;

/// <summary>
/// Asks the route for the next channel of a document that has been issued, and commits the dispatch with its key: of a
/// sending anew, behind a channel that failed, and where an earlier release has issued. A document's first dispatch is
/// planned as it is issued (<see cref="PlanFirstDispatch"/>); where one is on its way already, there is nothing to do.
/// </summary>
internal sealed class PlanDispatch(
    InvoiceStore invoices,
    OrderStore orders,
    ClientStore clients,
    DispatchStore dispatches,
    RefundStore refunds,
    Channels channels,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "plan-dispatch";

    public JobKind Kind { get; } = new(KindName, Concurrency: 128);

    /// <param name="resend">Which sending goes on; nothing is planned where there is a newer one.</param>
    public static NewJob JobFor(string clientId, string invoiceId, long resend) =>
        new(clientId, KindName, invoiceId)
        {
            Lane = $"plan:{invoiceId}",
            Content = JsonOptions.Store(new Sending(resend)),
        };

    private sealed record Sending(long Resend);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var invoice =
            await invoices.Find(job.ClientId, job.Subject)
            ?? throw new InvalidOperationException($"There is no invoice {job.Subject}.");
        var newest = await dispatches.NewestSending(invoice.InvoiceId);
        if (JsonOptions.Restore<Sending>(job.Content).Resend != newest.Resend)
            return Settlement.Done;
        var client = await clients.Get(invoice.ClientId);
        var past = await dispatches.Of(invoice.InvoiceId, newest.Resend);
        var snapshot = invoice.Snapshot;
        var corrections = await CorrectionsOf(invoice, newest);
        var customer = corrections.Aggregate(snapshot.Customer, (reached, corrected) => corrected.Of(reached));
        var step = Route.Next(
            channels.All,
            RouteBuyer.Of(customer, await orders.PersonalDigitsOf(invoice.ClientId, invoice.CustomerId, customer)),
            channels.AbsentFor(client),
            [.. past.Select(dispatch => dispatch.Past)]
        );
        return SettleRoute.Of(
            step,
            new(invoice.ClientId, invoice.InvoiceId, invoice.Number.ToString(), snapshot.OrderIds, newest.Resend),
            time.GetUtcNow()
        );
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => invoices.OrdersOf(job.ClientId, job.Subject);

    /// <summary>In the order in which they apply; of a credit note see <see cref="CorrectedCustomer"/>.</summary>
    private async Task<IReadOnlyList<Correction>> CorrectionsOf(InvoiceRow document, ResendRow sending)
    {
        IReadOnlyList<Correction> ofInvoice =
            document.Kind == InvoiceRow.CreditNote && await refunds.Of(document) is { } refund
                ? await dispatches.Corrections(refund.InvoiceId)
                : [];
        return sending.Corrected is { } own ? [.. ofInvoice, own] : ofInvoice;
    }
}
