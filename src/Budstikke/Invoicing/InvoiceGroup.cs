using Budstikke.Clients;
using Budstikke.Documents.Calendar;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>An order that is to be invoiced, read once.</summary>
/// <param name="Period">The days that it is collected with; null where it is invoiced at once.</param>
internal sealed record CollectedOrder(OrderRow Row, Order Order, Period? Period = null)
{
    public static CollectedOrder Of(OrderRow row) => new(row, row.Order);

    /// <summary>An order that was accepted before there were runs has no period of its own yet.</summary>
    public static CollectedOrder Of(OrderRow row, string? periodText, RunSettings settings)
    {
        var order = row.Order;
        var accepted = OsloTime.DateOf(DateTimeOffset.FromUnixTimeMilliseconds(row.AcceptedAt));
        return new(
            row,
            order,
            periodText is null ? Period.Of(order.Interval, accepted, settings) : Period.Parse(periodText)
        );
    }
}

/// <summary>The orders of one invoice.</summary>
/// <param name="Reasons">Why other collected orders of the customer stand on another.</param>
/// <param name="RunId">The run that issues it; null where the order is invoiced at once.</param>
internal sealed record InvoiceGroup(
    IReadOnlyList<CollectedOrder> Orders,
    IReadOnlyList<string> Reasons,
    string? RunId = null
)
{
    /// <summary>Of the invoice, with VAT; zero where none is charged.</summary>
    public decimal Fee { get; init; }

    /// <summary>A private customer's personal number; null where there is none.</summary>
    public PersonalDigits? Digits { get; init; }

    public static InvoiceGroup Of(CollectedOrder order) => new([order], []);

    public string CustomerId => Orders[0].Row.CustomerId;

    public Customer Customer => Orders[0].Order.Customer;

    public IReadOnlyList<string> OrderIds => [.. Orders.Select(order => order.Row.OrderId)];
}
