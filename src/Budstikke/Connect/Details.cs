using System.Globalization;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary><c>GET orders/details</c> and <c>customers/details</c>: what we were told, a personal number masked to its
/// last two digits.</summary>
internal sealed class Details(OrderStore orders, InvoiceStore invoices)
{
    private const string Invoice = "invoice";
    private const string CustomerPrefix = "CSRT";
    private const string AddressPrefix = "ADRS";

    public async Task<Answer> Order(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { } row)
            return Envelope.NotFound(NotFoundMessage.Order);
        var number = await invoices.NumberFor(row.ClientId, row.OrderId);
        var personalNumber = await PersonalNumberOf(row);
        var order = row.Order;
        return Envelope.Success(
            200,
            "orderRetrievedSuccessfully",
            isData: true,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("type", Invoice);
                json.WriteString("orderUuid", row.OrderId);
                json.WriteString("invoiceNumber", number);
                json.WriteString("status", row.State);
                json.WriteString("orderDate", UnixSeconds(order.OrderedAt));
                json.WriteNull("paymentLinkDueDate");
                Write(json, order.Lines);
                Write(json, order.Claimed);
                Write(json, row.CustomerId, order.Customer, personalNumber);
                json.WriteEndObject();
            }
        );
    }

    public async Task<Answer> Customer(HttpContext context, Caller caller)
    {
        var uuid = (string)context.Request.RouteValues["uuid"]!;
        if (await orders.NewestOf(caller.Client.ClientId, uuid) is not { } row)
            return Envelope.NotFound(NotFoundMessage.Customer);
        var personalNumber = await PersonalNumberOf(row);
        var customer = row.Order.Customer;
        return Envelope.Success(
            200,
            "customerDetailsRetrievedSuccessfully",
            isData: true,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("uuid", uuid);
                json.WriteString("type", customer.Type.ToString());
                json.WriteString("name", customer.Name);
                json.WriteString("countryCode", customer.CountryCode);
                json.WriteString("msisdn", customer.Msisdn);
                json.WriteString("organizationId", customer.OrganizationNumber);
                json.WriteString("personalNumber", personalNumber);
                json.WriteString("email", customer.Email);
                json.WriteString("preferredLanguage", customer.Language);
                json.WriteString("status", "Active");
                json.WriteStartObject("addresses");
                json.WriteStartObject("billing");
                // A customer has one address, so the customer's digits are the address's too.
                json.WriteString("uuid", AddressPrefix + uuid[CustomerPrefix.Length..]);
                Write(json, customer.Address);
                json.WriteEndObject();
                json.WriteNull("shipping");
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );
    }

    private async Task<string?> PersonalNumberOf(OrderRow row) =>
        (await orders.PersonalDigitsOf(row.ClientId, row.CustomerId))?.ToString();

    /// <summary>As it came: Unix seconds in a text.</summary>
    private static string UnixSeconds(DateTimeOffset moment) =>
        moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<OrderLine> lines)
    {
        json.WriteStartArray("productList");
        foreach (var (i, line) in lines.Index())
        {
            json.WriteStartObject();
            json.WriteNumber("id", i + 1);
            json.WriteString("name", line.ItemName);
            json.WriteString("productId", line.SellersItemId);
            json.WriteNumber("quantity", Plain(line.Quantity));
            json.WriteNumber("rate", Plain(line.Price));
            json.WriteNumber("discount", Plain(line.Discount));
            json.WriteNumber("tax", Plain(line.VatRate));
            json.WriteNumber("amount", Plain(line.Amount));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ClaimedTotals totals)
    {
        json.WriteStartObject("orderSummary");
        json.WriteNumber("subTotal", Plain(totals.SubTotal));
        json.WriteNumber("tax", Plain(totals.TotalVat));
        json.WriteNumber("discount", Plain(totals.TotalDiscount));
        json.WriteNumber("grandTotal", Plain(totals.GrandTotal));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string customerId, Customer customer, string? personalNumber)
    {
        json.WriteStartObject("customerDetails");
        json.WriteString("type", customer.Type is CustomerType.Private ? "private" : "corporate");
        json.WriteString("uuid", customerId);
        json.WriteString("countryCode", customer.CountryCode);
        json.WriteString("msisdn", customer.Msisdn);
        json.WriteString("email", customer.Email);
        json.WriteString("name", customer.Name);
        json.WriteString("preferredLanguage", customer.Language);
        json.WriteString("personalNumber", personalNumber);
        json.WriteString("organizationId", customer.OrganizationNumber);
        json.WriteStartObject("address");
        Write(json, customer.Address);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Address address)
    {
        json.WriteString("street", address.Street);
        json.WriteString("zip", address.PostCode);
        json.WriteString("city", address.City);
        json.WriteString("country", address.Country);
    }

    /// <summary>Without zeros at the end: 51.00 is 51.</summary>
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
}
