namespace Budstikke.Tests.Connect.Cases;

internal static class WholeOrders
{
    public const string Date = """
        orderDate = absent | null | "" | " " | [] | {}
            The order date field is required.
        orderDate = "5 Dec, 2023" | "2023-12-20" | "2023-12-20T02:53:32Z" | "now" | "1703040812s" | true | false \
          | [1703040812]
            The order date must be a valid unix timestamp.
        orderDate = 1703040812000 | "1703040812123" | 0 | "0" | -1 | 946684799 | "946684799" | 1e400 | -1e400 | "NaN"
            The order date must be a valid unix timestamp.
        orderDate = 1703040812.5 | "1703040812.5" | 1827057601 | {"a":1} | "1,703,040,812"
            The order date must be a valid unix timestamp.
        orderDate = 1703040812 | "1703040812" | " 1703040812 " | 946684800 | "946684800" | 1827057600 | 1703040812.0
            passes
        """;

    public const string Settings = """
        invoiceInterval = absent | null | "" | 0 | 1 | 2 | "0" | "1" | "2" | 1.0 | "2.0"
            passes
        invoiceInterval = 3 | -1 | "7" | 1.5 | 1e400 | 0.000001
            The selected invoice interval is invalid.
        invoiceInterval = "x" | "daily" | true | false | [] | {} | [0]
            The invoice interval must be a number.
            The selected invoice interval is invalid.

        invoiceFeeApplicable = absent | null | "" | [] | {}
            The invoice fee applicable field is required.
        invoiceFeeApplicable = "true" | "false" | "yes" | 2 | -1 | 1.0 | "x" | [true] | {"a":1}
            The invoice fee applicable field must be true or false.
        invoiceFeeApplicable = true | false | 1 | 0 | "1" | "0" | " 1 "
            passes

        invoiceMaturity = absent | null | "" | 10 | "10" | 10.0
            passes
        invoiceMaturity = 14 | 30 | 45 | 0 | 11 | -10 | "14" | 10.5 | 1e400
            The selected invoice maturity is invalid.
        invoiceMaturity = "x" | true | [] | {} | [10]
            The invoice maturity must be a number.
            The selected invoice maturity is invalid.
        customerDetails.type = "corporate"
        customerDetails.organizationId = "123456785"
        invoiceMaturity = 10 | 15 | 0 | "60" | -14
            The selected invoice maturity is invalid.
        customerDetails.type = "corporate"
        customerDetails.organizationId = "123456785"
        invoiceMaturity = absent | null | "" | "14" | "30" | 45.0
            passes
        customerDetails.type = "x"
        invoiceMaturity = 10 | 14 | 30 | 45
            The selected customer details.type is invalid.
        customerDetails.type = absent
        invoiceMaturity = 11
            The customer details.type field is required.
            The selected invoice maturity is invalid.

        separateInvoices = absent | null | "" | true | false | 1 | 0 | "1" | "0"
            passes
        separateInvoices = "true" | "x" | 2 | [] | {} | [true]
            The separate invoices field must be true or false.
        """;

    public const string References = """
        referenceNo = absent | null | "" | "x"*255 | "PO-17"
            passes
        referenceNo = 17 | true | [] | {} | ["x"]
            The reference no must be a string.
        referenceNo = "x"*256
            The reference no must not be greater than 255 characters.
        referenceNo = "\u0000a" | "\udc00"
            The reference no format is invalid.
        customerReference = absent | null | "" | "x"*255 | "Kari"
            passes
        customerReference = 17 | false | [] | {} | ["x"]
            The customer reference must be a string.
        customerReference = "x"*256
            The customer reference must not be greater than 255 characters.
        customerReference = "\u0007"
            The customer reference format is invalid.
        """;

