using Budstikke.Clients;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Wording;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>
/// The pure decision: from the orders of one invoice to a lawful document. Of several it is that of one order with all
/// their lines, so that VAT is computed once for the whole; each line then says which order it came from and the day of
/// its supply.
/// </summary>
internal static class DraftCollective
{
    public static Invoice From(
        IReadOnlyList<CollectedOrder> orders,
        Client client,
        long number,
        DateTimeOffset now,
        decimal fee
    )
    {
        var first = orders[0];
        var whole = Together(orders);
        var invoice = DraftInvoice.From(first.Row, whole, client, number, now, fee);
        if (orders.Count == 1)
            return invoice;
        var sections = orders.SelectMany(order => Sections(order, isEhf: invoice.Buyer.Endpoint is not null));
        return invoice with
        {
            // Where nothing else can refer, BIS Billing wants an order's id (PEPPOL-EN16931-R003); each line has its
            // own beside it.
            PurchaseOrderReference =
                whole.PurchaseOrderReference
                ?? (invoice.Buyer.Endpoint is not null && whole.BuyerReference is null ? first.Row.OrderId : null),
            SalesOrderReference = null,
            Period = PeriodOf(orders, invoice.IssueDate),
            Delivery = invoice.Delivery! with { Date = null },
            Lines = [.. invoice.Lines.Zip(sections, InSection)],
        };
    }

    /// <summary>The orders as if they were one. A fee was announced only where each of them says so.</summary>
    public static Order Together(IReadOnlyList<CollectedOrder> orders) =>
        orders is [var only]
            ? only.Order
            : orders[0].Order with
            {
                Lines =
                [
                    .. orders.SelectMany((order, at) => order.Order.Lines.Select(line => line with { Section = at })),
                ],
                Claimed = orders
                    .Select(order => order.Order.Claimed)
                    .Aggregate(
                        (sum, one) =>
                            new(
                                sum.SubTotal + one.SubTotal,
                                sum.TotalVat + one.TotalVat,
                                sum.TotalDiscount + one.TotalDiscount,
                                sum.GrandTotal + one.GrandTotal
                            )
                    ),
                InvoiceFeeApplicable = orders.All(order => order.Order.InvoiceFeeApplicable),
                BuyerReference = Common(orders, order => order.BuyerReference),
                PurchaseOrderReference = Common(orders, order => order.PurchaseOrderReference),
            };

    /// <summary>What all of them say; null where one says something else.</summary>
    private static string? Common(IReadOnlyList<CollectedOrder> orders, Func<Order, string?> what)
    {
        var said = what(orders[0].Order);
        return orders.All(order => what(order.Order) == said) ? said : null;
    }

    /// <summary>
    /// The collected days until the issue, and every day of supply beside them: an order may have been accepted later
    /// than it was delivered, and no line lies outside of the document's period (BR-CO-25's neighbours in the library's
    /// rules).
    /// </summary>
    private static InvoicingPeriod PeriodOf(IReadOnlyList<CollectedOrder> orders, DateOnly issued)
    {
        var period = orders[0].Period!;
        var days = orders.Select(Supplied).ToList();
        var end = period.End < issued ? period.End : issued;
        return new(days.Append(period.Start).Min(), days.Append(end).Max());
    }

    private static DateOnly Supplied(CollectedOrder order) => OsloTime.DateOf(order.Order.OrderedAt);

    /// <summary>What an order's lines say of it.</summary>
    private sealed record Section(string OrderId, InvoicingPeriod Day, string? Note);

    private static IEnumerable<Section> Sections(CollectedOrder order, bool isEhf)
    {
        var supplied = Supplied(order);
        var section = new Section(order.Row.OrderId, new(supplied, supplied), null);
        return order.Order.Lines.Select(
            (_, at) => at == 0 ? section with { Note = References(order.Order, isEhf) } : section
        );
    }

    private static InvoiceLine InSection(InvoiceLine line, Section section) =>
        line with
        {
            OrderLineReference = section.OrderId,
            Period = section.Day,
            Note = section.Note,
        };

    /// <summary>An EHF has the buyer's reference in its head, where all of its orders have the same.</summary>
    private static string? References(Order order, bool isEhf)
    {
        string?[] references =
        [
            order.PurchaseOrderReference is { } purchase ? $"Ref. {purchase}" : null,
            order.BuyerReference is { } buyer && !isEhf ? $"{YourReferenceIn(order)} {buyer}" : null,
        ];
        var said = string.Join(" · ", references.OfType<string>());
        return said.Length == 0 ? null : said;
    }

    private static string YourReferenceIn(Order order) =>
        Terms.YourReference.In(RenderInvoice.LanguageOf(order.Customer.Language));
}
