using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Clients;
using Budstikke.Documents.Vat;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Tests.Connect;

/// <summary>An order of which no lawful invoice can be made is not taken.</summary>
public sealed class UnlawfulOrderStories
{
    private const string Orders = "/api/v1/connect/orders/";
    private const string BuyerHasNoNumber =
        "The invoice would break BR-AE-02: With category AE the seller has a VAT number, and the buyer a number "
        + "of the register.";

    private static readonly NewClient s_reverseCharge = BudstikkeApp.SampleClient with
    {
        ZeroRateCategory = VatCategory.AE,
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Reverse_charge_to_a_person_is_refused_with_the_rule_in_words_and_nothing_is_stored(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        using var http = await HttpOf(app, s_reverseCharge);

        foreach (var call in new[] { "invoice/create", "invoice/preview", "faktura/create" })
            (await ErrorsOf(http, call, Sample)).ShouldBe([BuyerHasNoNumber], call);

        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(0);
        (await ErrorsOf(http, "invoice/create", ToCompany)).ShouldBeEmpty();
        await app.RunJobs();
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM invoices"))).ShouldBe(1);
    }

    [Fact]
    public async Task A_rule_that_several_lines_break_is_told_once_and_every_broken_rule_is_told()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await HttpOf(app, s_reverseCharge);
        var order = Sample;
        order["products"] = JsonNode.Parse(
            """
            [{"name":"A","quantity":1,"rate":1,"tax":0,"amount":1},{"name":"B","quantity":-1,"rate":1.3,"tax":0,
              "amount":-1.3}]
            """
        );
        order["orderSummary"]!["grandTotal"] = 0;

        (await ErrorsOf(http, "invoice/create", order)).ShouldBe([
            "The invoice would break NO-BUDSTIKKE-15: The total is not negative: what an invoice would pay "
                + "back, a credit note does, and the other way about.",
            BuyerHasNoNumber,
        ]);
    }

    [Fact]
    public async Task What_the_fields_and_sums_lack_is_told_before_any_rule()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await HttpOf(app, s_reverseCharge);
        var order = Sample;
        order["orderSummary"]!["grandTotal"] = 99;

        (await ErrorsOf(http, "invoice/create", order)).ShouldBe([
            "The order summary.grand total does not match the products.",
        ]);
    }

    [Fact]
    public async Task An_order_like_one_that_was_lawful_is_refused_once_the_client_s_settings_forbid_it()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        (await ErrorsOf(http, "invoice/create", Sample)).ShouldBeEmpty();

        var set = await ClientCommands.Run(app, ["set", app.Caller.Client.ClientId, "--zero-rate", "AE"]);

        set.Exit.ShouldBe(0, set.Error);
        (await ErrorsOf(http, "invoice/create", Sample)).ShouldBe([BuyerHasNoNumber]);
    }

    /// <summary>Orders that are alike are checked once; that must never hide one that is not.</summary>
    [Fact]
    public void Whatever_came_before_the_answer_is_that_of_all_the_rules()
    {
        var now = BudstikkeApp.Monday;
        var fees = new InvoiceFees((_, _, _) => "email", new FeeCap(8.30m));
        var foresee = new ForeseeViolations(fees);
        Budstikke.Clients.Client[] clients =
        [
            .. new[] { VatCategory.Z, VatCategory.AE, VatCategory.G, VatCategory.E }.Select(category =>
                AddClient.ClientOf(
                    BudstikkeApp.SampleClient with
                    {
                        ZeroRateCategory = category,
                        ZeroRateReason = category == VatCategory.E ? "mval. § 3-2" : null,
                        InvoiceFees = InvoiceFee
                            .Parse("private:email=5,corporate:email=5", FirstChannels.FeeWords)
                            .Fees!,
                    }
                )
            ),
        ];
        var (lawful, unlawful) = (0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_500),
            Prop.ForAll(
                (
                    from asked in AnyOrder.Generator()
                    from client in Gen.Elements(clients)
                    from minus in Gen.Elements(0m, 0m, 0m, 0.3m)
                    select (Order: LessThanNothing(asked.Order, minus), Client: client)
                ).ToArbitrary(),
                asked =>
                {
                    var foreseen = foresee.Of(asked.Order, asked.Client, null, now);

                    var fee = fees.For(asked.Client, asked.Order, null);
                    foreseen.ShouldBe(PreviewInvoice.Of(asked.Order, asked.Client, now, fee).Violations);
                    _ = foreseen.Count == 0 ? lawful++ : unlawful++;
                }
            )
        );
        lawful.ShouldBeGreaterThan(500);
        unlawful.ShouldBeGreaterThan(50);
    }

    /// <summary>By one line more, so that the lines come to so much less than nothing and the total to
    /// nothing.</summary>
    private static Order LessThanNothing(Order order, decimal minus)
    {
        if (minus == 0)
            return order;
        var off = order.Lines.Sum(line => line.Amount) + minus;
        return order with
        {
            Lines = [.. order.Lines, order.Lines[0] with { Quantity = -1, Price = off, Discount = 0, Amount = -off }],
            Claimed = new(0, 0, 0, 0),
        };
    }

    private static JsonNode Sample => JsonNode.Parse(PublishedOrder.Json)!;

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

    private static async Task<HttpClient> HttpOf(BudstikkeApp app, NewClient client)
    {
        var added = await app.AddClient(client);
        var http = await app.Http(withToken: false);
        http.DefaultRequestHeaders.Authorization = new("Bearer", added.Token);
        return http;
    }

    private static async Task<IReadOnlyList<string>> ErrorsOf(HttpClient http, string call, JsonNode order)
    {
        using var body = new StringContent(order.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(Orders + call, body);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return said["errors"] is JsonArray errors ? [.. errors.Select(error => error!.GetValue<string>())] : [];
    }
}
