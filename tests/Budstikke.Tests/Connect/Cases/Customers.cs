namespace Budstikke.Tests.Connect.Cases;

internal static class Customers
{
    public const string Whole = """
        customerDetails = absent | null | "" | [] | {} | "x" | 5 | true | ["x"]
            The customer details.country code field is required.
            The customer details.msisdn field is required.
            The customer details.email field is required.
            The customer details.name field is required.
            The customer details.type field is required.
            The customer details.address.street field is required.
            The customer details.address.zip field is required.
            The customer details.address.city field is required.
            The customer details.address.country field is required.
        customerDetails.address = absent | null | "" | [] | {} | "Luramyrveien 65" | 5
            The customer details.address.street field is required.
            The customer details.address.zip field is required.
            The customer details.address.city field is required.
            The customer details.address.country field is required.
        """;

    public const string Contact = """
        customerDetails.countryCode = absent | null | "" | [] | {}
            The customer details.country code field is required.
        customerDetails.countryCode = 47 | true | ["+47"]
            The customer details.country code must be a string.
        customerDetails.countryCode = "4"*256
            The customer details.country code must not be greater than 255 characters.
        customerDetails.countryCode = "+4\u00017"
            The customer details.country code format is invalid.
        customerDetails.countryCode = "+47" | " +46 " | "47" | "0047"
            passes

        customerDetails.msisdn = absent | null | "" | [] | {}
            The customer details.msisdn field is required.
        customerDetails.msisdn = 46567468 | false | ["46567468"]
            The customer details.msisdn must be a string.
        customerDetails.msisdn = "4"*256
            The customer details.msisdn must not be greater than 255 characters.
        customerDetails.msisdn = "4656\u00007468"
            The customer details.msisdn format is invalid.
        customerDetails.msisdn = "46567468" | "465 67 468"
            passes

        customerDetails.email = absent | null | "" | " " | [] | {}
            The customer details.email field is required.
        customerDetails.email = 5 | true | ["a@b.no"] | {"a":"a@b.no"}
            The customer details.email must be a string.
            The customer details.email must be a valid email address.
        customerDetails.email = "x" | "@b.no" | "a@" | "a b@c.no" | "a@b@c.no" | "a..b@c.no" | ".a@c.no" | "a.@c.no"
            The customer details.email must be a valid email address.
        customerDetails.email = "[email protected]" | "a@b..no" | "a@-b.no" | "a@b,no" | "a@b no" | "a@b.no." \
          | "a,b@c.no"
            The customer details.email must be a valid email address.
        customerDetails.email = "a\r\nBcc: x@b.no" | "a\tb@c.no" | "<a@b.no>" | "a@[127.0.0.1]" | "a@b@" \
          | "\"a\"b\"@c.no"
            The customer details.email must be a valid email address.
        customerDetails.email = "a\u0000@b.no" | "a@b\u0001.no" | "\ud800@b.no" | "a@\ud800.no"
            The customer details.email must be a valid email address.
            The customer details.email format is invalid.
        customerDetails.email = "x"*256 | "a"*300 + "@"
            The customer details.email must be a valid email address.
            The customer details.email must not be greater than 255 characters.
        customerDetails.email = "a"*251 + "@b.no"
            The customer details.email must not be greater than 255 characters.
        customerDetails.email = "a"*250 + "@b.no" | "a@b.no" | " a@b.no " | "a.b+c_d'e@b-c.example" \
          | "\"a b\"@c.no" | "ø@blåbær.no" | "a@b"
            passes

        customerDetails.firstName = absent | null | "" | " " | "Kari" | "x"*500
            passes
        customerDetails.firstName = 5 | true | [] | {} | ["Kari"]
            The customer details.first name must be a string.
        customerDetails.firstName = "x"*501
            The customer details.first name must not be greater than 500 characters.
        customerDetails.firstName = "Ka\u0008ri"
            The customer details.first name format is invalid.

        customerDetails.name = absent | null | "" | " " | [] | {}
            The customer details.name field is required.
        customerDetails.name = 5 | true | ["Kari"]
            The customer details.name must be a string.
        customerDetails.name = "x"*501
            The customer details.name must not be greater than 500 characters.
        customerDetails.name = "Kari\u001b[31m" | "\udfff"
            The customer details.name format is invalid.
        customerDetails.name = "كاري" | "Kari 🎉" | "O'Brien & <Sønner>" | "x"*500
            passes

        customerDetails.preferredLanguage = absent | null | "" | "en" | "no" | "sv" | "da" | "de" | " de "
            passes
        customerDetails.preferredLanguage = "fr" | "EN" | "nb" | "english" | "\u0000"
            The selected customer details.preferred language is invalid.
        customerDetails.preferredLanguage = 1 | true | [] | {} | ["en"]
            The customer details.preferred language must be a string.
            The selected customer details.preferred language is invalid.
        """;

