using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>
/// The way in which the Ruby gem `frontgo` calls: its headers, products under "0" and "1", the older paths, fields of
/// older versions and of nobody; with today's date and fee in the body.
/// </summary>
public sealed class OlderClientStories
{
    private const string Connect = "/api/v1/connect/";

    /// <summary>What its requests have beside the order, and what nobody has heard of.</summary>
    private const string Older = """
        {"dueDateForPaymentLink":"1795000000","sendOrderBy":{"sms":false,"email":true,"invoice":true},
         "invoiceAsPaymentOption":false,"isCreditCheckAvailable":false,
         "invoiceReferences":{"referenceNo":"A","customerReference":"B","receiptNo":"C","customerNotes":"D","tnc":"E"},
         "internalReferences":{"referenceNo":"F","notes":"G"},"settings":{"isChargePartiallyRefundable":false},
         "submitPayment":{"via":"invoice"},"heardOfByNobody":[1,{"x":null}]}
        """;

    [Theory]
    [InlineData("orders/invoice/create", "private")]
    [InlineData("orders/invoice/create", "corporate")]
    [InlineData("orders/invoice/create/faktura", null)]
    [InlineData("orders/faktura/create", null)]
    [InlineData("orders/invoice/create/ehf", null)]
    [InlineData("orders/ehf/create", null)]
    public async Task Its_orders_are_taken_on_every_path_and_invoiced(string path, string? type)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await ItsHttp(app);

        var (status, answer) = await Call(http, "POST", path, Order(type));

        answer["errors"]?.ToJsonString().ShouldBeNull();
        status.ShouldBe(201);
        await app.RunJobs();
        var orderId = answer["data"]!["uuid"]!.GetValue<string>();
        (await app.StateOf(orderId)).ShouldBe(OrderState.Invoiced);
        var lines = (await Call(http, "GET", $"orders/details/{orderId}")).Answer["data"]!["productList"]!.AsArray();
        lines.Select(line => line!["name"]!.GetValue<string>()).ShouldBe(["Klipp", "Farge"]);
        (await app.InvoiceOf(orderId)).AmountDue.ShouldBe(112500);
    }

    [Fact]
    public async Task Its_reads_and_changes_are_answered()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await ItsHttp(app);
        var order = (await Call(http, "POST", "orders/invoice/create", Order("private"))).Answer["data"]!;
        var (uuid, customer) = ($"{order["uuid"]}", $"{order["customerUuid"]}");

        var statuses = new List<string>();
        foreach (
            var (method, path, body) in new (string, string, string?)[]
            {
                ("GET", "orders/status", null),
                ("GET", $"orders/status/{uuid}", null),
                ("GET", $"orders/details/{uuid}", null),
                ("GET", $"orders/invoice-number/{uuid}", null),
                ("GET", $"customers/details/{customer}", null),
                (
                    "POST",
                    $"orders/resend/{uuid}",
                    """{"countryCode":"+47","msisdn":"46567468","email":"kari@customer.example"}"""
                ),
                ("POST", $"orders/cancel/{uuid}", """{"cancellationNote":"Ombestemt"}"""),
            }
        )
            statuses.Add($"{(await Call(http, method, path, body)).Status}");

        statuses.ShouldBe(["200", "200", "200", "200", "200", "400", "202"]);
    }

    [Fact]
    public async Task What_is_wrong_in_its_products_is_named_by_their_keys()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await ItsHttp(app);
        var order = JsonNode.Parse(Order("private"))!;
        order["products"]!["1"]!.AsObject().Remove("rate");

        var (status, answer) = await Call(http, "POST", "orders/invoice/create", order.ToJsonString());

        status.ShouldBe(417);
        answer["errors"]!.ToJsonString().ShouldBe("""["The products.1.rate field is required."]""");
    }

    /// <param name="type">Null for the paths that say it.</param>
    private static string Order(string? type)
    {
        var order = JsonNode.Parse(Older)!;
        order["products"] = JsonNode.Parse(
            """
            {"0":{"name":"Klipp","productId":"K1","quantity":"1","rate":500,"discount":0,"tax":"25","amount":500},
             "1":{"name":"Farge","productId":"F1","quantity":"1","rate":625,"discount":0,"tax":"25","amount":625}}
            """
        );
        order["orderSummary"] = JsonNode.Parse(
            """{"subTotal":"900.00","totalTax":"225.00","totalDiscount":"0.00","grandTotal":"1125.00"}"""
        );
        order["orderDate"] = $"{BudstikkeApp.Monday.ToUnixTimeSeconds()}";
        order["invoiceFeeApplicable"] = true;
        order["invoiceInterval"] = 0;
        order["separateInvoices"] = true;
        order["customerDetails"] = JsonNode.Parse(
            """
            {"countryCode":"+47","msisdn":"46567468","email":"kari@customer.example","customerUuid":"CSRT3672053467",
             "name":"Kari Nordmann","preferredLanguage":"en","personalNumber":null,"organizationId":"987654325",
             "address":{"street":"Luramyrveien 65","zip":"4313","city":"Sandnes","country":"NO"}}
            """
        );
        if (type is not null)
            order["customerDetails"]!["type"] = type;
        return order.ToJsonString();
    }

    /// <summary>Its HTTP library's headers; a content type without a charset, also where there is no content.</summary>
    private static async Task<HttpClient> ItsHttp(BudstikkeApp app)
    {
        var http = await app.Http();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Faraday v2.13.2");
        http.DefaultRequestHeaders.TryAddWithoutValidation(
            "Accept-Encoding",
            "gzip;q=1.0,deflate;q=0.6,identity;q=0.3"
        );
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "*/*");
        return http;
    }

    private static async Task<(int Status, JsonNode Answer)> Call(
        HttpClient http,
        string method,
        string path,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(new(method), Connect + path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
