using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Connect;

public sealed class FieldTableTests
{
    [Fact]
    public void The_fields_stand_in_their_published_order()
    {
        string.Join(' ', FieldTable.Invoice.Fields.Select(field => field.Path))
            .ShouldBe(
                "products orderSummary.subTotal orderSummary.totalTax orderSummary.totalDiscount "
                    + "orderSummary.grandTotal orderDate customerDetails.countryCode customerDetails.msisdn "
                    + "customerDetails.email customerDetails.firstName customerDetails.name "
                    + "customerDetails.preferredLanguage customerDetails.type customerDetails.personalNumber "
                    + "customerDetails.organizationId customerDetails.address.street customerDetails.address.zip "
                    + "customerDetails.address.city customerDetails.address.country invoiceInterval "
                    + "invoiceFeeApplicable invoiceMaturity separateInvoices referenceNo customerReference callback "
                    + "callback.callbackUrl"
            );
        string.Join(' ', FieldTable.Invoice.LineFields.Select(field => field.Name))
            .ShouldBe("name productId quantity rate discount tax amount");
    }

    [Fact]
    public void A_field_is_named_with_spaces_for_its_capitals()
    {
        var names = FieldTable.Invoice.Fields.Select(field => field.Display).ToArray();
        names.ShouldContain("order summary.sub total");
        names.ShouldContain("customer details.preferred language");
        names.ShouldContain("callback.callback url");
        FieldTable.Invoice.LineFields[1].DisplayOn("12").ShouldBe("products.12.product id");
    }

    [Fact]
    public void Every_field_has_rules_and_every_number_says_how_it_is_rounded()
    {
        foreach (var field in FieldTable.Invoice.Fields.Concat(FieldTable.Invoice.LineFields))
        {
            field.Rules.ShouldNotBeEmpty(field.Path);
            (field.Decimals is not null).ShouldBe(field.Rules.Any(rule => rule is IsNumber or UnixSeconds), field.Path);
        }
    }

    [Fact]
    public void The_calls_for_one_kind_of_customer_differ_in_the_type_and_the_organisation_number()
    {
        var invoice = FieldTable.Invoice.Fields.Where(field => field.Name != "type").ToArray();
        FieldTable.Faktura.Fields.ShouldBe(invoice);
        FieldTable
            .Ehf.Fields.Where((field, i) => field != invoice[i])
            .ShouldHaveSingleItem()
            .Need.ShouldBe(Need.Required);
    }
}
