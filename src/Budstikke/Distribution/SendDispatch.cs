using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>Sends the planned dispatches of one channel, and notes what the other side answered.</summary>
internal sealed class SendDispatch(
    Channel channel,
    InvoiceStore invoices,
    ClientStore clients,
    OrderStore orders,
    DispatchStore dispatches,
    CreditedParts credits,
    Channels channels,
    Outages outages,
    TimeProvider time
) : IJobHandler
{
    private const int Concurrency = 48;
    private const int ClaimedAtOnce = 128;

    public JobKind Kind { get; } = new(KindOf(channel.Name), Concurrency) { ClaimedAtOnce = ClaimedAtOnce };

    public static NewJob JobFor(string clientId, string channel, string key) => new(clientId, KindOf(channel), key);

    private static string KindOf(string channel) => $"send-{channel}".ToLowerInvariant();

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel) =>
        await (await Prepare(jobs[0])).Do(cancel);

    public async Task<ReadyJob> Prepare(Job job)
    {
        var dispatch =
            await dispatches.Find(job.Subject)
            ?? throw new InvalidOperationException($"There is no dispatch {job.Subject}.");
        if (dispatch.Past.State != DispatchState.Planned)
            return new(null, _ => Task.FromResult(Settlement.Done));
        if (dispatch.IsSuperseded)
        {
            var orderIds = await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId);
            return new(null, _ => Task.FromResult(Supersede(dispatch, orderIds, time.GetUtcNow())));
        }
        var invoice = (await invoices.Find(dispatch.ClientId, dispatch.InvoiceId))!;
        var client = await clients.Get(dispatch.ClientId);
        var way = channels.For(channel, client);
        var snapshot = invoice.Snapshot;
        var described = Describe(invoice, snapshot) with
        {
            IsTest = client.Mode == ClientMode.Test,
            Credits = await credits.Of(invoice),
        };
        var sending = new Sending(job, dispatch, snapshot.OrderIds, DispatchOf(dispatch, invoice, described, job))
        {
            WhyAbsent = way is null ? channels.WhyAbsent(channel, client) : null,
        };
        return new(
            way is { IsSimulated: false } ? channel.ReceiverOf(dispatch.Recipient) : null,
            cancel => Send(sending, way, cancel)
        );
    }

    private sealed record Sending(Job Job, DispatchRow Row, IReadOnlyList<string> OrderIds, Dispatch Dispatch)
    {
        /// <summary>Null where the client has the channel.</summary>
        public required string? WhyAbsent { get; init; }
    }

    private async Task<Settlement> Send(
        Sending sending,
        (IChannel Channel, bool IsSimulated)? way,
        CancellationToken cancel
    )
    {
        var started = time.GetUtcNow();
        // A channel that was taken away after the plan refuses, so that the route goes on.
        var outcome = way is null
            ? new Refused(sending.WhyAbsent!)
            : await way.Value.Channel.Send(sending.Dispatch, cancel);
        if (way is { IsSimulated: false })
            Tell(outcome);
        var settlement = SettleDispatch.Of(
            new(
                sending.Row,
                sending.OrderIds,
                sending.Job.Attempts + 1,
                way?.IsSimulated ?? false,
                way?.Channel.Patience ?? channel.Patience,
                Doubts.Before(sending.Row, sending.Job)
            )
            {
                DueDate = sending.Dispatch.Invoice.DueDate,
            },
            outcome,
            started,
            time.GetUtcNow()
        );
        return outcome is Accepted && way is { IsSimulated: false, Channel: var taken }
            ? settlement with
            {
                Jobs = [.. settlement.Jobs, .. Afterwards(taken, sending.Row)],
            }
            : settlement;
    }

    private static IEnumerable<NewJob> Afterwards(IChannel taken, DispatchRow row)
    {
        if (taken.IsFollowed)
            yield return FollowDispatch.First(row);
        if (taken.PresumedAfter is { } time)
            yield return PresumeDelivery.JobFor(row, time);
    }

    /// <summary>That a mail server is down is told once, and not for each of its invoices.</summary>
    private void Tell(Outcome outcome)
    {
        if (outcome is Held held)
            outages.Failed(ChannelOutage.Of(channel.Name), held.Evidence);
        else if (outcome is Deferred { Away: { } reason })
            outages.Failed(ChannelOutage.Of(channel.Name), reason);
        else if (outcome is Accepted or NotReachable)
            outages.Worked(ChannelOutage.Of(channel.Name));
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    private static Settlement Supersede(DispatchRow dispatch, IReadOnlyList<string> orderIds, DateTimeOffset now) =>
        new()
        {
            Writes =
            [
                DispatchStore.Change(
                    dispatch.DispatchKey,
                    DispatchState.Planned,
                    DispatchState.Superseded,
                    $"Sent again as number {dispatch.NewestResend}.",
                    now
                ),
            ],
            Facts =
            [
                new DispatchSuperseded
                {
                    ClientId = dispatch.ClientId,
                    OrderIds = orderIds,
                    Key = dispatch.DispatchKey,
                    Channel = dispatch.Channel,
                    Resend = dispatch.NewestResend ?? 0,
                },
            ],
        };

    private Dispatch DispatchOf(DispatchRow dispatch, InvoiceRow invoice, DispatchedInvoice described, Job job) =>
        new()
        {
            Key = dispatch.DispatchKey,
            ClientId = dispatch.ClientId,
            InvoiceId = dispatch.InvoiceId,
            Recipient = dispatch.Recipient,
            IsUnconfirmed = Doubts.Before(dispatch, job) is not null,
            EarlierAttempts = job.Attempts,
            Resend = dispatch.Resend,
            PlannedAt = DateTimeOffset.FromUnixTimeMilliseconds(dispatch.PlannedAt),
            Invoice = described,
            ReadPdf = _ => Read(invoice, RenderInvoice.Pdf),
            ReadUbl = _ => Read(invoice, RenderInvoice.Ubl),
            ReadPersonalNumber = channel.NeedsPersonalNumber
                ? async () => (await orders.PersonalDigitsOf(invoice.ClientId, invoice.CustomerId))?.Reveal()
                : null,
        };

    private async Task<byte[]> Read(InvoiceRow invoice, string format) =>
        await invoices.Document(invoice.ClientId, invoice.InvoiceId, format)
        ?? throw new InvalidOperationException($"{invoice.InvoiceId} has no {format}.");

    private static DispatchedInvoice Describe(InvoiceRow invoice, InvoiceSnapshot snapshot)
    {
        var (seller, customer) = (snapshot.Seller, snapshot.Customer);
        return new()
        {
            Number = invoice.Number.ToString(),
            IsCreditNote = invoice.Kind == InvoiceRow.CreditNote,
            IssueDate = DateOnly.Parse(invoice.IssueDate),
            DueDate = invoice.DueDate is null ? null : DateOnly.Parse(invoice.DueDate),
            AmountDue = invoice.AmountDue / 100m,
            Kid = invoice.Kid,
            Account = invoice.Account,
            Iban = seller.IbanFor(customer.Address.Country)?.ToString(),
            Bic = seller.Bic,
            SellerName = seller.Name,
            SellerEndpoint = $"0192:{seller.OrganizationNumber}",
            SellerEmail = seller.Email,
            SellerCountry = seller.Country,
            BuyerName = customer.Name,
            Language = customer.Language,
            Street = customer.Address.Street,
            PostCode = customer.Address.PostCode,
            City = customer.Address.City,
            Country = customer.Address.Country,
            IssuedAt = DateTimeOffset.FromUnixTimeMilliseconds(invoice.IssuedAt),
        };
    }
}
