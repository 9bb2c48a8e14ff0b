namespace Budstikke.Tests.Connect;

/// <summary>What is there and is not what it should be: types, lengths, choices, characters.</summary>
internal static class WrongCases
{
    public const string Table = """
        products = "x" => The products must be an array.
        products = 5 => The products must be an array.
        products = true => The products must be an array.
        products = {"name": "x", "quantity": 1} => The products must be an array.
        products = lines(1001) => The products must not have more than 1000 items.
        products = lines(1000) & orderSummary.grandTotal = 250 => ok
        orderSummary.subTotal = "x" => The order summary.sub total must be a number.
        orderSummary.subTotal = true => The order summary.sub total must be a number.
        orderSummary.subTotal = [1] => The order summary.sub total must be a number.
        orderSummary.subTotal = {"a": 1} => The order summary.sub total must be a number.
        orderSummary.subTotal = -1 => The order summary.sub total must be at least 0.
        orderSummary.subTotal = 1000000000 => The order summary.sub total must not be greater than 999999999.99.
        orderSummary.totalTax = "12,50" => The order summary.total tax must be a number.
        orderSummary.totalTax = "-0.01" => The order summary.total tax must be at least 0.
        orderSummary.totalDiscount = "1 0" => The order summary.total discount must be a number.
        orderSummary.totalDiscount = 1e400 => The order summary.total discount must not be greater than 999999999.99.
        orderSummary.grandTotal = "NaN" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "Infinity" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "1e400" => The order summary.grand total must not be greater than 999999999.99.
        orderSummary.grandTotal = -1e400 => The order summary.grand total must be at least 0.
        orderSummary.grandTotal = digits(5000) => The order summary.grand total must not be greater than 999999999.99.
        orderSummary.grandTotal = "0x10" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "1_000" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "." => The order summary.grand total must be a number.
        orderSummary.grandTotal = "e5" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "1e" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "1e+" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "--1" => The order summary.grand total must be a number.
        orderSummary.grandTotal = "１２" => The order summary.grand total must be a number.
        orderDate = "5 Dec, 2023" => The order date must be a valid unix timestamp.
        orderDate = "2023-12-05" => The order date must be a valid unix timestamp.
        orderDate = 1703040812000 => The order date must be a valid unix timestamp.
        orderDate = "1703040812000" => The order date must be a valid unix timestamp.
        orderDate = true => The order date must be a valid unix timestamp.
        orderDate = {"a": 1} => The order date must be a valid unix timestamp.
        orderDate = [1703040812] => The order date must be a valid unix timestamp.
        orderDate = 1703040812.5 => The order date must be a valid unix timestamp.
        orderDate = "1703040812.5" => The order date must be a valid unix timestamp.
        orderDate = "1.7e9" => The order date must be a valid unix timestamp.
        orderDate = "+1703040812" => The order date must be a valid unix timestamp.
        orderDate = -1703040812 => The order date must be a valid unix timestamp.
        orderDate = 1e400 => The order date must be a valid unix timestamp.
        orderDate = digits(3000) => The order date must be a valid unix timestamp.
        orderDate = 0 => The order date must be a valid unix timestamp.
        orderDate = 946684799 => The order date must be a valid unix timestamp.
        orderDate = 1805457601 => The order date must be a valid unix timestamp.
        customerDetails.countryCode = 47 => The customer details.country code must be a string.
        customerDetails.countryCode = text(256) \
          => The customer details.country code must not be greater than 255 characters.
        customerDetails.msisdn = 40000000 => The customer details.msisdn must be a string.
        customerDetails.msisdn = "4\u0000" => The customer details.msisdn format is invalid.
        customerDetails.email = "ola" => The customer details.email must be a valid email address.
        customerDetails.email = "ola@" => The customer details.email must be a valid email address.
        customerDetails.email = "@example.com" => The customer details.email must be a valid email address.
        customerDetails.email = "o la@example.com" => The customer details.email must be a valid email address.
        customerDetails.email = "a@b@example.com" => The customer details.email must be a valid email address.
        customerDetails.email = 5 => The customer details.email must be a string. \
          | The customer details.email must be a valid email address.
        customerDetails.email = ["a@example.com"] \
          => The customer details.email must be a string. | The customer details.email must be a valid email address.
        customerDetails.email = text(256) => The customer details.email must be a valid email address. \
          | The customer details.email must not be greater than 255 characters.
        customerDetails.firstName = 5 => The customer details.first name must be a string.
        customerDetails.firstName = [] => The customer details.first name must be a string.
        customerDetails.firstName = text(501) \
          => The customer details.first name must not be greater than 500 characters.
        customerDetails.name = true => The customer details.name must be a string.
        customerDetails.name = {"a": 1} => The customer details.name must be a string.
        customerDetails.name = text(501) => The customer details.name must not be greater than 500 characters.
        customerDetails.name = "a\u0007b" => The customer details.name format is invalid.
        customerDetails.name = "a\uffffb" => The customer details.name format is invalid.
        customerDetails.preferredLanguage = "nb" => The selected customer details.preferred language is invalid.
        customerDetails.preferredLanguage = "NO" => The selected customer details.preferred language is invalid.
        customerDetails.preferredLanguage = 1 \
          => The customer details.preferred language must be a string. \
          | The selected customer details.preferred language is invalid.
        customerDetails.type = "company" => The selected customer details.type is invalid.
        customerDetails.type = "Private" => The selected customer details.type is invalid.
        customerDetails.type = 1 => The customer details.type must be a string. \
          | The selected customer details.type is invalid.
        customerDetails.type = ["private"] => The customer details.type must be a string. \
          | The selected customer details.type is invalid.
        customerDetails.personalNumber = "1234567890" => The customer details.personal number must be 11 characters.
        customerDetails.personalNumber = "123456789012" => The customer details.personal number must be 11 characters.
        customerDetails.personalNumber = "1234567890a" => The customer details.personal number format is invalid.
        customerDetails.personalNumber = "123456 78901" \
          => The customer details.personal number must be 11 characters. \
          | The customer details.personal number format is invalid.
        customerDetails.personalNumber = "١٢٣٤٥٦٧٨٩٠١" => The customer details.personal number format is invalid.
        customerDetails.personalNumber = 12345678901 => The customer details.personal number must be a string.
        customerDetails.personalNumber = 123 => The customer details.personal number must be a string. \
          | The customer details.personal number must be 11 characters.
        customerDetails.personalNumber = true \
          => The customer details.personal number must be a string. \
          | The customer details.personal number must be 11 characters. \
          | The customer details.personal number format is invalid.
        customerDetails.organizationId = "NO987654325" => The customer details.organization id format is invalid.
        customerDetails.organizationId = "987 654 325" => The customer details.organization id format is invalid.
        customerDetails.organizationId = 987654325 => The customer details.organization id must be a string.
        customerDetails.organizationId = false \
          => The customer details.organization id must be a string. \
          | The customer details.organization id format is invalid.
        customerDetails.address.street = 5 => The customer details.address.street must be a string.
        customerDetails.address.street = text(256) \
          => The customer details.address.street must not be greater than 255 characters.
        customerDetails.address.zip = 155 => The customer details.address.zip must be a string.
        customerDetails.address.zip = [1] => The customer details.address.zip must be a string.
        customerDetails.address.city = "Os\u0001lo" => The customer details.address.city format is invalid.
        customerDetails.address.country = "XX" => The selected customer details.address.country is invalid.
        customerDetails.address.country = "no" => The selected customer details.address.country is invalid.
        customerDetails.address.country = "NOR" => The selected customer details.address.country is invalid.
        customerDetails.address.country = "Norge" => The selected customer details.address.country is invalid.
        customerDetails.address.country = 47 => The customer details.address.country must be a string. \
          | The selected customer details.address.country is invalid.
        invoiceInterval = 3 => The selected invoice interval is invalid.
        invoiceInterval = -1 => The selected invoice interval is invalid.
        invoiceInterval = 0.5 => The selected invoice interval is invalid.
        invoiceInterval = "x" => The invoice interval must be a number. | The selected invoice interval is invalid.
        invoiceInterval = true => The invoice interval must be a number. | The selected invoice interval is invalid.
        invoiceInterval = [] => The invoice interval must be a number. | The selected invoice interval is invalid.
        invoiceFeeApplicable = "true" => The invoice fee applicable field must be true or false.
        invoiceFeeApplicable = "yes" => The invoice fee applicable field must be true or false.
        invoiceFeeApplicable = 2 => The invoice fee applicable field must be true or false.
        invoiceFeeApplicable = [1] => The invoice fee applicable field must be true or false.
        invoiceMaturity = 14 => The selected invoice maturity is invalid.
        invoiceMaturity = 0 => The selected invoice maturity is invalid.
        invoiceMaturity = "x" => The invoice maturity must be a number. | The selected invoice maturity is invalid.
        invoiceMaturity = 14 & customerDetails.type absent => The customer details.type field is required.
        invoiceMaturity = 15 & customerDetails.type = "x" \
          => The selected customer details.type is invalid. | The selected invoice maturity is invalid.
        separateInvoices = "false" => The separate invoices field must be true or false.
        separateInvoices = -1 => The separate invoices field must be true or false.
        separateInvoices = {} => The separate invoices field must be true or false.
        referenceNo = 7 => The reference no must be a string.
        referenceNo = text(256) => The reference no must not be greater than 255 characters.
        customerReference = [1] => The customer reference must be a string.
        callback.callbackUrl = 5 => The callback.callback url must be a valid URL.
        callback.callbackUrl = "example.com/cb" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "/cb" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "ftp://example.com/cb" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "file:///etc/passwd" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "javascript:alert(1)" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "https://" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "https://example.com/a b" => The callback.callback url must be a valid URL.
        callback.callbackUrl = "https://example.com/a\r\nHost: x" => The callback.callback url must be a valid URL.
        callback.callbackUrl = url(2049) => The callback.callback url must not be greater than 2048 characters.
        callback.callbackUrl = "https://example.com/?orderUuid=1" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?status" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?paymentMethod=" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a=1&amount=2" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?createdAt=1" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?timestamp=1" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?%63hecksum=1" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a=1&b=2&a=3" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a=1&%61=3" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a[x]=1&a[y]=3" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a.b=1&a_b=3" => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a=ODR0000000123PAIDinvoice" \
          => The callback.callback url format is invalid.
        callback.callbackUrl = "https://example.com/?a=%4FDR00&b=00000123" \
          => The callback.callback url format is invalid.
        products.0.name = 5 => The products.0.name must be a string.
        products.0.name = text(501) => The products.0.name must not be greater than 500 characters.
        products.1.name = "\u001b[1m" => The products.1.name format is invalid.
        products.0.productId = 5 => The products.0.product id must be a string.
        products.0.productId = text(256) => The products.0.product id must not be greater than 255 characters.
        products.0.quantity = 0 => The products.0.quantity must be greater than 0.
        products.0.quantity = "-3" => The products.0.discount must not be greater than 0. \
          | The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.quantity = -1000000 => The products.0.quantity must be at least -999999.
        products.0.quantity = 0.000000001 => The products.0.quantity must be greater than 0.
        products.0.quantity = 1e-400 => The products.0.quantity must be greater than 0.
        products.0.quantity = 1000000 => The products.0.quantity must not be greater than 999999.
        products.0.quantity = 999999.00000001 => The products.0.quantity must not be greater than 999999.
        products.0.quantity = "two" => The products.0.quantity must be a number.
        products.0.quantity = true => The products.0.quantity must be a number.
        products.0.rate = -1 => The products.0.discount must not be greater than 0. \
          | The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.rate = -1000000000 => The products.0.rate must be at least -999999999.99.
        products.0.rate = 999999999.991 => The products.0.rate must not be greater than 999999999.99.
        products.1.discount = "x" => The products.1.discount must be a number.
        products.1.discount = -5 => The products.1.discount must be at least 0.
        products.1.discount = [] => The products.1.discount must be a number.
        products.0.tax = "x" => The products.0.tax must be a number. | The selected products.0.tax is invalid.
        products.0.tax = 24 => The selected products.0.tax is invalid.
        products.0.tax = -25 => The selected products.0.tax is invalid.
        products.0.tax = 1e400 => The selected products.0.tax is invalid.
        products.0.tax = false => The products.0.tax must be a number. | The selected products.0.tax is invalid.
        products.0.amount = "x" => The products.0.amount must be a number.
        products.0.amount = -190 => The order summary.grand total does not match the products. \
          | The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.amount = -1000000000 => The products.0.amount must be at least -999999999.99.
        products.0.amount = "999999999.995" => The products.0.amount must not be greater than 999999999.99.
        products.0.rate = "x" & products.1.rate = "x" & products.0.name = 1 & orderDate = "x" \
          => The order date must be a valid unix timestamp. | The products.0.name must be a string. \
          | The products.0.rate must be a number. | The products.1.rate must be a number.
        products = {"0": {"name": 5, "quantity": 1, "rate": 1, "tax": 0, "amount": 1}, "7": {"quantity": 1, \
          "rate": 1, "tax": 0, "amount": "x"}} \
          => The products.0.name must be a string. | The products.7.name field is required. \
          | The products.7.amount must be a number.
        customerDetails.type = "corporate" & invoiceMaturity = 14 \
          => The customer details.organization id field is required when customer details.type is corporate.
        customerDetails.type = "corporate" & invoiceMaturity = 14 & customerDetails.organizationId = "" \
          => The customer details.organization id field is required when customer details.type is corporate.
        customerDetails.type = "corporate" & invoiceMaturity = 14 & customerDetails.organizationId = [] \
          => The customer details.organization id field is required when customer details.type is corporate.
        customerDetails.type = "corporate" & invoiceMaturity = 14 & customerDetails.organizationId = "98765432X" \
          => The customer details.organization id format is invalid.
        customerDetails.type = "corporate" & invoiceMaturity = 14 & customerDetails.organizationId = digits(300) \
          => The customer details.organization id must be a string.
        customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" & invoiceMaturity = 10 \
          => The selected invoice maturity is invalid.
        customerDetails.type = "corporate" & customerDetails.organizationId = "987654325" & invoiceMaturity = 20 \
          => The selected invoice maturity is invalid.
        """;
}
