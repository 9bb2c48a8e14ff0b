using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Connect;

/// <summary>Bodies of Send Invoice, and how they are changed and read in tests.</summary>
internal static class Bodies
{
    public static readonly DateTimeOffset Now = new(2026, 3, 19, 12, 0, 0, TimeSpan.Zero);
    public static readonly decimal[] VatRates = [0, 12, 15, 25];

    /// <summary>Two lines, a private customer, and every field there.</summary>
    public const string Valid = """
        {
          "products": [
            {"name": "Maling", "productId": "M-1", "quantity": "2", "rate": 100, "discount": 10, "tax": "25",
              "amount": 190},
            {"name": "Kaffe", "productId": "K-2", "quantity": 1.5, "rate": "40.00", "discount": "0", "tax": 15,
              "amount": "60.00"}
          ],
          "orderSummary": {"subTotal": "212.17", "totalTax": "47.83", "totalDiscount": "10.00", "grandTotal": "250.00"},
          "orderDate": "1703040812",
          "customerDetails": {
            "type": "private", "countryCode": "+47", "msisdn": "40000000", "email": "ola@example.com",
            "firstName": "Ola",
            "name": "Ola Normann", "preferredLanguage": "sv", "personalNumber": "12345678901", "organizationId": null,
            "address": {"street": "Storgata 1", "zip": "0155", "city": "Oslo", "country": "NO"}
          },
          "invoiceInterval": 1, "invoiceFeeApplicable": false, "invoiceMaturity": "10", "separateInvoices": false,
          "referenceNo": "PO-7", "customerReference": "Kari",
          "callback": {"callbackUrl": "https://example.com/cb?shop=7"}
        }
        """;

    public static SendInvoiceRequest Read(string json, FieldTable? table = null) =>
        SendInvoiceRequest.Read(Encoding.UTF8.GetBytes(json), new(VatRates, Now), table ?? FieldTable.Invoice);

    /// <summary><c>path = json</c> or <c>path absent</c>, several separated by <c> &amp; </c>.</summary>
    public static string Edited(string edits)
    {
        var body = JsonNode.Parse(Valid)!;
        foreach (var edit in edits.Split(" & ", StringSplitOptions.TrimEntries))
            Apply(body, edit);
        return body.ToJsonString();
    }

    private static void Apply(JsonNode body, string edit)
    {
        var isRemoval = edit.EndsWith(" absent", StringComparison.Ordinal);
        var parts = isRemoval ? [edit[..^" absent".Length]] : edit.Split(" = ", 2);
        var path = parts[0].Split('.');
        var around = path[..^1].Aggregate(body, (node, name) => int.TryParse(name, out var i) ? node[i]! : node[name]!);
        if (isRemoval)
            around.AsObject().Remove(path[^1]);
        else if (around is JsonArray array)
            array[int.Parse(path[^1])] = JsonNode.Parse(Expanded(parts[1]));
        else
            around[path[^1]] = JsonNode.Parse(Expanded(parts[1]));
    }

    /// <summary><c>text(3)</c> is "ååå", <c>digits(3)</c> the number 999, <c>lines(3)</c> a list of three good
    /// lines.</summary>
    private static string Expanded(string json)
    {
        if (json is not [.., ')'])
            return json;
        var open = json.IndexOf('(', StringComparison.Ordinal);
        var count = int.Parse(json[(open + 1)..^1]);
        return json[..open] switch
        {
            "text" => $"\"{new string('å', count)}\"",
            "digits" => new string('9', count),
            "url" => $"\"https://example.com/{new string('a', count - "https://example.com/".Length)}\"",
            "lines" => "[" + string.Join(',', Enumerable.Repeat(Line, count)) + "]",
            var unknown => throw new ArgumentException(unknown, nameof(json)),
        };
    }

    private const string Line = """{"name":"x","quantity":1,"rate":0.25,"tax":0,"amount":0.25}""";
}
