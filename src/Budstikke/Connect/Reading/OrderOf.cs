using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

/// <summary>The order of a body that breaks no rule: from here on our own words are used.</summary>
internal static class OrderOf
{
    private const int PrivateMaturityDays = 10;
    private const int CorporateMaturityDays = 14;
    private const string DefaultLanguage = "no";

    /// <summary>Null when the body names no type that we know.</summary>
    public static CustomerType? TypeOf(FieldValues from) =>
        from.Table.Type
        ?? from["customerDetails.type"].TextOrNull switch
        {
            "private" => CustomerType.Private,
            "corporate" => CustomerType.Corporate,
            _ => null,
        };

    public static Order Read(FieldValues from, CustomerType type) =>
        new()
        {
            Lines = [.. Enumerable.Range(0, from.LineKeys.Count).Select(line => LineOf(from, line))],
            Claimed = new(
                SubTotal: from["orderSummary.subTotal"].Number!.Value,
                TotalVat: from["orderSummary.totalTax"].Number!.Value,
                TotalDiscount: from["orderSummary.totalDiscount"].Number!.Value,
                GrandTotal: from["orderSummary.grandTotal"].Number!.Value
            ),
            OrderedAt = DateTimeOffset.FromUnixTimeSeconds((long)from["orderDate"].Number!.Value),
            Customer = CustomerOf(from, type),
            Interval = (InvoiceInterval)(int)(from["invoiceInterval"].Number ?? 0),
            SeparateInvoices = from["separateInvoices"].Boolean ?? true,
            MaturityDays = (int)(from["invoiceMaturity"].Number ?? MaturityOf(type)),
            InvoiceFeeApplicable = from["invoiceFeeApplicable"].Boolean!.Value,
            PurchaseOrderReference = from["referenceNo"].TextOrNull,
            BuyerReference = from["customerReference"].TextOrNull,
            CallbackUrl = from["callback.callbackUrl"].TextOrNull,
        };

    /// <summary>The personal number of a private customer; null for a company, whose number is not kept.</summary>
    public static PersonalDigits? DigitsOf(FieldValues from, CustomerType type) =>
        type is CustomerType.Private && from["customerDetails.personalNumber"].TextOrNull is { } digits
            ? new(digits)
            : null;

    private static OrderLine LineOf(FieldValues from, int line) =>
        new()
        {
            ItemName = from.OfLine(line, "products.*.name").Text,
            SellersItemId = from.OfLine(line, "products.*.productId").TextOrNull,
            Quantity = from.OfLine(line, "products.*.quantity").Number!.Value,
            Price = from.OfLine(line, "products.*.rate").Number!.Value,
            Discount = from.OfLine(line, "products.*.discount").Number ?? 0,
            VatRate = from.OfLine(line, "products.*.tax").Number!.Value,
            Amount = from.OfLine(line, "products.*.amount").Number!.Value,
        };

    private static Customer CustomerOf(FieldValues from, CustomerType type) =>
        new()
        {
            Type = type,
            Name = from["customerDetails.name"].Text,
            FirstName = from["customerDetails.firstName"].TextOrNull,
            CountryCode = from["customerDetails.countryCode"].Text,
            Msisdn = from["customerDetails.msisdn"].Text,
            Email = from["customerDetails.email"].Text,
            Language = from["customerDetails.preferredLanguage"].TextOrNull ?? DefaultLanguage,
            OrganizationNumber =
                type is CustomerType.Corporate ? from["customerDetails.organizationId"].TextOrNull : null,
            Address = new(
                Street: from["customerDetails.address.street"].Text,
                PostCode: from["customerDetails.address.zip"].Text,
                City: from["customerDetails.address.city"].Text,
                Country: from["customerDetails.address.country"].Text
            ),
        };

    private static int MaturityOf(CustomerType type) =>
        type is CustomerType.Private ? PrivateMaturityDays : CorporateMaturityDays;
}
