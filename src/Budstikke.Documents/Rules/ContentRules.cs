using System.Diagnostics.CodeAnalysis;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Rules;

/// <summary>What must stand in every document (EN 16931), and what Peppol adds for one that has an address
/// there.</summary>
internal static class ContentRules
{
    private const string LastDayText = "The last day of a period is not before its first.";

    private static readonly HashSet<string> MimeTypes =
    [
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    ];

    public static IReadOnlyList<InvoiceRule> All { get; } =
    [
        InvoiceRule.Document("BR-02", "Number", "A document has a number.", i => IsGiven(i.Number)),
        InvoiceRule.Document("BR-06", "Seller.Name", "The seller has a name.", i => IsGiven(i.Seller.Name)),
        InvoiceRule.Document("BR-07", "Buyer.Name", "The buyer has a name.", i => IsGiven(i.Buyer.Name)),
        InvoiceRule.Document(
            "BR-09",
            "Seller.Address.Country",
            "The seller's address has a country of two capital letters.",
            i => IsCapitals(i.Seller.Address.Country, 2)
        ),
        InvoiceRule.Document(
            "BR-11",
            "Buyer.Address.Country",
            "The buyer's address has a country of two capital letters.",
            i => IsCapitals(i.Buyer.Address.Country, 2)
        ),
        InvoiceRule.Document("BR-16", "Lines", "A document has at least one line.", i => i.Lines.Count > 0),
        InvoiceRule.Line("BR-21", "Id", "Each line has an id.", line => IsGiven(line.Id)),
        InvoiceRule.Line("BR-25", "ItemName", "Each line has the name of an item.", line => IsGiven(line.ItemName)),
        InvoiceRule.Document("BR-29", "Period", LastDayText, i => EndsAfterStart(i.Period)),
        InvoiceRule.Line("BR-30", "Period", LastDayText, line => EndsAfterStart(line.Period)),
        InvoiceRule.Line(
            "PEPPOL-EN16931-R110",
            "Period.Start",
            "A line's period begins within the document's.",
            (i, line) => i.Period is null || line.Period is null || line.Period.Start >= i.Period.Start
        ),
        InvoiceRule.Line(
            "PEPPOL-EN16931-R111",
            "Period.End",
            "A line's period ends within the document's.",
            (i, line) => i.Period is null || line.Period is null || line.Period.End <= i.Period.End
        ),
        InvoiceRule.Allowance(
            "BR-33",
            "Reason",
            "A discount on the whole has a reason.",
            allowance => IsGiven(allowance.Reason)
        ),
        InvoiceRule.Charge("BR-38", "Reason", "A fee has a reason.", charge => IsGiven(charge.Reason)),
        InvoiceRule.LineAllowance("BR-42", "Reason", "A line's discount has a reason.", part => IsGiven(part.Reason)),
        InvoiceRule.LineCharge("BR-44", "Reason", "A line's charge has a reason.", part => IsGiven(part.Reason)),
        InvoiceRule.Attachment("BR-52", "FileName", "An attachment has a name.", file => IsGiven(file.FileName)),
        InvoiceRule.Preceding(
            "BR-55",
            "Number",
            "A preceding invoice has a number.",
            (_, preceding) => IsGiven(preceding.Number)
        ),
        InvoiceRule.Document(
            "BR-61",
            "Payment.AccountNumber",
            "A transfer has an account to go to.",
            i => i.Payment is null || IsGiven(i.Payment.AccountNumber)
        ),
        InvoiceRule.Document(
            "PEPPOL-EN16931-R003",
            "BuyerReference",
            "A document for Peppol has a buyer's reference or an order's.",
            i => i.Buyer.Endpoint is null || HasReference(i)
        ),
        .. Codes(),
    ];

    /// <summary>By their form: the lists themselves are long, change each year, and are the official check's.</summary>
    private static IEnumerable<InvoiceRule> Codes() =>
        [
            InvoiceRule.Document(
                "BR-CL-04",
                "Currency",
                "A currency is a code of three capital letters (ISO 4217).",
                i => IsCapitals(i.Currency, 3)
            ),
            InvoiceRule.Document(
                "BR-CL-05",
                "VatInAccountingCurrency.Currency",
                "The currency of the VAT is a code of three capital letters (ISO 4217).",
                i => i.VatInAccountingCurrency is not { } vat || IsCapitals(vat.Currency, 3)
            ),
            InvoiceRule.Document(
                "BR-CL-14",
                "Delivery.Country",
                "A country is a code of two capital letters (ISO 3166-1).",
                i => !IsGiven(i.Delivery?.Country) || IsCapitals(i.Delivery.Country, 2)
            ),
            InvoiceRule.Line(
                "BR-CL-23",
                "UnitCode",
                "A unit is a code of two or three capital letters and digits (UN/ECE Recommendation 20).",
                line =>
                    line.UnitCode.Length is 2 or 3
                    && line.UnitCode.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            ),
            InvoiceRule.Attachment(
                "BR-CL-24",
                "MimeType",
                "An attachment is a PDF, a picture (PNG, JPEG), a table (CSV) or a spreadsheet (XLSX, ODS).",
                file => MimeTypes.Contains(file.MimeType)
            ),
            InvoiceRule.Document(
                "BR-CO-09",
                "Buyer.VatId",
                "A VAT number begins with its country's code.",
                i => !IsGiven(i.Buyer.VatId) || (i.Buyer.VatId.Length > 2 && IsCapitals(i.Buyer.VatId[..2], 2))
            ),
        ];

    private static bool HasReference(Invoice invoice) =>
        IsGiven(invoice.BuyerReference)
        || IsGiven(invoice.PurchaseOrderReference)
        || IsGiven(invoice.SalesOrderReference);

    private static bool IsGiven([NotNullWhen(true)] string? text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsCapitals(string text, int count) => text.Length == count && text.All(char.IsAsciiLetterUpper);

    private static bool EndsAfterStart(InvoicingPeriod? period) => period is null || period.End >= period.Start;
}
