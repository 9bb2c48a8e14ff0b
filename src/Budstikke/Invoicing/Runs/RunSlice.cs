using Budstikke.Clients;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Runs;

/// <summary>As much of a run as is issued in one transaction: some customers with all their orders.</summary>
/// <param name="Next">Where the run goes on; null where nothing is left.</param>
internal sealed record RunSlice(IReadOnlyList<InvoiceGroup> Groups, HeldPlace? Next);

/// <summary>Reads a run's orders slice by slice, so that its memory does not grow with it.</summary>
internal sealed class RunSlices(HeldOrders held, OrderStore orders)
{
    /// <summary>Whole customers, as many as fit.</summary>
    public const int MaxOrders = 200;

    /// <summary>Of a customer that alone has more; what is beyond it stands on another invoice.</summary>
    public const int MaxOrdersOfCustomer = GroupOrders.MaxLines;

    public async Task<RunSlice> Next(HeldSelection selection, HeldPlace after, RunSettings settings)
    {
        var ahead = await held.Next(selection, after, MaxOrdersOfCustomer + 1);
        var slice = Cut(ahead);
        var next = slice.Count < ahead.Count ? ahead[slice.Count] : null;
        var isParted =
            slice is [var first, ..] && (first.CustomerId == after.CustomerId || next?.CustomerId == first.CustomerId);
        var groups = await Groups(slice, settings);
        return new(isParted ? [.. groups.Select(Parted)] : groups, next is null ? null : slice[^1].Place);
    }

    private static InvoiceGroup Parted(InvoiceGroup group) =>
        group.Orders[0].Order.SeparateInvoices
            ? group
            : group with
            {
                Reasons =
                [
                    .. group.Reasons,
                    $"The customer has more orders than the {MaxOrdersOfCustomer} of an invoice.",
                ],
            };

    /// <summary>The orders by their ids, as far as they still wait.</summary>
    public async Task<IReadOnlyList<InvoiceGroup>> Of(IReadOnlyList<string> orderIds, RunSettings settings) =>
        await Groups(await held.Find(orderIds), settings);

    /// <summary>Whole customers up to <see cref="MaxOrders"/>; one customer at least, and of that one no more than fit together.</summary>
    public static IReadOnlyList<HeldOrder> Cut(IReadOnlyList<HeldOrder> ahead)
    {
        if (ahead.Count == 0)
            return [];
        var count = ahead.TakeWhile(order => order.CustomerId == ahead[0].CustomerId).Count();
        if (count > MaxOrdersOfCustomer)
            return [.. ahead.Take(MaxOrdersOfCustomer)];
        foreach (var customer in ahead.Skip(count).GroupBy(order => order.CustomerId))
        {
            // The last one read may have more.
            if (count + customer.Count() > MaxOrders)
                break;
            count += customer.Count();
        }
        return [.. ahead.Take(count)];
    }

    private async Task<IReadOnlyList<InvoiceGroup>> Groups(IReadOnlyList<HeldOrder> slice, RunSettings settings)
    {
        var rows = (await orders.Find([.. slice.Select(order => order.OrderId)])).ToDictionary(
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
                        .. customer.Select(order => CollectedOrder.Of(rows[order.OrderId], order.PeriodText, settings)),
                    ])
                ),
        ];
    }
}
