using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>The calls that ask for the state of orders: all of them, one, and one with its invoice's number.</summary>
internal sealed class OrderStatuses(OrderStore orders, InvoiceStore invoices)
{
    private const int PageSize = 1000;
    private const string Retrieved = "Order Status Retrieved Successfully";
    private const string WrongType = "The selected type is invalid.";
    private const string WrongAfter = "The after format is invalid.";

    private static readonly string[] s_types =
    [
        OrderState.Sent,
        OrderState.Paid,
        OrderState.Cancelled,
        OrderState.Expired,
        OrderState.Invoiced,
        OrderState.Refunded,
        OrderState.PartiallyRefunded,
    ];

    /// <summary>Newest first; a <c>link</c> header says where the next page is.</summary>
    public async Task<Answer> List(HttpContext context, Caller caller)
    {
        var (type, after) = (Asked(context, "type"), Asked(context, "after"));
        var state = s_types.FirstOrDefault(one => one.Equals(type, StringComparison.OrdinalIgnoreCase));
        string?[] faults =
        [
            type is not null && state is null ? WrongType : null,
            after is not null && !OrderIds.CanBeOrder(after) ? WrongAfter : null,
        ];
        if (faults.OfType<string>().ToList() is { Count: > 0 } errors)
            return Envelope.Invalid(errors);
        var last = after is null ? null : await orders.Find(caller.Client.ClientId, after);
        if (after is not null && last is null)
            return Envelope.NotFound(NotFoundMessage.OrderOfStatus);
        var rows = await orders.List(caller.Client.ClientId, state, last, PageSize + 1);
        if (rows.Count == 0)
            return Envelope.NotFound(NotFoundMessage.OrderOfStatus);
        if (rows.Count > PageSize)
            context.Response.Headers.Link = LinkTo(context, state, rows[PageSize - 1].OrderId);
        return Envelope.Success(200, Retrieved, isData: true, json => Write(json, rows.Take(PageSize)));
    }

    public async Task<Answer> One(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { } order)
            return Envelope.NotFound(NotFoundMessage.OrderOfStatus);
        var refunded = (await invoices.OfOrder(order.ClientId, order.OrderId))
            .Where(row => row.Kind == InvoiceRow.CreditNote)
            .Sum(row => row.AmountDue);
        return Envelope.Success(
            200,
            Retrieved,
            isData: true,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("uuid", order.OrderId);
                json.WriteString("status", order.State);
                json.WriteNumber("orderAmount", order.GrandTotal / 100m);
                json.WriteNumber("refundedAmount", refunded / 100m);
                json.WriteEndObject();
            }
        );
    }

    public async Task<Answer> InvoiceNumber(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { } order)
            return Envelope.NotFound(NotFoundMessage.Order);
        var number = await invoices.NumberFor(order.ClientId, order.OrderId);
        return Envelope.Success(
            200,
            "orderInvoiceNoRetrievedSuccessfully",
            isData: true,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("orderUuid", order.OrderId);
                json.WriteString("invoiceNumber", number);
                json.WriteString("status", order.State);
                json.WriteEndObject();
            }
        );
    }

    /// <summary>Null where it is not asked, or for nothing.</summary>
    private static string? Asked(HttpContext context, string name) =>
        context.Request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static string LinkTo(HttpContext context, string? state, string after)
    {
        var type = state is null ? "" : $"type={Uri.EscapeDataString(state)}&";
        return $"<{context.Request.Path}?{type}after={after}>; rel=\"next\"";
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<ListedOrder> rows)
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("uuid", row.OrderId);
            json.WriteString("status", row.State);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
