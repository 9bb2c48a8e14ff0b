using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Clients;
using Budstikke.Documents.Ubl;
using Budstikke.Documents.Vat;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>What an order would come to, before anybody sends it.</summary>
public sealed class PreviewStories
{
    private const string Orders = "/api/v1/connect/orders/";

    private static JsonNode Sample
    {
        get
        {
            var order = JsonNode.Parse(PublishedOrder.Json)!;
            order["orderDate"] = BudstikkeApp.Monday.ToUnixTimeSeconds();
            return order;
        }
    }

    private static JsonNode ToCompany
    {
        get
        {
            var order = Sample;
            order["customerDetails"]!["type"] = "corporate";
            order["customerDetails"]!["organizationId"] = "987654325";
            order["invoiceMaturity"] = 30;
            return order;
        }
    }

    [Theory]
    [InlineData("en", "This is a preview and no invoice. It must not be paid.")]
    [InlineData("sv", "Detta är en förhandsvisning och ingen faktura. Den ska inte betalas.")]
    [InlineData(
        "de",
        "Dies ist eine Vorschau und keine Rechnung. Sie ist nicht zu bezahlen. / "
            + "Dette er en forhåndsvisning og ingen faktura. Den skal ikke betales."
    )]
    public void It_says_in_the_customers_language_that_it_is_no_invoice(string language, string note)
    {
        var order = Samples.ToPerson with { Customer = Samples.ToPerson.Customer with { Language = language } };

        PreviewInvoice
            .Of(order, AddClient.ClientOf(BudstikkeApp.SampleClient), BudstikkeApp.Monday, fee: 0)
            .Invoice.Notes.ShouldBe([note]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_is_answered_to_the_letter_and_leaves_no_trace(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await app.Http();

        var (status, body) = await Post(http, "invoice/preview", Sample);

        body.ShouldBe(
            """
            {"status_code":200,"status_message":"OK","message":"invoicePreviewedSuccessfully","is_data":true,
            "data":{"heldUntil":null,"invoiceNumber":"PREVIEW","invoiceDate":"2026-11-23",
            "dueDate":"2026-12-03","totals":{"totalWithoutTax":51.00,"totalTax":0.00,"invoiceFee":0,
            "rounding":0.00,"amountDue":51.00,"taxes":[{"tax":0,"category":"Z","taxable":51.00,"amount":0.00}]},
            "route":[{"channel":"EInvoice","step":"passedBy",
            "reason":"The personal number has wrong check digits, so it has no e-invoice address.",
            "recipient":null,"simulated":null},{"channel":"Email","step":"first",
            "reason":"The first that can be tried.","recipient":"test@yopmail.com","simulated":true},
            {"channel":"Post","step":"fallback","reason":"Used if Email fails.",
            "recipient":"Kari Nordmann, Luramyrveien 65, 4313 Sandnes, NO","simulated":true},
            {"channel":"CustomerService","step":"last",
            "reason":"If no channel is left, a person looks at it, and the client is told.","recipient":null,
            "simulated":null}],"warnings":[],"violations":[],"documents":null}}
            """.ReplaceLineEndings("")
        );
        status.ShouldBe(200);
        foreach (
            var table in new[] { "orders", "customers", "personal_numbers", "facts", "jobs", "invoices", "idempotency" }
        )
            (await app.Database.Read(session => session.QuerySingle<long>($"SELECT count(*) FROM {table}"))).ShouldBe(
                0
            );
        await Send(http, Sample);
        await app.RunJobs();
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT min(number) FROM invoices"))).ShouldBe(
            10001
        );
    }

    [Fact]
    public async Task The_sample_order_of_its_day_has_no_fault_to_be_told_of()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        var preview = await DataOf(http, "invoice/preview", JsonNode.Parse(SampleOrder.Of(BudstikkeApp.Monday))!);

        preview["warnings"]!.AsArray().ShouldBeEmpty();
        preview["totals"]!["amountDue"]!.GetValue<decimal>().ShouldBe(51);
        preview["route"]!
            .AsArray()
            .Select(step => $"{step!["channel"]} {step["step"]}")
            .ShouldBe(["EInvoice first", "Email fallback", "Post fallback", "CustomerService last"]);
    }

    [Fact]
    public async Task The_preview_says_what_the_invoice_will_say()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        var totals = (await DataOf(http, "invoice/preview", ToCompany))["totals"]!;
        var orderId = await Send(http, ToCompany);
        await app.RunJobs();

