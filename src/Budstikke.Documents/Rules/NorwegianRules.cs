using Budstikke.Documents.Calendar;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Rules;

/// <summary>What Norwegian law and banks ask for (bokføringsforskriften chapter 5, gjeldsbrevlova); NO-R is Peppol's,
/// the rest is ours.</summary>
internal static class NorwegianRules
{
    public static IReadOnlyList<InvoiceRule> All { get; } =
    [
        InvoiceRule.Document(
            "NO-BUDSTIKKE-01",
            "DueDate",
            "An invoice has a due date (bokføringsforskriften § 5-1-1), unless nothing is due.",
            i => !AsksForMoney(i) || i.DueDate is not null
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-02",
            "DueDate",
            "The due date is neither a Saturday, a Sunday nor a public holiday (gjeldsbrevlova § 5).",
            i => i.DueDate is not { } due || NorwegianHolidays.IsWorkingDay(due)
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-03",
            "DueDate",
            "The due date is not before the issue date.",
            i => i.DueDate is not { } due || due >= i.IssueDate
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-04",
            "Payment",
            "An invoice says how to pay, unless nothing is due.",
            i => !AsksForMoney(i) || i.Payment is not null
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-05",
            "Payment.AccountNumber",
            "The account is an 11-digit account number or an IBAN with right check digits.",
            i => string.IsNullOrWhiteSpace(i.Payment?.AccountNumber) || IsAccount(i.Payment.AccountNumber)
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-06",
            "Payment.Kid",
            "The KID ends with its MOD10 check digit: that is what our accounts are agreed to take.",
            i => i.Payment?.Kid is not { } kid || kid.IsMod10
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-07",
            "Delivery.Date",
            "The day of delivery, or the days that a collective invoice covers, are given "
                + "(bokføringsforskriften § 5-1-1).",
            i => i.Delivery?.Date is not null || i.Period is not null
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-08",
            "Delivery.Place",
            "The place of delivery is given (bokføringsforskriften § 5-1-1).",
            i => !string.IsNullOrWhiteSpace(i.Delivery?.Place)
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-09",
            "PrecedingInvoices",
            "A credit note names the invoice that it corrects.",
            i => i.Type == InvoiceType.Invoice || i.PrecedingInvoices.Count > 0
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-10",
            "Lines",
            "Each line has an id of its own (BT-126).",
            i => i.Lines.Select(line => line.Id).Distinct(StringComparer.Ordinal).Count() == i.Lines.Count
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-11",
            "Currency",
            "The VAT is given in NOK, whatever the currency (bokføringsforskriften § 5-1-1).",
            i => i.Currency == "NOK" || i.VatInAccountingCurrency?.Currency == "NOK"
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-12",
            "Buyer",
            "The buyer has an address or an organisation number (bokføringsforskriften § 5-1-2).",
            i => !string.IsNullOrWhiteSpace(i.Buyer.LegalRegistrationId) || HasPlace(i.Buyer.Address)
        ),
        InvoiceRule.Preceding(
            "NO-BUDSTIKKE-13",
            "IssueDate",
            "A preceding invoice has the date of its issue.",
            (_, preceding) => preceding.IssueDate is not null
        ),
        InvoiceRule.Preceding(
            "NO-BUDSTIKKE-14",
            "IssueDate",
            "A preceding invoice was not issued after the document that names it.",
            (i, preceding) => preceding.IssueDate is not { } issued || issued <= i.IssueDate
        ),
        InvoiceRule.Document(
            "NO-BUDSTIKKE-15",
            "Totals.TotalWithVat",
            "The total is not negative: what an invoice would pay back, a credit note does, and the other way about.",
            // The last credit note of an order that was rounded up gives back the rounding too, which may be all that
            // is left, and more than its lines then are below zero.
            i => i.Totals.TotalWithVat + (i.Type == InvoiceType.CreditNote ? i.Totals.RoundingAmount : 0) >= 0
        ),
        InvoiceRule.Document(
            "NO-R-001",
            "Seller.OrganizationNumber",
            "A Norwegian seller has a valid organisation number, and in the VAT register NO#########MVA.",
            i => i.Seller.RegisteredAbroad is not null || IsNumber(i.Seller.OrganizationNumber)
        ),
    ];

    private static bool AsksForMoney(Invoice invoice) =>
        invoice.Type == InvoiceType.Invoice && invoice.Totals.AmountDue != 0;

    private static bool IsAccount(string text) => BankAccount.Parse(text).IsValid || Iban.Parse(text).IsValid;

    /// <summary>The type's empty value is the only one that is none.</summary>
    private static bool IsNumber(OrganizationNumber number) => OrganizationNumber.Parse(number.ToString()).IsValid;

    private static bool HasPlace(PostalAddress address) =>
        !string.IsNullOrWhiteSpace(address.Street)
        || !string.IsNullOrWhiteSpace(address.PostCode)
        || !string.IsNullOrWhiteSpace(address.City);
}
