using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>Writes the lines (BG-25) as UBL.</summary>
internal static class UblLines
{
    public static void Write(XmlOutput xml, InvoiceLine line, Invoice invoice)
    {
        var isCredit = invoice.Type == InvoiceType.CreditNote;
        var name = isCredit ? "cac:CreditNoteLine"u8 : "cac:InvoiceLine"u8;
        xml.Open(name);
        xml.Element("cbc:ID"u8, line.Id);
        xml.Element("cbc:Note"u8, line.Note);
        xml.Element(
            isCredit ? "cbc:CreditedQuantity"u8 : "cbc:InvoicedQuantity"u8,
            line.InvoicedQuantity,
            "unitCode"u8,
            line.UnitCode
        );
        xml.Amount("cbc:LineExtensionAmount"u8, line.LineNetAmount, invoice.Currency);
        WritePeriod(xml, line.Period);
        WriteOrderLine(xml, line.OrderLineReference);
        foreach (var off in line.Allowances)
            UblAmounts.WriteAllowanceCharge(xml, "false"u8, off.Reason, off.Amount, vat: null, invoice.Currency);
        foreach (var on in line.Charges)
            UblAmounts.WriteAllowanceCharge(xml, "true"u8, on.Reason, on.Amount, vat: null, invoice.Currency);
        WriteItem(xml, line);
        xml.Open("cac:Price"u8);
        xml.Element("cbc:PriceAmount"u8, line.NetPrice, "currencyID"u8, invoice.Currency);
        xml.Close("cac:Price"u8);
        xml.Close(name);
    }

    public static void WritePeriod(XmlOutput xml, InvoicingPeriod? period)
    {
        if (period is null)
            return;
        xml.Open("cac:InvoicePeriod"u8);
        xml.Element("cbc:StartDate"u8, period.Start);
        xml.Element("cbc:EndDate"u8, period.End);
        xml.Close("cac:InvoicePeriod"u8);
    }

    private static void WriteOrderLine(XmlOutput xml, string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return;
        xml.Open("cac:OrderLineReference"u8);
        xml.Element("cbc:LineID"u8, reference);
        xml.Close("cac:OrderLineReference"u8);
    }

    private static void WriteItem(XmlOutput xml, InvoiceLine line)
    {
        xml.Open("cac:Item"u8);
        xml.Element("cbc:Description"u8, line.Description);
        xml.Element("cbc:Name"u8, line.ItemName);
        if (!string.IsNullOrWhiteSpace(line.SellersItemId))
        {
            xml.Open("cac:SellersItemIdentification"u8);
            xml.Element("cbc:ID"u8, line.SellersItemId);
            xml.Close("cac:SellersItemIdentification"u8);
        }
        UblAmounts.WriteCategory(xml, "cac:ClassifiedTaxCategory"u8, line.Vat);
        xml.Close("cac:Item"u8);
    }
}