        var invoice = await app.InvoiceOf(orderId);
        totals["amountDue"]!.GetValue<decimal>().ShouldBe(invoice.AmountDue / 100m);
        (await DataOf(http, "invoice/preview", ToCompany))["dueDate"]!.GetValue<string>().ShouldBe(invoice.DueDate);
    }

    [Fact]
    public async Task An_order_that_will_be_held_is_dated_on_the_day_of_its_run()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var held = ToCompany;
        held["separateInvoices"] = false;
        held["orderDate"] = BudstikkeApp.Monday.ToUnixTimeSeconds();

        var preview = await DataOf(http, "invoice/preview", held);
        var orderId = await Send(http, held);
        await app.Wait(TimeSpan.FromDays(1));

        preview["heldUntil"]!.GetValue<string>().ShouldBe("2026-11-24T05:00:00Z");
        var invoice = await app.InvoiceOf(orderId);
        preview["invoiceDate"]!.GetValue<string>().ShouldBe(invoice.IssueDate);
        preview["dueDate"]!.GetValue<string>().ShouldBe(invoice.DueDate);
    }

    [Fact]
    public async Task A_fee_is_in_the_preview_as_it_will_be_on_the_invoice()
    {
        await using var app = await BudstikkeApp.Start();
        var client = await app.AddClient(
            BudstikkeApp.SampleClient with
            {
                InvoiceFees = [new(FeePayer.Corporate, "ehf", 49), new(FeePayer.Corporate, "email", 7)],
            }
        );
        using var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);

        var totals = (await DataOf(http, "invoice/preview", ToCompany))["totals"]!;

        totals["invoiceFee"]!.GetValue<decimal>().ShouldBe(49);
        totals["amountDue"]!.GetValue<decimal>().ShouldBe(100);
        var orderId = await Send(http, ToCompany);
        await app.RunJobs();
        (await app.InvoiceOf(orderId)).AmountDue.ShouldBe(10000);
    }

    [Theory]
    [InlineData("invoice/preview", "corporate", "Ehf first, Email fallback, Post fallback, CustomerService last")]
    [InlineData("ehf/preview", "corporate", "Ehf first, Email fallback, Post fallback, CustomerService last")]
    [InlineData("faktura/preview", "private", "EInvoice first, Email fallback, Post fallback, CustomerService last")]
    public async Task The_route_is_told_in_its_order(string path, string type, string route)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var order = ToCompany;
        order["customerDetails"]!["personalNumber"] = Samples.PersonalNumber;
        order["invoiceMaturity"] = null;
        order["customerDetails"]!["type"] = path.StartsWith("invoice", StringComparison.Ordinal) ? type : null;

        RouteOf(await DataOf(http, path, order)).ShouldBe(route);
    }

    [Fact]
    public async Task A_channel_that_this_installation_lacks_is_passed_by()
    {
        await using var app = await BudstikkeApp.Start(simulationsServeLiveClients: false);
        using var http = await app.Http();

        RouteOf(await DataOf(http, "invoice/preview", ToCompany))
            .ShouldBe("Ehf passedBy, Email passedBy, Post passedBy, CustomerService last");
    }

    [Fact]
    public async Task Warnings_stand_in_the_preview_and_on_the_timeline_but_not_in_the_201()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var order = ToCompany;
        order["orderSummary"]!["totalTax"] = "9.00";
        order["customerDetails"]!["organizationId"] = "987654326";
        order["customerDetails"]!["address"]!["zip"] = "431";
        string[] warnings =
        [
            "The order summary.total tax does not match the products.",
            "The customer details.organization id has a wrong check digit.",
            "The customer details.address.zip must be 4 digits in Norway.",
        ];

        Texts((await DataOf(http, "invoice/preview", order))["warnings"]!).ShouldBe(warnings);
        var (_, answer) = await Post(http, "invoice/create", order);
        answer.ShouldNotContain("total tax");
        var orderId = JsonNode.Parse(answer)!["data"]!["uuid"]!.GetValue<string>();
        (await app.Facts(orderId, "OrderAccepted"))[0]
            .GetProperty("warnings")
            .EnumerateArray()
            .Select(warning => warning.GetString())
            .ShouldBe(warnings);
    }

    [Theory]
    [InlineData(
        25,
        "The order date is more than a day ahead, and no sales document may be issued before delivery (mval. § 15-10)."
    )]
    [InlineData(24, null)]
    [InlineData(-31 * 24, null)]
    [InlineData(-31 * 24 - 1, "The order date is more than a month ago.")]
    public async Task A_date_that_is_hardly_the_delivery_s_is_warned_of(int hoursAhead, string? warning)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var order = Sample;
        order["orderDate"] = BudstikkeApp.Monday.AddHours(hoursAhead).ToUnixTimeSeconds();

        Texts((await DataOf(http, "invoice/preview", order))["warnings"]!).ShouldBe(warning is null ? [] : [warning]);
    }

    [Theory]
    [InlineData(VatCategory.G, "NO", 0, true)]
    [InlineData(VatCategory.G, "SE", 0, false)]
    [InlineData(VatCategory.G, "NO", 25, false)]
    [InlineData(VatCategory.Z, "NO", 0, false)]
    public async Task A_zero_rate_for_exports_to_a_buyer_in_Norway_is_warned_of(
        VatCategory zeroRate,
        string country,
        int rate,
        bool isWarned
    )
    {
        await using var app = await BudstikkeApp.Start();
        var client = await app.AddClient(BudstikkeApp.SampleClient with { ZeroRateCategory = zeroRate });
        using var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);
        var order = Sample;
        order["products"]![0]!["tax"] = rate;
        order["orderSummary"]!["subTotal"] = rate == 0 ? 51 : 40.80;
        order["orderSummary"]!["totalTax"] = rate == 0 ? 0 : 10.20;
        order["customerDetails"]!["address"]!["country"] = country;

        Texts((await DataOf(http, "invoice/preview", order))["warnings"]!)
            .ShouldBe(
                isWarned ? ["The tax of 0 is for exports, and the customer details.address.country is Norway."] : []
            );
    }

    [Theory]
    [InlineData("invoice")]
    [InlineData("faktura")]
    [InlineData("ehf")]
    public async Task What_the_create_call_refuses_the_preview_refuses_with_the_same_texts(string kind)
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        foreach (var body in new JsonNode[] { new JsonObject(), Mismatched() })
        {
            var (status, refusal) = await Post(http, $"{kind}/preview", body);
            var (createStatus, createRefusal) = await Post(http, $"{kind}/create", body);
            status.ShouldBe(createStatus);
            // The hints come behind all that the create call says.
            refusal.ShouldStartWith(createRefusal[..^1] + ",\"hints\":[{\"field\":");
        }

        static JsonNode Mismatched()
        {
            var order = ToCompany;
            order["orderSummary"]!["grandTotal"] = "99.00";
            return order;
        }
    }

    [Fact]
    public async Task The_documents_come_when_asked_for_and_say_that_they_are_a_preview()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        var documents = (await DataOf(http, "invoice/preview?documents=true", ToCompany))["documents"]!;

        var pdf = Convert.FromBase64String(documents["pdf"]!.GetValue<string>());
        Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
        var invoice = UblReader.Read(Convert.FromBase64String(documents["xml"]!.GetValue<string>()));
        invoice.Number.ShouldBe("PREVIEW");
        invoice.Payment!.Kid.ShouldBeNull();
        invoice.Notes.ShouldContain("This is a preview and no invoice. It must not be paid.");
        invoice.Attachments.ShouldHaveSingleItem().Content.ToArray().ShouldBe(pdf);
    }

    [Fact]
    public async Task What_the_PDF_shows_as_boxes_is_warned_of_by_name_and_the_UBL_has_it_right()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        var order = Sample;
        order["customerDetails"]!["name"] = "太郎";
        order["products"]![0]!["name"] = "Bordkort til Əliyev og 太郎 🎉";

        var data = await DataOf(http, "invoice/preview?documents=true", order);

        Texts(data["warnings"]!)
            .ShouldBe([
                "The PDF shows boxes for characters of the customer details that no font of ours has: 太 郎. E-mail and "
                    + "EHF have them right; a letter cannot be addressed with them.",
                "The PDF shows boxes for characters of the products or references that no font of ours has: 太 郎 🎉. "
                    + "E-mail and EHF have them right.",
            ]);
        UblReader
            .Read(Convert.FromBase64String(data["documents"]!["xml"]!.GetValue<string>()))
            .Lines[0]
            .ItemName.ShouldBe("Bordkort til Əliyev og 太郎 🎉");
        // The created order has them on its timeline.
        (await app.Timeline(await Send(http, order))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Documents_are_asked_for_by_true_or_false()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();

        var (status, body) = await Post(http, "invoice/preview?documents=pdf", Sample);

        status.ShouldBe(417);
        body.ShouldContain("The documents field must be true or false.");
    }

    private static string RouteOf(JsonNode data) =>
        string.Join(", ", data["route"]!.AsArray().Select(step => $"{step!["channel"]} {step["step"]}"));

    private static IEnumerable<string> Texts(JsonNode texts) =>
        texts.AsArray().Select(text => text!.GetValue<string>());

    private static async Task<string> Send(HttpClient http, JsonNode order) =>
        (await DataOf(http, "invoice/create", order))["uuid"]!.GetValue<string>();

    private static async Task<JsonNode> DataOf(HttpClient http, string path, JsonNode order) =>
        JsonNode.Parse((await Post(http, path, order)).Body)!["data"]!;

    private static async Task<(int Status, string Body)> Post(HttpClient http, string path, JsonNode order)
    {
        using var body = new StringContent(order.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(Orders + path, body);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
