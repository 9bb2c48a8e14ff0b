namespace Budstikke.Tests.Connect;

/// <summary>What clients send and have always been allowed to send, and what only the sums decide.</summary>
internal static class LenientCases
{
    public const string Table = """
        orderSummary.subTotal = 212.17 => ok
        orderSummary.subTotal = " 212.17 " => ok
        orderSummary.subTotal = "+212.17" => ok
        orderSummary.subTotal = "2.1217e2" => ok
        orderSummary.subTotal = 0.30000000000000004 => ok
        orderSummary.subTotal = -1e-17 => ok
        orderSummary.subTotal = "999999999.99" => ok
        orderSummary.subTotal = 999999999.994 => ok
        orderSummary.totalDiscount = ".5" => ok
        orderSummary.totalDiscount = "5." => ok
        orderSummary.totalDiscount = 0e999999999999 => ok
        orderSummary.grandTotal = 250 => ok
        orderSummary.grandTotal = 25e1 => ok
        orderSummary.grandTotal = "000000000000000000000000000250.000000000000000000000000000" => ok
        orderSummary.grandTotal = 249.99999999999997 => ok
        orderDate = 1703040812 => ok
        orderDate = 1703040812.0 => ok
        orderDate = " 1703040812 " => ok
        orderDate = 946684800 => ok
        orderDate = 1805457600 => ok
        customerDetails.countryCode = "47" => ok
        customerDetails.msisdn = "  40 00 00 00  " => ok
        customerDetails.email = "  ola@example.com  " => ok
        customerDetails.email = "ola+faktura@blåbær.example" => ok
        customerDetails.firstName = text(500) => ok
        customerDetails.name = "محمد 🎉 李" => ok
        customerDetails.name = text(500) => ok
        customerDetails.name = "Ola\tNormann\nNord" => ok
        customerDetails.name = "\ud83c\udf89" => ok
        customerDetails.preferredLanguage = "en" => ok
        customerDetails.preferredLanguage = " no " => ok
        customerDetails.preferredLanguage = "da" => ok
        customerDetails.preferredLanguage = "de" => ok
        customerDetails.type = " private " => ok
        customerDetails.personalNumber = " 12345678901 " => ok
        customerDetails.organizationId = "1" => ok
        customerDetails.address.country = "SE" => ok
        customerDetails.address.zip = "114 55" & customerDetails.address.country = "SE" => ok
        customerDetails.address.street = text(255) => ok
        invoiceInterval = "0" => ok
        invoiceInterval = 2.0 => ok
        invoiceInterval = "2" => ok
        invoiceFeeApplicable = true => ok
        invoiceFeeApplicable = 1 => ok
        invoiceFeeApplicable = 0 => ok
        invoiceFeeApplicable = "1" => ok
        invoiceFeeApplicable = "0" => ok
        invoiceFeeApplicable = " 1 " => ok
        separateInvoices = 0 => ok
        separateInvoices = "1" => ok
        invoiceMaturity = 10 => ok
        invoiceMaturity = 10.0 => ok
        referenceNo = text(255) => ok
        callback.callbackUrl = "http://localhost:8090/callback" => ok
        callback.callbackUrl = "https://example.com" => ok
        callback.callbackUrl = "https://example.com/?a=1&b=2&&A=3#f" => ok
        callback.callbackUrl = "https://blåbær.example/æ?ø=å" => ok
        callback.callbackUrl = "https://example.com/?Status=1&order=2" => ok
        callback.callbackUrl = "https://example.com/?a=%zz&%=1" => ok
        callback.callbackUrl = "https://example.com/ODR0000000123?a=ODR000000123" => ok
        callback.callbackUrl = url(2048) => ok
        products.0.productId = " M-1 " => ok
        products.0.discount = "10.00" => ok
        products.0.tax = "25.00" => ok
        products.0.tax = 25.0 => ok
        products.0.quantity = " 2 " => ok
        products.0.quantity = 2.000000000000001 => ok
        products.0.rate = 1e2 => ok
        products.0.amount = 190.00000000000003 => ok
        products.0.amount = 190.01 => ok
        products.0.amount = 190.02 => The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.amount = 189.98 & products.1.amount = 1 \
          => The order summary.grand total does not match the products. \
          | The products.0.amount does not match its rate, quantity, discount and tax. \
          | The products.1.amount does not match its rate, quantity, discount and tax.
        products.0.discount = 500 => The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.amount = 500 => The order summary.grand total does not match the products. \
          | The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.rate = 80 => ok
        orderSummary.grandTotal = 250.05 => ok
        orderSummary.grandTotal = 249.95 => ok
        orderSummary.grandTotal = 250.06 => The order summary.grand total does not match the products.
        orderSummary.grandTotal = 249.94 => The order summary.grand total does not match the products.
        orderSummary.grandTotal = 999 & orderDate = "x" => The order date must be a valid unix timestamp.
        orderSummary.grandTotal = 999 & orderSummary.subTotal = 1 \
          => The order summary.grand total does not match the products.
        products = lines(1000) & orderSummary.grandTotal = 251.00 => ok
        products = lines(1000) & orderSummary.grandTotal = 251.01 \
          => The order summary.grand total does not match the products.
        orderSummary.subTotal = 1 & orderSummary.totalTax = 1 & orderSummary.totalDiscount = 1 => ok
        dueDateForPaymentLink = "x" & sendOrderBy = {"sms": 5} & isCreditCheckAvailable = "?" \
          & invoiceAsPaymentOption = [] & customerDetails.customerUuid = 5 & invoiceReferences = [[[1]]] \
          & internalReferences = null & settings = {"a": {}} & never heard of = 1 => ok
        products = {"0": {"name": "x", "quantity": 1, "rate": 250, "tax": 0, "amount": 250}} => ok
        products = {"1": {"name": "x", "quantity": 1, "rate": 150, "tax": 0, "amount": 150}, "0": {"name": "y", \
          "quantity": 1, "rate": 100, "tax": 0, "amount": 100}} => ok
        products = {"3": {"name": "x", "quantity": 1, "rate": 250, "tax": 0, "amount": 25}} \
          => The order summary.grand total does not match the products. \
          | The products.3.amount does not match its rate, quantity, discount and tax.
        customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" & invoiceMaturity = 14 => ok
        customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" & invoiceMaturity = "30" => ok
        customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" & invoiceMaturity = 45 => ok
        customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" & invoiceMaturity absent => ok
        customerDetails.type = "corporate" & customerDetails.organizationId = "1" & invoiceMaturity = null => ok
        """;
}
