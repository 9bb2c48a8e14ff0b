namespace Budstikke.Tests.Connect;

/// <summary>What is missing: required fields, whole objects, null, empty texts and empty lists.</summary>
internal static class MissingCases
{
    public const string Table = """
        products absent => The products field is required.
        products = null => The products field is required.
        products = "" => The products field is required.
        products = " " => The products field is required.
        products = [] => The products field is required.
        products = {} => The products field is required.
        orderSummary.subTotal absent => The order summary.sub total field is required.
        orderSummary.subTotal = null => The order summary.sub total field is required.
        orderSummary.subTotal = "" => The order summary.sub total field is required.
        orderSummary.subTotal = [] => The order summary.sub total field is required.
        orderSummary.subTotal = {} => The order summary.sub total field is required.
        orderSummary.totalTax absent => The order summary.total tax field is required.
        orderSummary.totalDiscount absent => The order summary.total discount field is required.
        orderSummary.totalDiscount = null => The order summary.total discount field is required.
        orderSummary.grandTotal absent => The order summary.grand total field is required.
        orderSummary.grandTotal = "  " => The order summary.grand total field is required.
        orderSummary absent => The order summary.sub total field is required. \
          | The order summary.total tax field is required. | The order summary.total discount field is required. \
          | The order summary.grand total field is required.
        orderSummary = "x" => The order summary.sub total field is required. \
          | The order summary.total tax field is required. | The order summary.total discount field is required. \
          | The order summary.grand total field is required.
        orderSummary = [] => The order summary.sub total field is required. \
          | The order summary.total tax field is required. | The order summary.total discount field is required. \
          | The order summary.grand total field is required.
        orderDate absent => The order date field is required.
        orderDate = null => The order date field is required.
        orderDate = "" => The order date field is required.
        orderDate = [] => The order date field is required.
        customerDetails.countryCode absent => The customer details.country code field is required.
        customerDetails.countryCode = "" => The customer details.country code field is required.
        customerDetails.msisdn absent => The customer details.msisdn field is required.
        customerDetails.msisdn = null => The customer details.msisdn field is required.
        customerDetails.email absent => The customer details.email field is required.
        customerDetails.email = "" => The customer details.email field is required.
        customerDetails.email = [] => The customer details.email field is required.
        customerDetails.firstName absent => ok
        customerDetails.firstName = null => ok
        customerDetails.firstName = "" => ok
        customerDetails.name absent => The customer details.name field is required.
        customerDetails.name = "\t \n" => The customer details.name field is required.
        customerDetails.name = "\u00a0\u200b\ufeff" => The customer details.name field is required.
        customerDetails.preferredLanguage absent => ok
        customerDetails.preferredLanguage = "" => ok
        customerDetails.type absent => The customer details.type field is required.
        customerDetails.type = null => The customer details.type field is required.
        customerDetails.type = {} => The customer details.type field is required.
        customerDetails.personalNumber absent => ok
        customerDetails.personalNumber = null => ok
        customerDetails.personalNumber = "" => ok
        customerDetails.organizationId absent => ok
        customerDetails.organizationId = "" => ok
        customerDetails.address.street absent => The customer details.address.street field is required.
        customerDetails.address.zip = "" => The customer details.address.zip field is required.
        customerDetails.address.city = null => The customer details.address.city field is required.
        customerDetails.address.country absent => The customer details.address.country field is required.
        customerDetails.address.country = " " => The customer details.address.country field is required.
        customerDetails.address absent => The customer details.address.street field is required. \
          | The customer details.address.zip field is required. \
          | The customer details.address.city field is required. \
          | The customer details.address.country field is required.
        customerDetails.address = 7 => The customer details.address.street field is required. \
          | The customer details.address.zip field is required. \
          | The customer details.address.city field is required. \
          | The customer details.address.country field is required.
        customerDetails absent => The customer details.country code field is required. \
          | The customer details.msisdn field is required. | The customer details.email field is required. \
          | The customer details.name field is required. | The customer details.type field is required. \
          | The customer details.address.street field is required. \
          | The customer details.address.zip field is required. \
          | The customer details.address.city field is required. \
          | The customer details.address.country field is required.
        customerDetails = [{"type":"private"}] & callback = "x" \
          => The customer details.country code field is required. | The customer details.msisdn field is required. \
          | The customer details.email field is required. | The customer details.name field is required. \
          | The customer details.type field is required. | The customer details.address.street field is required. \
          | The customer details.address.zip field is required. \
          | The customer details.address.city field is required. \
          | The customer details.address.country field is required. | The callback must be an array.
        invoiceInterval absent => ok
        invoiceInterval = null => ok
        invoiceInterval = "" => ok
        invoiceFeeApplicable absent => The invoice fee applicable field is required.
        invoiceFeeApplicable = null => The invoice fee applicable field is required.
        invoiceFeeApplicable = "" => The invoice fee applicable field is required.
        invoiceFeeApplicable = [] => The invoice fee applicable field is required.
        invoiceMaturity absent => ok
        invoiceMaturity = null => ok
        separateInvoices absent => ok
        separateInvoices = null => ok
        separateInvoices = "" => ok
        referenceNo absent => ok
        referenceNo = null => ok
        referenceNo = "" => ok
        customerReference absent => ok
        customerReference = "" => ok
        callback absent => ok
        callback = null => ok
        callback = "https://example.com" => The callback must be an array.
        callback = {} => ok
        callback.callbackUrl = null => ok
        callback.callbackUrl = "" => ok
        products.0.name absent => The products.0.name field is required.
        products.0.name = "" => The products.0.name field is required.
        products.0.productId absent => ok
        products.0.productId = null => ok
        products.0.quantity absent => The products.0.quantity field is required.
        products.1.quantity = null => The products.1.quantity field is required.
        products.0.rate absent => The products.0.rate field is required.
        products.1.rate = "" => The products.1.rate field is required.
        products.1.discount absent => ok
        products.1.discount = null => ok
        products.1.discount = "" => ok
        products.0.tax absent => The products.0.tax field is required.
        products.0.tax = [] => The products.0.tax field is required.
        products.0.amount absent => The products.0.amount field is required.
        products.1.amount = {} => The products.1.amount field is required.
        products.0 = 5 => The products.0.name field is required. | The products.0.quantity field is required. \
          | The products.0.rate field is required. | The products.0.tax field is required. \
          | The products.0.amount field is required.
        products.1 = null => The products.1.name field is required. | The products.1.quantity field is required. \
          | The products.1.rate field is required. | The products.1.tax field is required. \
          | The products.1.amount field is required.
        products.0.name absent & products.1.name absent & products.0.tax absent & products.1.tax absent \
          => The products.0.name field is required. | The products.1.name field is required. \
          | The products.0.tax field is required. | The products.1.tax field is required.
        products.0.name absent & callback.callbackUrl = "x" & orderSummary.subTotal absent \
          => The order summary.sub total field is required. | The callback.callback url must be a valid URL. \
          | The products.0.name field is required.
        """;
}
