using System.Collections.Frozen;

namespace Budstikke.Connect.OpenApi;

/// <summary>What a field of a request is for; what it must be is said by its rules.</summary>
internal static class FieldTexts
{
    /// <summary>The body whose fields have names that mean something else in an order.</summary>
    public const string Refund = "Refund";

    private static readonly FrozenDictionary<string, string> s_texts = new Dictionary<string, string>
    {
        ["products"] =
            "What is invoiced: an array, or an object with the keys \"0\", \"1\", … At least one, at most 1,000.",
        ["products.*.name"] = "What the line says.",
        ["products.*.productId"] = "The article's number.",
        ["products.*.quantity"] =
            "How many; up to 8 decimals. Below 0, or else the rate, for what is taken back or off, a coupon for "
            + "one: then the amount is below 0 too, and there is no discount.",
        ["products.*.rate"] =
            "Price of one, VAT included; up to 8 decimals. One that gives the amount only when VAT is added is "
            + "taken so, with a warning.",
        ["products.*.discount"] = "Taken off the line, VAT included. 0 by default.",
        ["products.*.tax"] =
            "VAT in percent: one of the rates in the client's settings (`--vat-rates`), by default 0, 12, 15 or 25.",
        ["products.*.amount"] =
            "rate × quantity − discount, VAT included, to within 0.01. It decides what the line costs, or takes off.",
        ["orderSummary.subTotal"] = "The lines without VAT, before discount. Where it deviates there is a warning.",
        ["orderSummary.totalTax"] = "Their VAT. Where it deviates there is a warning; it is never printed.",
        ["orderSummary.totalDiscount"] = "Their discounts, VAT included. Where it deviates there is a warning.",
        ["orderSummary.grandTotal"] =
            "What is to be paid, before a fee. It may be off the lines' sum by 0.01 × (lines + 3), at most by "
            + "1.00, and in whole kroner by 0.50; the difference is rounding.",
        ["orderDate"] =
            "When it was ordered, in Unix seconds, as a number or a text: from the year 2000 to a year ahead. "
            + "Its day in Norway is the date of delivery.",
        ["customerDetails.countryCode"] = "Of the telephone number, with its plus.",
        ["customerDetails.msisdn"] =
            "Telephone number; a private customer without personal number is recognised by it.",
        ["customerDetails.email"] = "Where the invoice goes when EHF or e-invoice cannot bring it.",
        ["customerDetails.firstName"] = "Kept, not printed.",
        ["customerDetails.name"] = "Whole name of the person or company.",
        ["customerDetails.preferredLanguage"] = "Of the invoice and the letter with it; `no` by default.",
        ["customerDetails.type"] = "A person or a company.",
        ["customerDetails.personalNumber"] =
            "A person's, eleven digits: with right check digits it is the e-invoice address. Encrypted, never "
            + "printed, masked in answers; a company's is not kept.",
        ["customerDetails.organizationId"] =
            "A company's organisation number; with right check digits and a Norwegian address it is the EHF "
            + "address. A person's is not used.",
        ["customerDetails.address.street"] = "Street and number.",
        ["customerDetails.address.zip"] = "Postcode.",
        ["customerDetails.address.city"] = "Town.",
        ["customerDetails.address.country"] = "ISO 3166-1 alpha-2, capital letters.",
        ["invoiceInterval"] = "0 daily (the default), 1 once a month, 2 twice a month.",
        ["invoiceFeeApplicable"] = "Whether an invoice fee may be charged, where the client has one.",
        ["invoiceMaturity"] =
            "Days until it is due: 10 for a person; 14, 30 or 45 for a company. By default 10 and 14.",
        ["separateInvoices"] = "An invoice for each order (the default), or one for all of a customer's in a period.",
        ["referenceNo"] = "The buyer's order number (BT-13).",
        ["customerReference"] = "What the buyer wants to find on the invoice (BT-10).",
        ["callback"] = "Where to tell you of the order.",
        ["callback.callbackUrl"] =
            "Called by GET on every change of the order's state, or by POST where the client is set so; signed by the "
            + "headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks. A URL that could "
            + "never be called is refused (a port that is not allowed here, a user name, an address that is not "
            + "public), and so is a query with a name twice, a name that is added to it, a name with a bracket or the "
            + "id of an order.",
        ["cancellationNote"] = "Why; stands on the timeline.",
        ["countryCode"] = "Noted on the timeline.",
        ["msisdn"] = "Noted on the timeline; no channel uses a telephone number.",
        ["email"] = "Where this sending goes instead; the order keeps its own.",
        [$"{Refund}.type"] = "Always `regular`.",
        [$"{Refund}.grandTotal"] =
            "What to give back, VAT included. With products it is their sum; without, it is spread over what is "
            + "left of the lines.",
        [$"{Refund}.products"] = "Which lines to give back of: an array, or an object with the keys \"0\", \"1\", …",
        [$"{Refund}.products.*.id"] = "The line's `id` in the order's details.",
        [$"{Refund}.products.*.amount"] =
            "How much of it, VAT included. Below 0 of a line that is below 0; together the lines are above 0.",
        [$"{Refund}.reason"] = "What the customer reads on the credit note.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">A field was added and not described.</exception>
    public static string Of(string body, string path) =>
        s_texts.TryGetValue($"{body}.{path}", out var text) ? text : s_texts[path];
}
