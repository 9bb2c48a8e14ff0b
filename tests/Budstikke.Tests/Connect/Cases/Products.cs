namespace Budstikke.Tests.Connect.Cases;

internal static class Products
{
    public const string List = """
        products = absent | null | "" | "  " | [] | {}
            The products field is required.
        products = "x" | 5 | true | false | {"a":1} | {"name":"Hair Wash"} | {"-1":{}} | {"1.0":{}}
            The products must be an array.

        products = [{}] | [null] | ["x"] | [5] | [[]] | [["Hair Wash"]] | {"0":{}} | {"0":null}
            The products.0.name field is required.
            The products.0.quantity field is required.
            The products.0.rate field is required.
            The products.0.tax field is required.
            The products.0.amount field is required.
        products = {"7":{}}
            The products.7.name field is required.
            The products.7.quantity field is required.
            The products.7.rate field is required.
            The products.7.tax field is required.
            The products.7.amount field is required.
        products = [{"name":"A","quantity":1,"tax":0},{"quantity":"x","rate":1,"tax":7,"amount":1}]
            The products.1.name field is required.
            The products.1.quantity must be a number.
            The products.0.rate field is required.
            The selected products.1.tax is invalid.
            The products.0.amount field is required.
        products = {"0":{"name":"Hair Wash","quantity":1,"rate":51,"tax":0,"amount":51}}
            passes
        products = {"3":{"name":"Hair Wash","quantity":1,"rate":51,"tax":0,"amount":51}}
            passes
        products = {"0":{"name":"Early"},"0":{"name":"Late","quantity":1,"rate":51,"tax":0,"amount":51}}
            passes
        """;

    public const string Texts = """
        products.0.name = absent | null | "" | "   " | "\t\r\n" | "\u00a0" | "\u200b" | "\ufeff" | [] | {}
            The products.0.name field is required.
        products.0.name = 5 | 1.5 | true | false | ["x"] | {"a":"x"}
            The products.0.name must be a string.
        products.0.name = "x"*501 | "\ud83d\ude00"*501
            The products.0.name must not be greater than 500 characters.
        products.0.name = "x"*500 | "\ud83d\ude00"*500 | "å"*500 | "x" | " x " | "0" | "Å \"ø\" \\ / \u00e6"
            passes
        products.0.name = "قص الشعر" | "散髪" | "💇🏽‍♀️" | "a\tb" | "a\nb" | "\u0085x\u009f" | "\ue000\ufffd"
            passes
        products.0.name = "a\u0000b" | "\u0001" | "a\u001fb" | "a\u000bb" | "\ufffe" | "a\uffff" | "\u0000"
            The products.0.name format is invalid.
        products.0.name = "\ud800" | "\udc00" | "\udc00\ud800" | "a\ud83db" | "\ud83d\ud83d\ude00"
            The products.0.name format is invalid.
        products.0.name = "\u0001"*501
            The products.0.name must not be greater than 500 characters.
            The products.0.name format is invalid.
        products.0.productId = absent | null | "" | " " | "x"*255 | "VFDDF"
            passes
        products.0.productId = 5 | true | [] | {} | ["x"]
            The products.0.product id must be a string.
        products.0.productId = "x"*256
            The products.0.product id must not be greater than 255 characters.
        products.0.productId = "a\u0000b" | "\ud800"
            The products.0.product id format is invalid.
        """;

    public const string Numbers = """
        products.0.quantity = absent | null | "" | " " | [] | {}
            The products.0.quantity field is required.
        products.0.quantity = "x" | "1,5" | "1 000" | "0x1" | "NaN" | "Infinity" | "-" | "." | "1e" | "1e+" | "--1" \
          | "١"
            The products.0.quantity must be a number.
        products.0.quantity = true | false | [1] | {"a":1} | "1 "*600000
            The products.0.quantity must be a number.
        products.0.quantity = 0 | "0" | "0.00" | -0 | -0.0 | 0.000000001 | -0.000000001 | 1e-400 | 0e400
            The products.0.quantity must be greater than 0.
        products.0.quantity = -1000000 | "-999999.01" | -1e400
            The products.0.quantity must be at least -999999.
        products.0.quantity = -1 | "-1" | "-0.5"
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.quantity = 1000000 | "999999.01" | 1e6 | 1e400 | "1e999999999999" | "9"*400 | 1E+308 | "9"*900000
            The products.0.quantity must not be greater than 999999.
        products.0.quantity = 1 | "1" | 1.0 | "1.00" | " 1 " | 1e0 | "1E0" | "+1" | "1." | "01" | 100e-2 \
          | 1.000000001 | "0.1e1"
            passes

        products.0.rate = absent | null | "" | [] | {}
            The products.0.rate field is required.
        products.0.rate = "x" | true | false | [1] | {"a":1} | "51,00" | "NaN"
            The products.0.rate must be a number.
        products.0.rate = -1000000000 | "-999999999.991" | -1e400
            The products.0.rate must be at least -999999999.99.
        products.0.rate = -1 | "-0.01" | -51
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.rate = 1000000000 | "999999999.991" | 1e400
            The products.0.rate must not be greater than 999999999.99.
        products.0.rate = 51 | "51" | "51.00" | 5.1e1 | 51.000000001 | 51.01 | 50.99
            passes

        products.0.discount = absent | null | "" | 0 | "0" | "0.00" | -0.004 | 0.01 | "0.004"
            passes
        products.0.discount = "x" | true | false | [] | {} | [0]
            The products.0.discount must be a number.
        products.0.discount = -1 | "-0.01" | -0.005
            The products.0.discount must be at least 0.
        products.0.discount = 1e9 | "999999999.995"
            The products.0.discount must not be greater than 999999999.99.

        products.0.tax = absent | null | "" | [] | {}
            The products.0.tax field is required.
        products.0.tax = "x" | "25%" | true | false | [0] | {"a":0}
            The products.0.tax must be a number.
            The selected products.0.tax is invalid.
        products.0.tax = 7 | "24" | 25.1 | -25 | 1e400 | 0.1 | "0.000001"
            The selected products.0.tax is invalid.
        products.0.tax = 0 | "0" | 0.0 | -0
            passes
        products.0.tax = 12 | "12" | 15 | "15.0" | 25 | "25.00" | 2.5e1
        orderSummary.subTotal = 45.54 | 45.54 | 44.35 | 44.35 | 40.80 | 40.80 | 40.80
            passes

        products.0.amount = absent | null | "" | [] | {}
            The products.0.amount field is required.
        products.0.amount = "x" | true | false | ["51"] | "kr 51"
            The products.0.amount must be a number.
        products.0.amount = -1e9 | "-999999999.995" | -1e400
            The products.0.amount must be at least -999999999.99.
        products.0.amount = -1 | "-51"
            The order summary.grand total does not match the products.
            The products.0.amount does not match its rate, quantity, discount and tax.
        products.0.amount = 1e9 | 999999999.995 | 1e400
            The products.0.amount must not be greater than 999999999.99.
        products.0.amount = 51 | "51" | "51.00" | 51.004 | 50.9951 | 51.01 | 50.99 \
          | 51.00000000000000000000000000000000004
            passes
        """;
}
