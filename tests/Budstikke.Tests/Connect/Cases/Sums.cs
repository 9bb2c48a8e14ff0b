namespace Budstikke.Tests.Connect.Cases;

internal static class Sums
{
    public const string Fields = """
        orderSummary = absent | null | "" | [] | {} | "x" | 5 | true | [1] | [{"subTotal":51}]
            The order summary.sub total field is required.
            The order summary.total tax field is required.
            The order summary.total discount field is required.
            The order summary.grand total field is required.

        orderSummary.subTotal = absent | null | "" | " " | [] | {}
            The order summary.sub total field is required.
        orderSummary.subTotal = "x" | true | false | [51] | {"a":51} | "51,00"
            The order summary.sub total must be a number.
        orderSummary.subTotal = -1 | "-0.01" | -0.005
            The order summary.sub total must be at least 0.
        orderSummary.subTotal = 1000000000 | 1e400 | "999999999.995"
            The order summary.sub total must not be greater than 999999999.99.
        orderSummary.subTotal = 51 | "51.00" | 0 | 999999999.99 | "999999999.994"
            passes

        orderSummary.totalTax = absent | null | "" | [] | {}
            The order summary.total tax field is required.
        orderSummary.totalTax = "x" | true | [0]
            The order summary.total tax must be a number.
        orderSummary.totalTax = -1 | "-0.01"
            The order summary.total tax must be at least 0.
        orderSummary.totalTax = 1000000000 | "1e9"
            The order summary.total tax must not be greater than 999999999.99.
        orderSummary.totalTax = 0 | "0" | 12.75
            passes

        orderSummary.totalDiscount = absent | null | "" | [] | {}
            The order summary.total discount field is required.
        orderSummary.totalDiscount = "x" | false | [0]
            The order summary.total discount must be a number.
        orderSummary.totalDiscount = -1 | "-0.01"
            The order summary.total discount must be at least 0.
        orderSummary.totalDiscount = 1000000000 | "1e9"
            The order summary.total discount must not be greater than 999999999.99.
        orderSummary.totalDiscount = 0 | "0.00" | -0.001
            passes

        orderSummary.grandTotal = absent | null | "" | [] | {}
            The order summary.grand total field is required.
        orderSummary.grandTotal = "x" | true | ["51.00"]
            The order summary.grand total must be a number.
        orderSummary.grandTotal = -1 | "-51.00"
            The order summary.grand total must be at least 0.
        orderSummary.grandTotal = 1000000000 | 1e400
            The order summary.grand total must not be greater than 999999999.99.
        orderSummary.grandTotal = 51 | "51" | " 51.00 " | 51.00000000000001 | 50.96 | 51.04
            passes
        """;

