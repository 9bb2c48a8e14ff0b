using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Timeline;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Budstikke.Commands;

/// <summary>Orders as a terminal and a program read them.</summary>
internal static class OrderReport
{
    public static IRenderable TableOf(IReadOnlyList<OrderRow> orders)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Order").NoWrap());
        table.AddColumn(new TableColumn("Accepted (UTC)").NoWrap());
        table.AddColumn("State");
        table.AddColumn(new TableColumn("NOK").RightAligned().NoWrap());
        table.AddColumn("Customer");
        // Texts, no markup: a name may hold square brackets.
        foreach (var row in orders)
            table.AddRow(
                new Text(row.OrderId),
                new Text(At(row.AcceptedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                new Text(row.State),
                new Text(Kroner(row.GrandTotal)),
                new Text($"{NameOf(row.Order.Customer)}\n{row.Order.Customer.Email}")
            );
        return table;
    }

    /// <summary>An array, unwrapped.</summary>
    public static string JsonOf(IReadOnlyList<OrderRow> orders) => JsonOptions.Store(orders.Select(Listed));

    public static IEnumerable<string> LinesOf(OrderRow order, IReadOnlyList<InvoiceRow> documents)
    {
        var customer = order.Order.Customer;
        yield return $"{order.OrderId} of {order.ClientId}: {order.State}, NOK {Kroner(order.GrandTotal)}";
        yield return $"{NameOf(customer)}, {customer.CountryCode} {customer.Msisdn}, {customer.Email}";
        foreach (var row in documents)
            yield return $"{row.Kind} {row.Number}, NOK {row.AmountDue / 100m:0.00}";
    }

    public static string JsonOf(OrderRow order, IReadOnlyList<InvoiceRow> documents, IReadOnlyList<FactRow> facts)
    {
        var shown = JsonSerializer.SerializeToNode(Listed(order), JsonOptions.Stored)!;
        shown["documents"] = JsonSerializer.SerializeToNode(
            documents.Select(row => new { row.Kind, Number = row.Number.ToString(CultureInfo.InvariantCulture) }),
            JsonOptions.Stored
        );
        shown["timeline"] = new JsonArray([.. facts.Select(NodeOf)]);
        return shown.ToJsonString(JsonOptions.Stored);
    }

    private static JsonNode NodeOf(FactRow fact) =>
        new JsonObject
        {
            ["at"] = At(fact.At),
            ["kind"] = fact.Kind,
            ["by"] = fact.CausedBy,
            ["sentence"] = FactWords.Of(fact.Kind, fact.Content).Sentence,
            ["content"] = JsonNode.Parse(fact.Content),
        };

    private static object Listed(OrderRow row) =>
        new
        {
            row.OrderId,
            row.ClientId,
            row.State,
            AcceptedAt = At(row.AcceptedAt),
            GrandTotal = row.GrandTotal / 100m,
            row.CustomerId,
            Name = NameOf(row.Order.Customer),
            row.Order.Customer.Email,
            Phone = $"{row.Order.Customer.CountryCode} {row.Order.Customer.Msisdn}",
        };

    private static string NameOf(Customer customer) => $"{customer.FirstName} {customer.Name}".Trim();

    private static string Kroner(long ore) => (ore / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
