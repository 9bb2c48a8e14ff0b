using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>Writes how to pay (BG-16) and the payment terms (BT-20) as UBL.</summary>
internal static class UblPayment
{
    public static void Write(XmlOutput xml, Invoice invoice)
    {
        WriteMeans(xml, invoice);
        WriteTerms(xml, invoice.PaymentTerms);
    }

    private static void WriteMeans(XmlOutput xml, Invoice invoice)
    {
        // A credit note has no due date of its own; UBL keeps it with the means of payment.
        var due = invoice.Type == InvoiceType.CreditNote ? invoice.DueDate : null;
        if (invoice.Payment is null && due is null)
            return;
        xml.Open("cac:PaymentMeans"u8);
        // UNCL 4461: 30 is a credit transfer and needs an account (BR-61); 1 is an instrument that is not defined.
        xml.Element("cbc:PaymentMeansCode"u8, invoice.Payment is null ? "1"u8 : "30"u8);
        if (due is { } day)
            xml.Element("cbc:PaymentDueDate"u8, day);
        if (invoice.Payment is { } payment)
            WriteAccount(xml, payment);
        xml.Close("cac:PaymentMeans"u8);
    }

    private static void WriteAccount(XmlOutput xml, PaymentInstructions payment)
    {
        xml.Element("cbc:PaymentID"u8, payment.Kid?.ToString() ?? payment.OtherReference);
        xml.Open("cac:PayeeFinancialAccount"u8);
        xml.Element("cbc:ID"u8, payment.AccountNumber);
        if (!string.IsNullOrWhiteSpace(payment.Bic))
        {
            xml.Open("cac:FinancialInstitutionBranch"u8);
            xml.Element("cbc:ID"u8, payment.Bic);
            xml.Close("cac:FinancialInstitutionBranch"u8);
        }
        xml.Close("cac:PayeeFinancialAccount"u8);
    }

    private static void WriteTerms(XmlOutput xml, string? terms)
    {
        if (string.IsNullOrWhiteSpace(terms))
            return;
        xml.Open("cac:PaymentTerms"u8);
        xml.Element("cbc:Note"u8, terms);
        xml.Close("cac:PaymentTerms"u8);
    }
}