    /// <summary>Tried only when every field passes.</summary>
    public const string Together = """
        orderSummary.grandTotal = 50.95 | 51.05 | 0 | 999999999.99
            The order summary.grand total does not match the products.
        products.0.amount = 51.02 | 50.98
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.amount = 52
            The order summary.grand total does not match the products.
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.quantity = 2 | 1.001
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.discount = 0.02 | 51
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.quantity = 2
        invoiceFeeApplicable = absent
            The invoice fee applicable field is required.

        products = [{"name":"A","quantity":3,"rate":100,"discount":30,"tax":25,"amount":270}]
        orderSummary = {"subTotal":240,"totalTax":60,"totalDiscount":30,"grandTotal":270}
            passes
        products = [{"name":"A","quantity":1,"rate":1000,"tax":25,"amount":1250}]
        orderSummary = {"subTotal":1000,"totalTax":250,"totalDiscount":0,"grandTotal":1250}
            passes
        products = [{"name":"A","quantity":1,"rate":1000,"tax":25,"amount":1249.98}]
        orderSummary = {"subTotal":1000,"totalTax":250,"totalDiscount":0,"grandTotal":1250}
            The products.0.amount does not match its rate, quantity, discount and tax.
        products = [{"name":"A","quantity":1,"rate":2,"tax":0,"amount":2},{"name":"B","quantity":1,"rate":3,"tax":0,\
          "amount":4}]
        orderSummary = {"subTotal":5,"totalTax":0,"totalDiscount":0,"grandTotal":6}
            The products.1.amount does not match its rate, quantity, discount and tax.
        products = {"5":{"name":"A","quantity":1,"rate":2,"tax":0,"amount":1}}
        orderSummary = {"subTotal":1,"totalTax":0,"totalDiscount":0,"grandTotal":1}
            The products.5.amount does not match its rate, quantity, discount and tax.
        products = [{"name":"A","quantity":0.1,"rate":3.0000000000000004,"discount":"","tax":0,\
          "amount":0.30000000000000004}]
        orderSummary = {"subTotal":0.3,"totalTax":0,"totalDiscount":0,"grandTotal":0.30000000000000004}
            passes
        products = [{"name":"A","quantity":1,"rate":500,"tax":25,"amount":500},{"name":"Coupon","quantity":-1,\
          "rate":100,"tax":25,"amount":-100}]
        orderSummary = {"subTotal":320,"totalTax":80,"totalDiscount":0,"grandTotal":400}
            passes
        products = [{"name":"A","quantity":"2","rate":"250","tax":25,"amount":"500.00"},{"name":"Coupon",\
          "quantity":"1","rate":"-80","tax":25,"amount":"-100"}]
        orderSummary = {"subTotal":320,"totalTax":80,"totalDiscount":"0","grandTotal":400}
            passes
        products = [{"name":"A","quantity":1,"rate":500,"tax":0,"amount":500},{"name":"Coupon","quantity":-1,"rate":0,\
          "tax":0,"amount":0}]
        orderSummary = {"subTotal":500,"totalTax":0,"totalDiscount":0,"grandTotal":500}
            passes
        products = [{"name":"A","quantity":1,"rate":500,"tax":0,"amount":500},{"name":"Coupon","quantity":-1,"rate":0,\
          "tax":0,"amount":0.01}]
        orderSummary = {"subTotal":500,"totalTax":0,"totalDiscount":0,"grandTotal":500}
            The products.1.amount does not match its rate, quantity, discount and tax.
        products = [{"name":"A","quantity":1,"rate":500,"tax":0,"amount":500},{"name":"Coupon","quantity":-1,\
          "rate":100,"tax":0,"amount":100}]
        orderSummary = {"subTotal":600,"totalTax":0,"totalDiscount":0,"grandTotal":600}
            The products.1.amount does not match its rate, quantity, discount and tax.
        products = [{"name":"A","quantity":1,"rate":500,"tax":0,"amount":500},{"name":"Return","quantity":-1,\
          "rate":-100,"tax":0,"amount":100}]
        orderSummary = {"subTotal":600,"totalTax":0,"totalDiscount":0,"grandTotal":600}
            The products.1.rate must be at least 0.
        products = [{"name":"A","quantity":1,"rate":500,"tax":0,"amount":500},{"name":"Coupon","quantity":-1,\
          "rate":100,"discount":10,"tax":0,"amount":-110}]
        orderSummary = {"subTotal":390,"totalTax":0,"totalDiscount":10,"grandTotal":390}
            The products.1.discount must not be greater than 0.
        products = [{"name":"A","quantity":1,"rate":-5,"discount":1,"tax":0,"amount":-7},{"name":"B","quantity":-1,\
          "rate":-5,"tax":0,"amount":5},{"name":"C","quantity":-1,"rate":5,"discount":1,"tax":0,"amount":-6}]
        orderSummary = {"subTotal":0,"totalTax":0,"totalDiscount":0,"grandTotal":0}
            The order summary.grand total does not match the products.
            The products.1.rate must be at least 0.
            The products.0.discount must not be greater than 0.
            The products.2.discount must not be greater than 0.
            The products.0.amount does not match its rate, quantity, discount and tax.
        products = [{"name":"A","quantity":1,"rate":50.5,"tax":0,"amount":50.5}] \
          | [{"name":"A","quantity":1,"rate":51.5,"tax":0,"amount":51.5}]
            passes
        products = [{"name":"A","quantity":1,"rate":50.49,"tax":0,"amount":50.49}] \
          | [{"name":"A","quantity":1,"rate":51.51,"tax":0,"amount":51.51}]
            The order summary.grand total does not match the products.
        products = [{"name":"A","quantity":1,"rate":51.4,"tax":0,"amount":51.4}]
        orderSummary.grandTotal = 51.01
            The order summary.grand total does not match the products.

        products = [{"name":"A","quantity":999999,"rate":999999999.99,"discount":999999999.99,"tax":25,\
          "amount":999999999.99}]
            The order summary.grand total does not match the products.
            The products.0.amount does not match its rate, quantity, discount and tax.
        """;
}