    public const string Identity = """
        customerDetails.type = absent | null | "" | [] | {}
            The customer details.type field is required.
        customerDetails.type = "Private" | "company" | "CORPORATE" | "p"
            The selected customer details.type is invalid.
        customerDetails.type = 1 | true | ["private"] | {"a":1}
            The customer details.type must be a string.
            The selected customer details.type is invalid.
        customerDetails.type = " private "
            passes

        customerDetails.personalNumber = absent | null | "" | " " | "12345678901" | "13097248022" | " 12345678901 " \
          | "00000000000"
            passes
        customerDetails.personalNumber = 12345678901
            The customer details.personal number must be a string.
        customerDetails.personalNumber = 123 | 123456789012
            The customer details.personal number must be a string.
            The customer details.personal number must be 11 characters.
        customerDetails.personalNumber = true | false | [] | {} | ["12345678901"] | 1.5
            The customer details.personal number must be a string.
            The customer details.personal number must be 11 characters.
            The customer details.personal number format is invalid.
        customerDetails.personalNumber = "1234567890" | "123456789012" | "1"
            The customer details.personal number must be 11 characters.
        customerDetails.personalNumber = "1234567890x" | "12345 78901" | "123456-8901" | "１２３４５６７８９０１" \
          | "١٢٣٤٥٦٧٨٩٠١" | "1234\n678901"
            The customer details.personal number format is invalid.
        customerDetails.personalNumber = "123456 78901" | "x" | "\u0000"
            The customer details.personal number must be 11 characters.
            The customer details.personal number format is invalid.
        customerDetails.personalNumber = "12345678901\n"
            passes

        customerDetails.organizationId = absent | null | "" | "123456785" | "123456789" | "1" | "9"*255
            passes
        customerDetails.organizationId = 123456785 | 1
            The customer details.organization id must be a string.
        customerDetails.organizationId = true | [] | {} | ["123456785"] | 1.5 | -1
            The customer details.organization id must be a string.
            The customer details.organization id format is invalid.
        customerDetails.organizationId = "123 456 785" | "NO123456785MVA" | "123456785x" | "１２３４５６７８５" | "-1" | "1.5"
            The customer details.organization id format is invalid.
        customerDetails.organizationId = "9"*256
            The customer details.organization id must not be greater than 255 characters.
        customerDetails.type = "corporate"
        customerDetails.organizationId = absent | null | "" | " " | [] | {}
        invoiceMaturity = 14
            The customer details.organization id field is required when customer details.type is corporate.
        customerDetails.type = "corporate"
        customerDetails.organizationId = "123456785" | "123456789" | "5560004615"
        invoiceMaturity = 14 | 30 | 45
            passes
        customerDetails.type = "corporate"
        customerDetails.organizationId = "123 456 785"
        invoiceMaturity = 14
            The customer details.organization id format is invalid.
        customerDetails.type = "corporate"
        customerDetails.organizationId = "123456785"
        customerDetails.personalNumber = "x"
        invoiceMaturity = 14
            The customer details.personal number must be 11 characters.
            The customer details.personal number format is invalid.
        """;

    public const string Address = """
        customerDetails.address.street = absent | null | "" | [] | {}
            The customer details.address.street field is required.
        customerDetails.address.street = 65 | true | ["x"]
            The customer details.address.street must be a string.
        customerDetails.address.street = "x"*256
            The customer details.address.street must not be greater than 255 characters.
        customerDetails.address.street = "a\u0000"
            The customer details.address.street format is invalid.
        customerDetails.address.zip = absent | null | "" | [] | {}
            The customer details.address.zip field is required.
        customerDetails.address.zip = 4313 | false | ["4313"]
            The customer details.address.zip must be a string.
        customerDetails.address.zip = "4"*256
            The customer details.address.zip must not be greater than 255 characters.
        customerDetails.address.zip = "43\u000113"
            The customer details.address.zip format is invalid.
        customerDetails.address.zip = "43130" | "SW1A 1AA" | "x"
            passes
        customerDetails.address.city = absent | null | "" | [] | {}
            The customer details.address.city field is required.
        customerDetails.address.city = 5 | true | ["Sandnes"]
            The customer details.address.city must be a string.
        customerDetails.address.city = "x"*256
            The customer details.address.city must not be greater than 255 characters.
        customerDetails.address.city = "Sand\u0002nes"
            The customer details.address.city format is invalid.
        customerDetails.address.country = absent | null | "" | [] | {}
            The customer details.address.country field is required.
        customerDetails.address.country = "XX" | "no" | "NOR" | "Norge" | "N" | "ZZ" | "UK" | "SU" | "N\u0000" | "NO SE"
            The selected customer details.address.country is invalid.
        customerDetails.address.country = 47 | true | ["NO"]
            The customer details.address.country must be a string.
            The selected customer details.address.country is invalid.
        customerDetails.address.country = "NO" | "SE" | "DK" | "FI" | "DE" | "GB" | "SJ" | "AX" | " NO "
            passes
        """;
}
