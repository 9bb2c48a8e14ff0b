using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Rules;

/// <summary>What must stand in every document (EN 16931), and what Peppol adds for one that has an address there.</summary>
internal static class ContentRules
{
    public static IReadOnlyList<InvoiceRule> All { get; } =
    [
        InvoiceRule.Document("BR-02", "Number", "A document has a number.", i => IsGiven(i.Number)),
        InvoiceRule.Document("BR-06", "Seller.Name", "The seller has a name.", i => IsGiven(i.Seller.Name)),
        InvoiceRule.Document("BR-07", "Buyer.Name", "The buyer has a name.", i => IsGiven(i.Buyer.Name)),
        InvoiceRule.Document(
            "BR-09",
            "Seller.Address.Country",
            "The seller's address has a country of two capital letters.",
            i => IsCountry(i.Seller.Address.Country)
        ),
        InvoiceRule.Document(
            "BR-11",
            "Buyer.Address.Country",
            "The buyer's address has a country of two capital letters.",
            i => IsCountry(i.Buyer.Address.Country)
        ),
        InvoiceRule.Document("BR-16", "Lines", "A document has at least one line.", i => i.Lines.Count > 0),
        InvoiceRule.Line("BR-21", "Id", "Each line has an id.", line => IsGiven(line.Id)),
        InvoiceRule.Line("BR-25", "ItemName", "Each line has the name of an item.", line => IsGiven(line.ItemName)),
        InvoiceRule.Document(
            "BR-29",
            "Period",
            "The last day of a period is not before its first.",
            i => i.Period is not { } period || period.End >= period.Start
        ),
        InvoiceRule.Allowance(
            "BR-33",
            "Reason",
            "A discount on the whole has a reason.",
            allowance => IsGiven(allowance.Reason)
        ),
        InvoiceRule.Charge("BR-38", "Reason", "A fee has a reason.", charge => IsGiven(charge.Reason)),
        InvoiceRule.Line(
            "BR-42",
            "Allowance.Reason",
            "A line's discount has a reason.",
            line => line.Allowance is null || IsGiven(line.Allowance.Reason)
        ),
        InvoiceRule.Line(
            "BR-44",
            "Charge.Reason",
            "A line's charge has a reason.",
            line => line.Charge is null || IsGiven(line.Charge.Reason)
        ),
        InvoiceRule.Document(
            "BR-55",
            "PrecedingInvoice.Number",
            "A preceding invoice has a number.",
            i => i.PrecedingInvoice is null || IsGiven(i.PrecedingInvoice.Number)
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
    ];

    private static bool HasReference(Invoice invoice) =>
        IsGiven(invoice.BuyerReference)
        || IsGiven(invoice.PurchaseOrderReference)
        || IsGiven(invoice.SalesOrderReference);

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsCountry(string? text) => text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}
