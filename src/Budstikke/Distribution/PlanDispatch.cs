using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Distribution;

/// <summary>Asks the route for the next channel and commits the dispatch with its key, before anything is
/// planned.</summary>
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
        var buyer = corrections.Aggregate(
            await BuyerOf(snapshot.Customer, invoice),
            (buyer, corrected) => buyer.At(corrected)
        );
        var step = Route.Next(
            channels.All,
            buyer,
            channels.AbsentFor(client.Mode),
            [.. past.Select(dispatch => dispatch.Past)]
        );
        return Settle(step, new(invoice, snapshot.OrderIds, newest.Resend), time.GetUtcNow());
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => invoices.OrdersOf(job.ClientId, job.Subject);

    /// <summary>
    /// In the order in which they apply. A credit note goes where its invoice was corrected to last, for whatever
    /// sending: the first address may be a stranger's.
    /// </summary>
    private async Task<IReadOnlyList<Correction>> CorrectionsOf(InvoiceRow document, ResendRow sending)
    {
        IReadOnlyList<Correction> ofInvoice =
            document.Kind == InvoiceRow.CreditNote && await refunds.CreditedBy(document.InvoiceId) is { } invoiceId
                ? await dispatches.Corrections(invoiceId)
                : [];
        return sending.Corrected is { } own ? [.. ofInvoice, own] : ofInvoice;
    }

    private async Task<RouteBuyer> BuyerOf(Customer customer, InvoiceRow invoice)
    {
        var digits =
            customer.Type == CustomerType.Private
                ? await orders.PersonalDigitsOf(invoice.ClientId, invoice.CustomerId)
                : null;
        return RouteBuyer.Of(customer, digits);
    }

    /// <summary>What is to be sent, and for which orders.</summary>
    private sealed record Planned(InvoiceRow Invoice, IReadOnlyList<string> OrderIds, long Resend);

    private static Settlement Settle(RouteStep step, Planned planned, DateTimeOffset now)
    {
        var invoice = planned.Invoice;
        var next = step switch
        {
            SendBy send => Plan(send, planned, now),
            Exhausted exhausted => GiveUp(exhausted, planned),
            _ => Settlement.Done,
        };
        return next with
        {
            Writes =
            [
                .. step.Passed.Select(passed =>
                    DispatchStore.New(invoice.ClientId, invoice.InvoiceId, passed, "", planned.Resend, now)
                ),
                .. next.Writes,
            ],
            Facts =
            [
                .. step.Passed.Select(passed => new ChannelPassedBy
                {
                    ClientId = invoice.ClientId,
                    OrderIds = planned.OrderIds,
                    Channel = passed.Channel,
                    Reason = passed.Reason,
                }),
                .. next.Facts,
            ],
        };
    }

    private static Settlement Plan(SendBy send, Planned planned, DateTimeOffset now)
    {
        var (invoice, channel) = (planned.Invoice, send.Channel.Name);
        var next = new PastDispatch(channel, DispatchState.Planned, "");
        var key = DispatchStore.KeyOf(invoice.InvoiceId, channel, planned.Resend);
        return new()
        {
            Writes =
            [
                DispatchStore.New(invoice.ClientId, invoice.InvoiceId, next, send.Recipient, planned.Resend, now),
            ],
            Facts =
            [
                new DispatchPlanned
                {
                    ClientId = invoice.ClientId,
                    OrderIds = planned.OrderIds,
                    Key = key,
                    Channel = channel,
                    Recipient = send.Recipient,
                },
            ],
            Jobs = [SendDispatch.JobFor(invoice.ClientId, channel, key)],
        };
    }

    private static Settlement GiveUp(Exhausted exhausted, Planned planned) =>
        new()
        {
            Facts =
            [
                new DistributionExhausted
                {
                    ClientId = planned.Invoice.ClientId,
                    OrderIds = planned.OrderIds,
                    InvoiceId = planned.Invoice.InvoiceId,
                    Number = planned.Invoice.Number.ToString(),
                    Resend = planned.Resend,
                    Reasons = [.. exhausted.Whole.Select(dispatch => $"{dispatch.Channel}: {dispatch.Reason}")],
                },
            ],
        };
}
