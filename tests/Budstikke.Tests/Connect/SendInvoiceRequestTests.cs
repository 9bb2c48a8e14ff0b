using System.Text;
using Budstikke.Connect.Reading;
using Budstikke.Orders;

namespace Budstikke.Tests.Connect;

/// <summary>What a good body becomes, and bodies that are more than one field's trouble.</summary>
public sealed class SendInvoiceRequestTests
{
    private const string Corporate =
        """customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" """
        + "& invoiceMaturity absent";

    [Fact]
    public void A_good_body_becomes_an_order_in_our_words()
    {
        var request = Bodies.Read(Bodies.Valid);
        var order = request.Order!;
        request.Errors.ShouldBeEmpty();
        request.Warnings.ShouldBeEmpty();
        order.Lines.Count.ShouldBe(2);
        order
            .Lines[0]
            .ShouldBe(
                new()
                {
                    ItemName = "Maling",
                    SellersItemId = "M-1",
                    Quantity = 2,
                    Price = 100,
                    Discount = 10,
                    VatRate = 25,
                    Amount = 190,
                }
            );
        order
            .Lines[1]
            .ShouldBe(
                new()
                {
                    ItemName = "Kaffe",
                    SellersItemId = "K-2",
                    Quantity = 1.5m,
                    Price = 40,
                    VatRate = 15,
                    Amount = 60,
                }
            );
        order.Claimed.ShouldBe(new(212.17m, 47.83m, 10, 250));
        order.OrderedAt.ShouldBe(new DateTimeOffset(2023, 12, 20, 2, 53, 32, TimeSpan.Zero));
        order.Customer.ShouldBe(
            new()
            {
                Type = CustomerType.Private,
                Name = "Ola Normann",
                FirstName = "Ola",
                CountryCode = "+47",
                Msisdn = "40000000",
                Email = "ola@example.com",
                Language = "sv",
                Address = new("Storgata 1", "0155", "Oslo", "NO"),
            }
        );
        (order.Interval, order.SeparateInvoices, order.MaturityDays).ShouldBe((InvoiceInterval.Monthly, false, 10));
        (order.InvoiceFeeApplicable, order.PurchaseOrderReference, order.BuyerReference).ShouldBe(
            (false, "PO-7", "Kari")
        );
        order.CallbackUrl.ShouldBe("https://example.com/cb?shop=7");
        request.PersonalDigits!.Reveal().ShouldBe("12345678901");
    }

    [Fact]
    public void Defaults_stand_in_for_what_is_absent()
    {
        var order = Bodies
            .Read(
                Bodies.Edited(
                    "invoiceInterval absent & invoiceMaturity absent & separateInvoices absent & callback absent"
                        + " & customerDetails.preferredLanguage absent & customerDetails.firstName absent & "
                        + "referenceNo absent"
                        + " & customerReference absent"
                )
            )
            .Order!;
        (order.Interval, order.MaturityDays, order.SeparateInvoices).ShouldBe((InvoiceInterval.Daily, 10, true));
        (order.CallbackUrl, order.Customer.FirstName, order.PurchaseOrderReference).ShouldBe((null, null, null));
        order.Customer.Language.ShouldBe("no");
        Bodies.Read(Bodies.Edited(Corporate)).Order!.MaturityDays.ShouldBe(14);
    }

    [Fact]
    public void A_companys_personal_number_and_a_persons_organisation_number_are_not_kept()
    {
        var company = Bodies.Read(Bodies.Edited(Corporate));
        company.PersonalDigits.ShouldBeNull();
        company.Order!.Customer.OrganizationNumber.ShouldBe("987654325");
        var person = Bodies.Read(Bodies.Edited("""customerDetails.organizationId = "987654325" """));
        person.Order!.Customer.OrganizationNumber.ShouldBeNull();
        person.PersonalDigits.ShouldNotBeNull();
    }

    [Fact]
    public void A_request_shown_as_text_does_not_show_the_personal_number() =>
        Bodies.Read(Bodies.Valid).ToString().ShouldNotContain("12345678901");

    [Fact]
    public void Sums_are_rounded_to_ore_and_prices_and_quantities_to_eight_decimals()
    {
        var line = Bodies
            .Read(
                Bodies.Edited(
                    "products.0.rate = 33.3333333333333333 & products.0.quantity = 3.000000004"
                        + " & products.0.discount = 0.30000000000000004 & products.0.amount = 99.70499999999999999 "
                        + "& orderSummary.grandTotal = 159.7"
                )
            )
            .Order!.Lines[0];
        (line.Price, line.Quantity, line.Discount, line.Amount).ShouldBe((33.33333333m, 3m, 0.30m, 99.70m));
    }

    [Fact]
    public void A_rate_that_fits_only_without_VAT_is_taken_so_with_a_warning()
    {
        var request = Bodies.Read(
            Bodies.Edited(
                """
                products.0 = {"name": "x", "quantity": 1, "rate": 1000, "tax": 25, "amount": 1250} &
                 orderSummary = {"subTotal": 1052.17, "totalTax": 257.83, "totalDiscount": 0,
                 "grandTotal": 1310}
                """.ReplaceLineEndings("")
            )
        );
        request.Order!.Lines.Select(line => line.PriceIsWithoutVat).ShouldBe([true, false]);
        request.Warnings.ShouldBe(["The products.0.rate is taken as excluding tax: only so does it give the amount."]);
    }

