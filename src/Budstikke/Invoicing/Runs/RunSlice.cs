using Budstikke.Clients;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Runs;

/// <summary>As much of a run as is issued in one transaction: some customers with all their orders.</summary>
/// <param name="IsParted">It has one customer, who has more orders than it could take.</param>
/// <param name="Next">Where the run goes on; null where nothing is left.</param>
internal sealed record RunSlice(IReadOnlyList<HeldOrder> Orders, bool IsParted, HeldPlace? Next);

/// <param name="SliceOrders">Whole customers, as many as fit.</param>
internal sealed record RunLimits(int SliceOrders = RunLimits.DefaultSliceOrders)
{
    public const int DefaultSliceOrders = 200;
    public const int MaxSliceOrders = MaxOrdersOfCustomer;

    /// <summary>Of a customer that alone has more; what is beyond it stands on another invoice.</summary>
    public const int MaxOrdersOfCustomer = GroupOrders.MaxLines;
}

/// <summary>Reads a run's orders slice by slice, so that its memory does not grow with it.</summary>
internal sealed class RunSlices(HeldOrders held, OrderStore orders)
{
    /// <param name="sliceOrders">Whole customers, as many as fit.</param>
    public async Task<RunSlice> Next(HeldSelection selection, HeldPlace after, int sliceOrders)
    {
        var ahead = await held.Next(selection, after, RunLimits.MaxOrdersOfCustomer + 1);
        var slice = Cut(ahead, sliceOrders);
        var next = slice.Count < ahead.Count ? ahead[slice.Count] : null;
        var isParted =
            slice is [var first, ..] && (first.CustomerId == after.CustomerId || first.CustomerId == next?.CustomerId);
        return new(slice, isParted, next is null ? null : slice[^1].Place);
    }

    /// <summary>Whole customers up to the limit; one customer at least, and of that one no more than fit
    /// together.</summary>
    public static IReadOnlyList<HeldOrder> Cut(IReadOnlyList<HeldOrder> ahead, int sliceOrders)
    {
        if (ahead.Count == 0)
            return [];
        var count = ahead.TakeWhile(order => order.CustomerId == ahead[0].CustomerId).Count();
        if (count > RunLimits.MaxOrdersOfCustomer)
            return [.. ahead.Take(RunLimits.MaxOrdersOfCustomer)];
        foreach (var customer in ahead.Skip(count).GroupBy(order => order.CustomerId))
        {
            // The last one read may have more.
            if (count + customer.Count() > sliceOrders)
                break;
            count += customer.Count();
        }
        return [.. ahead.Take(count)];
    }

    public async Task<IReadOnlyList<InvoiceGroup>> GroupsOf(RunSlice slice, Client client)
    {
        var groups = await Group(slice.Orders, client);
        return slice.IsParted ? [.. groups.Select(Parted)] : groups;
    }

    /// <summary>The orders by their ids, as far as they still wait.</summary>
    public async Task<IReadOnlyList<InvoiceGroup>> GroupsOf(IReadOnlyList<string> orderIds, Client client) =>
        await Group(await held.Find(client.ClientId, orderIds), client);

    private async Task<IReadOnlyList<InvoiceGroup>> Group(IReadOnlyList<HeldOrder> slice, Client client)
    {
        var rows = (await orders.Find(client.ClientId, [.. slice.Select(order => order.OrderId)])).ToDictionary(
            row => row.OrderId,
            StringComparer.Ordinal
        );
        // An order that has been cancelled since it was found needs nothing any more.
        return
        [
            .. slice
                .Where(order => rows[order.OrderId].State == OrderState.Sent)
                .GroupBy(order => order.CustomerId)
                .SelectMany(customer =>
                    GroupOrders.Of([
                        .. customer.Select(order =>
                            CollectedOrder.Of(rows[order.OrderId], order.PeriodText, client.Settings.Runs)
                        ),
                    ])
                ),
        ];
    }

    private static InvoiceGroup Parted(InvoiceGroup group) =>
        group.Orders[0].Order.SeparateInvoices
            ? group
            : group with
            {
                Reasons =
                [
                    .. group.Reasons,
                    $"The customer has more orders than the {RunLimits.MaxOrdersOfCustomer} that an invoice has "
                        + "room for.",
                ],
            };
}