    public const string Callback = """
        callback = absent | null | "" | [] | {} | {"success":"https://a.example"}
            passes
        callback = "x" | "https://a.example/cb" | 5 | true | ["x"] | [{"callbackUrl":"https://a.example/cb"}]
            The callback must be an array.
        callback.callbackUrl = absent | null | "" | " "
            passes
        callback.callbackUrl = 5 | true | [] | {} | ["https://a.example"] | "x" | "a.example/cb" | "/cb" \
          | "//a.example/cb"
            The callback.callback url must be a valid URL.
        callback.callbackUrl = "ftp://a.example" | "file:///etc/passwd" | "javascript:alert(1)" | "mailto:a@b.no" \
          | "http:a.example"
            The callback.callback url must be a valid URL.
        callback.callbackUrl = "http://" | "https:///x" | "http://a b.example" | "http://a.example/a b" \
          | "http:\\\\a.example" | "http://?x=1"
            The callback.callback url must be a valid URL.
        callback.callbackUrl = "http://a.example/\u0000" | "http://a.example/\r\nX: y" | "http://a.example/\ud800" \
          | "http://a.example:99999/"
            The callback.callback url must be a valid URL.
        callback.callbackUrl = "https://a.example/?orderUuid=1" | "https://a.example/?a=1&status=x" \
          | "https://a.example/?paymentMethod"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/?amount=1" | "https://a.example/?createdAt=" \
          | "https://a.example/?timestamp=1#x"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/?checksum=1" | "https://a.example/?%63hecksum=1" \
          | "https://a.example/?status[]=1"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/?a=1&a=2" | "https://a.example/?a=1&%61=2" \
          | "https://a.example/?a&b&a"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/?a.b=1&a_b=2" | "https://a.example/?a+b=1&a%20b=2" \
          | "https://a.example/?a[]=1&a[]=2"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/?x[]=1" | "https://a.example/?x[a]=1" \
          | "https://a.example/?x%5B%5D=1" | "https://a.example/?[=1"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/?x=ODR1234567890" | "https://a.example/?x=OD&y=R12345&z=67890" \
          | "https://a.example/?%4FDR=1&x=%4FDR1234567890"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://kari@a.example/" | "https://kari:x@a.example/" | "https://a.example:22/" \
          | "http://a.example:7999/" | "https://a.example:10000/"
            The callback.callback url format is invalid.
        callback.callbackUrl = "http://127.0.0.1/" | "http://127.1/" | "http://2130706433/" | "http://0x7f000001/" \
          | "https://10.0.0.1/" | "https://169.254.169.254/"
            The callback.callback url format is invalid.
        callback.callbackUrl = "http://[::1]/" | "http://[::ffff:127.0.0.1]/" | "http://[fe80::1]/" \
          | "https://a\u200db.example/"
            The callback.callback url format is invalid.
        callback.callbackUrl = "https://a.example/" + "x"*2031
            The callback.callback url must not be greater than 2048 characters.
        callback.callbackUrl = "x"*2049
            The callback.callback url must be a valid URL.
            The callback.callback url must not be greater than 2048 characters.
        callback.callbackUrl = "https://a.example/?a=1&a=2&b=" + "x"*2048
            The callback.callback url must not be greater than 2048 characters.
        callback.callbackUrl = "https://a.example/" + "x"*2030 | "http://a.example" | "HTTPS://A.example/" \
          | "https://a.example:8443/cb"
            passes
        callback.callbackUrl = "https://a.example/?shop=7" | "https://a.example/?Status=1" \
          | "https://a.example/?a=status&b=1" | "https://a.example/?"
            passes
        callback.callbackUrl = "https://a.example/?a=1&&b=2&=3" | "https://blåbær.example/å?ø=1" \
          | "https://a.example/#status=1" | "http://localhost:8090/cb"
            passes
        callback.callbackUrl = "https://1.1.1.1/" | "https://[2a00:1450::1]/" | "https://a.example/?x=ODR123456789" \
          | "https://a.example/?x=odr1234567890" | "https://a.example/?x=a[1]"
            passes
        """;

    /// <summary>Fields of older versions, and those that nobody knows.</summary>
    public const string Ignored = """
        dueDateForPaymentLink = 5 | "1703040812" | []
            passes
        sendOrderBy = {"sms":"x"} | null
            passes
        isCreditCheckAvailable = "x"
            passes
        invoiceAsPaymentOption = "x"
            passes
        customerDetails.customerUuid = 5 | "CSRT3672053467"
            passes
        invoiceReferences = {"referenceNo":5} | null | "x"
            passes
        internalReferences = {"referenceNo":5,"notes":"x"}
            passes
        settings = {"a":{"b":[1]}}
            passes
        products.0.unknown = "x" | {"name":5}
            passes
        customerDetails.address.co = 5
            passes
        unknown = 1e400 | "\ud800" | {"\ud800":1} | [[[[[[[[[[]]]]]]]]]] | "x"*900000
            passes
        orderdate = "x"
            passes
        """;

    public const string Order = """
        invoiceFeeApplicable = absent
        orderDate = "5 Dec, 2023"
        customerDetails.type = "x"
        products.0.rate = absent
        orderSummary.grandTotal = null
        callback.callbackUrl = "x"
        products.0.name = 5
        customerDetails.email = "x"
            The order summary.grand total field is required.
            The order date must be a valid unix timestamp.
            The customer details.email must be a valid email address.
            The selected customer details.type is invalid.
            The invoice fee applicable field is required.
            The callback.callback url must be a valid URL.
            The products.0.name must be a string.
            The products.0.rate field is required.
        """;
}