    [Theory]
    [InlineData("orderSummary.subTotal = 1", "The order summary.sub total does not match the products.")]
    [InlineData("orderSummary.totalTax = 1", "The order summary.total tax does not match the products.")]
    [InlineData("orderSummary.totalDiscount = 1", "The order summary.total discount does not match the products.")]
    [InlineData("orderSummary.totalTax = 45.83", null)]
    [InlineData(
        "customerDetails.address.zip = \"155\"",
        "The customer details.address.zip must be 4 digits in Norway."
    )]
    [InlineData("customerDetails.address.zip = \"155\" & customerDetails.address.country = \"SE\"", null)]
    [InlineData(Corporate, null)]
    [InlineData(
        Corporate + " & customerDetails.organizationId = \"987654321\"",
        "The customer details.organization id has a wrong check digit."
    )]
    [InlineData(
        Corporate + " & customerDetails.organizationId = \"9876\"",
        "The customer details.organization id must be 9 digits."
    )]
    [InlineData(
        Corporate + " & customerDetails.organizationId = \"9876\" & customerDetails.address.country = \"DE\"",
        null
    )]
    public void What_is_odd_but_lawful_is_a_warning(string edits, string? warning)
    {
        var request = Bodies.Read(Bodies.Edited(edits));
        request.Order.ShouldNotBeNull();
        request.Warnings.ShouldBe(warning is null ? [] : [warning]);
    }

    [Fact]
    public void A_rounded_sum_over_many_lines_is_allowed_an_ore_a_line_but_never_above_a_krone()
    {
        Bodies.Read(Bodies.Edited("products = lines(1) & orderSummary.grandTotal = 0.29")).Order.ShouldNotBeNull();
        Bodies.Read(Bodies.Edited("products = lines(1) & orderSummary.grandTotal = 0.30")).Order.ShouldBeNull();
    }

    [Fact]
    public void An_empty_object_is_told_everything_that_it_lacks_in_the_order_of_the_table()
    {
        var missing =
            from field in FieldTable.Invoice.Fields
            where field.Need is Need.Required
            select $"The {field.Display} field is required.";
        Bodies.Read("{}").Errors.ShouldBe(missing);
        Bodies.Read("{}").Errors.Count.ShouldBe(16);
    }

    [Fact]
    public void The_last_of_two_equal_names_counts()
    {
        var body = Bodies.Valid.Replace("\"invoiceInterval\": 1", "\"invoiceInterval\": 9, \"invoiceInterval\": 2");
        Bodies.Read(body).Order!.Interval.ShouldBe(InvoiceInterval.TwiceMonthly);
        var lines = """
            {"0": 5, "1": {"name": "b", "quantity": 1, "rate": 1, "tax": 0, "amount": 1}, "0": {
            "name": "a", "quantity": 1, "rate": 249, "tax": 0, "amount": 249}}
            """.ReplaceLineEndings("");
        var twice = Bodies
            .Valid.Replace("\"products\": [", $"\"products\": 1, \"old\": [")
            .Replace("\"orderDate\"", $"\"products\": {lines}, \"orderDate\"");
        Bodies.Read(twice).Order!.Lines.Select(line => line.ItemName).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void An_invoice_to_a_person_needs_no_type()
    {
        var body = Bodies.Edited("customerDetails.type absent");
        Bodies.Read(body, FieldTable.Faktura).Order!.Customer.Type.ShouldBe(CustomerType.Private);
        var company = Bodies.Edited("""customerDetails.type = "corporate" & invoiceMaturity = 14""");
        Bodies.Read(company, FieldTable.Faktura).Errors.ShouldBe(["The selected invoice maturity is invalid."]);
    }

    [Fact]
    public void An_invoice_to_a_company_needs_its_number_and_no_type()
    {
        var body = Bodies.Edited("customerDetails.type absent & invoiceMaturity = 14");
        Bodies.Read(body, FieldTable.Ehf).Errors.ShouldBe(["The customer details.organization id field is required."]);
        var request = Bodies.Read(
            Bodies.Edited("""invoiceMaturity absent & customerDetails.organizationId = "987654325" """),
            FieldTable.Ehf
        );
        (request.Order!.Customer.Type, request.Order.MaturityDays, request.PersonalDigits).ShouldBe(
            (CustomerType.Corporate, 14, null)
        );
    }

    [Fact]
    public void A_clients_own_rates_decide()
    {
        var bytes = Encoding.UTF8.GetBytes(Bodies.Edited("products.0.tax = 0"));
        Read([0, 15]).Order.ShouldNotBeNull();
        Read([0]).Errors.ShouldBe(["The selected products.1.tax is invalid."]);

        SendInvoiceRequest Read(decimal[] rates) =>
            SendInvoiceRequest.Read(bytes, new(rates, Bodies.Now), FieldTable.Invoice);
    }
}
