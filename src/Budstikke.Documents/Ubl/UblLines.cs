using System.Xml.Linq;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>BG-25 in UBL.</summary>
internal static class UblLines
{
    // UN/ECE Recommendation 20: "one".
    private const string OneUnit = "C62";

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
        WriteOrderLine(xml, line.OrderLineReference);
        if (line.Allowance is { } allowance)
            WriteAllowance(xml, allowance, invoice.Currency);
        WriteItem(xml, line);
        xml.Open("cac:Price"u8);
        xml.Element("cbc:PriceAmount"u8, line.NetPrice, "currencyID"u8, invoice.Currency);
        xml.Close("cac:Price"u8);
        xml.Close(name);
    }

    public static InvoiceLine Read(XElement line, IReadOnlyList<VatBreakdown> breakdowns)
    {
        var item = line.RequiredPart("Item");
        var (quantityName, quantity) = ReadQuantity(line);
        return new()
        {
            Id = line.RequiredText("ID"),
            Note = line.Text("Note"),
            OrderLineReference = line.Part("OrderLineReference").Text("LineID"),
            ItemName = item.RequiredText("Name"),
            SellersItemId = item.Part("SellersItemIdentification").Text("ID"),
            InvoicedQuantity = quantity,
            UnitCode = line.Basic(quantityName)?.Attribute("unitCode")?.Value ?? OneUnit,
            NetPrice = ReadPrice(line.RequiredPart("Price")),
            Allowance = ReadAllowance(line),
            LineNetAmount = line.RequiredNumber("LineExtensionAmount"),
            Vat = UblAmounts.ReadCategory(item.RequiredPart("ClassifiedTaxCategory"), breakdowns),
        };
    }

    private static (string Name, decimal Quantity) ReadQuantity(XElement line) =>
        line.Number("InvoicedQuantity") is { } invoiced
            ? ("InvoicedQuantity", invoiced)
            : ("CreditedQuantity", line.RequiredNumber("CreditedQuantity"));

    /// <summary>The price may be that of several units (BT-149).</summary>
    private static decimal ReadPrice(XElement price) =>
        price.RequiredNumber("PriceAmount") / (price.Number("BaseQuantity") is { } units and not 0 ? units : 1);

    private static LineAllowance? ReadAllowance(XElement line) =>
        line.Parts("AllowanceCharge").FirstOrDefault(part => !UblAmounts.IsCharge(part)) is { } allowance
            ? new(allowance.RequiredNumber("Amount"), allowance.RequiredText("AllowanceChargeReason"))
            : null;

    private static void WriteOrderLine(XmlOutput xml, string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return;
        xml.Open("cac:OrderLineReference"u8);
        xml.Element("cbc:LineID"u8, reference);
        xml.Close("cac:OrderLineReference"u8);
    }

    private static void WriteAllowance(XmlOutput xml, LineAllowance allowance, string currency)
    {
        xml.Open("cac:AllowanceCharge"u8);
        xml.Element("cbc:ChargeIndicator"u8, "false"u8);
        xml.Element("cbc:AllowanceChargeReason"u8, allowance.Reason);
        xml.Amount("cbc:Amount"u8, allowance.Amount, currency);
        xml.Close("cac:AllowanceCharge"u8);
    }

    private static void WriteItem(XmlOutput xml, InvoiceLine line)
    {
        xml.Open("cac:Item"u8);
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
