using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Budstikke.Clients;
using Budstikke.Documents.Rules;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>
/// Which rules the invoice of an order would break, if seller and buyer stayed as they are until it is issued: asked at
/// the door, so that no order is taken of which nobody could make an invoice.
/// </summary>
/// <remarks>
/// An order that has passed every check of the door differs from others in few things that a rule looks at; the rest is
/// lawful by construction. Orders that are alike in these are drafted and checked once for a client as it is, and the
/// next costs a look-up. A violation is never remembered, and the issuer asks all rules of every invoice again.
/// </remarks>
internal sealed class ForeseeViolations(InvoiceFees fees)
{
    /// <summary>Of one client: combinations of its VAT rates, mostly.</summary>
    private const int MaxShapes = 1_000;

    private readonly ConditionalWeakTable<Client, ConcurrentDictionary<Shape, bool>> _lawful = [];

    /// <summary>What of an order, beside its client, decides whether a rule holds.</summary>
    /// <param name="VatRates">One bit for each of the client's rates that a line has.</param>
    private readonly record struct Shape(
        CustomerType Type,
        bool HasNumber,
        bool IsForPeppol,
        bool IsFree,
        int VatRates
    );

    /// <param name="order">One that the door would take.</param>
    public IReadOnlyList<Violation> Of(Order order, Client client, PersonalDigits? digits, DateTimeOffset now)
    {
        var lawful = _lawful.GetOrCreateValue(client);
        if (ShapeOf(order, client) is not { } shape)
            return Ask(order, client, digits, now);
        if (lawful.ContainsKey(shape))
            return [];
        var violations = Ask(order, client, digits, now);
        if (violations.Count == 0 && lawful.Count < MaxShapes)
            lawful[shape] = true;
        return violations;
    }

    private IReadOnlyList<Violation> Ask(Order order, Client client, PersonalDigits? digits, DateTimeOffset now) =>
        PreviewInvoice
            .Of(order, client, PreviewInvoice.DayOf(order, client, now), fees.For(client, order, digits))
            .Violations;

    /// <summary>Null where the lines come to less than zero: no shape covers such an order, and it is drafted by
    /// itself.</summary>
    private static Shape? ShapeOf(Order order, Client client)
    {
        var (sum, rates) = (0m, 0);
        foreach (var line in order.Lines)
        {
            sum += line.Amount;
            rates |= 1 << IndexOf(client.Settings.VatRates, line.VatRate);
        }
        if (sum < 0)
            return null;
        var customer = order.Customer;
        return new(
            customer.Type,
            customer.OrganizationNumber is not null,
            DraftInvoice.PeppolAddressOf(customer) is not null,
            order.Claimed.GrandTotal == 0,
            rates
        );
    }

    private static int IndexOf(IReadOnlyList<decimal> rates, decimal rate)
    {
        for (var i = 0; i < rates.Count; i++)
            if (rates[i] == rate)
                return i;
        return rates.Count;
    }
}
