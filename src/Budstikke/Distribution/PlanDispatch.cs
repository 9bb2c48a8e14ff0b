using Budstikke.Clients;
using Budstikke.Documents.Identifiers;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>Asks the route for the next channel and commits the dispatch with its key, before anything is sent.</summary>
internal sealed class PlanDispatch(
    InvoiceStore invoices,
    OrderStore orders,
    ClientStore clients,
    DispatchStore dispatches,
    Channels channels,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "plan-dispatch";

    public JobKind Kind { get; } = new(KindName, Concurrency: 32);

    public static NewJob JobFor(string clientId, string invoiceId) =>
        new(clientId, KindName, invoiceId) { Lane = $"plan:{invoiceId}" };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var invoice =
            await invoices.Find(job.Subject)
            ?? throw new InvalidOperationException($"There is no invoice {job.Subject}.");
        var client = await clients.Get(invoice.ClientId);
        var past = await dispatches.Of(invoice.InvoiceId, resend: 0);
        var snapshot = invoice.Snapshot;
        var buyer = await BuyerOf(snapshot.Customer, invoice.CustomerId);
        var step = Route.Next(buyer, channels.AbsentFor(client.Mode), [.. past.Select(dispatch => dispatch.Past)]);
        return Settle(step, invoice, snapshot.OrderIds, past, time.GetUtcNow());
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => invoices.OrdersOf(job.Subject);

    private async Task<RouteBuyer> BuyerOf(Customer customer, string customerId)
    {
        var digits = customer.Type == CustomerType.Private ? await orders.PersonalDigitsOf(customerId) : null;
        return new(customer, digits is not null, PersonalNumber.Parse(digits?.Reveal()).IsValid);
    }

    private static Settlement Settle(
        RouteStep step,
        InvoiceRow invoice,
        IReadOnlyList<string> orderIds,
        IReadOnlyList<DispatchRow> past,
        DateTimeOffset now
    )
    {
        var writes = new List<Write>();
        var facts = new List<Fact>();
        foreach (var passed in step.Passed)
        {
            writes.Add(DispatchStore.New(invoice.ClientId, invoice.InvoiceId, passed, "", 0, now));
            facts.Add(
                new ChannelPassedBy
                {
                    ClientId = invoice.ClientId,
                    OrderIds = orderIds,
                    Channel = passed.Channel,
                    Reason = passed.Reason,
                }
            );
        }
        if (step is SendBy send)
            return Plan(send, invoice, orderIds, writes, facts, now);
        if (step is Exhausted)
            facts.Add(
                new DistributionExhausted
                {
                    ClientId = invoice.ClientId,
                    OrderIds = orderIds,
                    InvoiceId = invoice.InvoiceId,
                    Number = invoice.Number.ToString(),
                    Reasons =
                    [
                        .. past.Select(dispatch => dispatch.Past)
                            .Concat(step.Passed)
                            .OrderBy(dispatch => dispatch.Channel)
                            .Select(Sentence),
                    ],
                }
            );
        return new() { Writes = writes, Facts = facts };
    }

    private static Settlement Plan(
        SendBy send,
        InvoiceRow invoice,
        IReadOnlyList<string> orderIds,
        List<Write> writes,
        List<Fact> facts,
        DateTimeOffset now
    )
    {
        var key = DispatchStore.KeyOf(invoice.InvoiceId, send.Channel, 0);
        writes.Add(
            DispatchStore.New(
                invoice.ClientId,
                invoice.InvoiceId,
                new(send.Channel, DispatchState.Planned, ""),
                send.Recipient,
                0,
                now
            )
        );
        facts.Add(
            new DispatchPlanned
            {
                ClientId = invoice.ClientId,
                OrderIds = orderIds,
                Key = key,
                Channel = send.Channel,
                Recipient = send.Recipient,
            }
        );
        return new()
        {
            Writes = writes,
            Facts = facts,
            Jobs = [SendDispatch.JobFor(invoice.ClientId, send.Channel, key)],
        };
    }

    private static string Sentence(PastDispatch dispatch) => $"{dispatch.Channel}: {dispatch.Reason}";
}
