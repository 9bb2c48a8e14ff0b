using Budstikke.Clients;
using Budstikke.Documents.Calendar;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Runs;

/// <summary>What a client's run of a day would issue.</summary>
/// <param name="Date">Null: no run takes them of itself, since a person must look at them first.</param>
/// <param name="Total">What the orders come to.</param>
/// <param name="Splits">The first <see cref="PreviewRuns.MaxSplits"/> of those customers whose collected orders do not
/// share one invoice.</param>
internal sealed record RunPreview(
    string ClientId,
    DateOnly? Date,
    long Orders,
    long Customers,
    long Invoices,
    decimal Total,
    long SplitCustomers,
    IReadOnlyList<CustomerSplit> Splits
);

/// <summary>A customer with several invoices of collected orders.</summary>
internal sealed record CustomerSplit(string CustomerId, IReadOnlyList<SplitInvoice> Invoices);

internal sealed record SplitInvoice(IReadOnlyList<string> OrderIds, IReadOnlyList<string> Reasons);

/// <summary>Goes through the held orders as the runs will, and issues nothing.</summary>
internal sealed class PreviewRuns(
    InvoiceRuns runs,
    HeldOrders held,
    RunSlices slices,
    RunLimits limits,
    ClientStore clients,
    TimeProvider time
)
{
    public const int MaxSplits = 100;

    /// <param name="clientId">Null: all clients.</param>
    /// <param name="date">Null: every day that something is held until.</param>
    public async Task<IReadOnlyList<RunPreview>> Of(string? clientId, DateOnly? date)
    {
        var previews = new List<RunPreview>();
        foreach (var client in clientId is null ? await runs.HoldingClients() : [clientId])
        foreach (var moments in (await held.Moments(client)).GroupBy(DayOf))
            if (date is null || moments.Key == date)
                previews.Add(await Of(await clients.Get(client), moments.Key, [.. moments]));
        return previews;
    }

    /// <summary>What is overdue goes today.</summary>
    private DateOnly? DayOf(long moment)
    {
        if (moment == HeldOrders.SetAside)
            return null;
        var due = DateTimeOffset.FromUnixTimeMilliseconds(moment);
        var now = time.GetUtcNow();
        return OsloTime.DateOf(due < now ? now : due);
    }

    private async Task<RunPreview> Of(Client client, DateOnly? day, IReadOnlyList<long> moments)
    {
        var selection = new HeldSelection(client.ClientId, moments[0] - 1, moments[^1], long.MaxValue);
        var preview = new RunPreview(client.ClientId, day, 0, 0, 0, 0, 0, []);
        var last = "";
        for (var after = HeldPlace.BeforeAll; after is not null; )
        {
            var slice = await slices.Next(selection, after, limits.SliceOrders);
            var groups = await slices.GroupsOf(slice, client);
            foreach (var customer in groups.GroupBy(group => group.Orders[0].Row.CustomerId))
            {
                preview = Add(preview, [.. customer], isNew: customer.Key != last);
                last = customer.Key;
            }
            after = slice.Next;
        }
        return preview;
    }

    private static RunPreview Add(RunPreview preview, IReadOnlyList<InvoiceGroup> customer, bool isNew)
    {
        var split = customer.Where(group => group.Reasons.Count > 0).ToList();
        return preview with
        {
            Orders = preview.Orders + customer.Sum(group => group.Orders.Count),
            Customers = preview.Customers + (isNew ? 1 : 0),
            Invoices = preview.Invoices + customer.Count,
            Total = preview.Total + customer.Sum(group => group.Orders.Sum(order => order.Order.Claimed.GrandTotal)),
            SplitCustomers = preview.SplitCustomers + (split.Count > 0 && isNew ? 1 : 0),
            Splits =
                split.Count == 0 || preview.Splits.Count == MaxSplits
                    ? preview.Splits
                    : [.. preview.Splits, SplitOf(split)],
        };
    }

    private static CustomerSplit SplitOf(IReadOnlyList<InvoiceGroup> split) =>
        new(
            split[0].Orders[0].Row.CustomerId,
            [.. split.Select(group => new SplitInvoice(group.OrderIds, group.Reasons))]
        );
}
