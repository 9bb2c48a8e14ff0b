using System.Buffers;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>
/// Writes an invoice or credit note as UBL 2.1, in the order of the schema. The same invoice gives the same bytes. It
/// judges nothing: a blank field is left out, and what is missing or does not add up is for the rules to say. A
/// character that XML 1.0 cannot hold becomes U+FFFD.
/// </summary>
public static class UblWriter
{
    /// <summary>
    /// What stands for the order's number where only the seller's order is known: UBL wants one (BIS Billing, BT-13).
    /// </summary>
    internal const string NoPurchaseOrder = "NA";

    private const int HeadBytes = 4096;
    private const int LineBytes = 1024;

    /// <summary>The document as UTF-8 bytes.</summary>
    public static byte[] ToArray(Invoice invoice, UblProfile profile = UblProfile.Peppol)
    {
        var attachedBytes = invoice.Attachments.Sum(attached => attached.Content.Length / 3 * 4);
        var output = new ArrayBufferWriter<byte>(HeadBytes + (LineBytes * invoice.Lines.Count) + attachedBytes);
        Write(invoice, output, profile);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes the document as UTF-8 without holding it.</summary>
    public static void Write(Invoice invoice, IBufferWriter<byte> output, UblProfile profile = UblProfile.Peppol)
    {
        var xml = new XmlOutput(output);
        var isCredit = invoice.Type == InvoiceType.CreditNote;
        xml.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);
        xml.Raw(isCredit ? CreditNoteRoot : InvoiceRoot);
        xml.Raw(Vocabularies);
        WriteHead(xml, invoice, profile);
        WriteReferences(xml, invoice);
        UblParties.Write(xml, invoice.Seller);
        UblParties.Write(xml, invoice.Buyer);
        WriteDelivery(xml, invoice.Delivery);
        UblPayment.Write(xml, invoice);
        UblAmounts.Write(xml, invoice);
        foreach (var line in invoice.Lines)
            UblLines.Write(xml, line, invoice);
        xml.Raw(isCredit ? "</CreditNote>\n"u8 : "</Invoice>\n"u8);
    }

    private static ReadOnlySpan<byte> InvoiceRoot =>
        "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\""u8;

    private static ReadOnlySpan<byte> CreditNoteRoot =>
        "<CreditNote xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2\""u8;

    private static ReadOnlySpan<byte> Vocabularies =>
        " xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\""u8
        + " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n"u8;

    private static void WriteHead(XmlOutput xml, Invoice invoice, UblProfile profile)
    {
        if (profile == UblProfile.Peppol)
        {
            xml.Element(
                "cbc:CustomizationID"u8,
                "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"u8
            );
            xml.Element("cbc:ProfileID"u8, "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"u8);
        }
        else
            xml.Element("cbc:CustomizationID"u8, "urn:cen.eu:en16931:2017"u8);
        xml.Element("cbc:ID"u8, invoice.Number);
        xml.Element("cbc:IssueDate"u8, invoice.IssueDate);
        if (invoice is { Type: InvoiceType.Invoice, DueDate: { } due })
            xml.Element("cbc:DueDate"u8, due);
        if (invoice.Type == InvoiceType.CreditNote)
            xml.Element("cbc:CreditNoteTypeCode"u8, "381"u8);
        else
            xml.Element("cbc:InvoiceTypeCode"u8, "380"u8);
        xml.Element("cbc:Note"u8, Note(invoice.Notes));
        xml.Element("cbc:DocumentCurrencyCode"u8, invoice.Currency);
        xml.Element("cbc:TaxCurrencyCode"u8, invoice.VatInAccountingCurrency?.Currency);
        xml.Element("cbc:AccountingCost"u8, invoice.AccountingCost);
        xml.Element("cbc:BuyerReference"u8, invoice.BuyerReference);
    }

    /// <summary>A document has one note (PEPPOL-EN16931-R002): ours become its lines.</summary>
    private static string? Note(IReadOnlyList<string> notes) =>
        notes.Count switch
        {
            0 => null,
            1 => notes[0],
            _ => string.Join('\n', notes),
        };

    private static void WriteReferences(XmlOutput xml, Invoice invoice)
    {
        UblLines.WritePeriod(xml, invoice.Period);
        WriteOrderReference(xml, invoice);
        foreach (var preceding in invoice.PrecedingInvoices)
            WritePreceding(xml, preceding);
        if (!string.IsNullOrWhiteSpace(invoice.ContractReference))
        {
            xml.Open("cac:ContractDocumentReference"u8);
            xml.Element("cbc:ID"u8, invoice.ContractReference);
            xml.Close("cac:ContractDocumentReference"u8);
        }
        foreach (var attached in invoice.Attachments)
            WriteAttachment(xml, attached);
    }

    private static void WritePreceding(XmlOutput xml, PrecedingInvoice preceding)
    {
        xml.Open("cac:BillingReference"u8);
        xml.Open("cac:InvoiceDocumentReference"u8);
        xml.Element("cbc:ID"u8, preceding.Number);
        if (preceding.IssueDate is { } date)
            xml.Element("cbc:IssueDate"u8, date);
        xml.Close("cac:InvoiceDocumentReference"u8);
        xml.Close("cac:BillingReference"u8);
    }

    private static void WriteOrderReference(XmlOutput xml, Invoice invoice)
    {
        var (purchase, sales) = (invoice.PurchaseOrderReference, invoice.SalesOrderReference);
        if (string.IsNullOrWhiteSpace(purchase) && string.IsNullOrWhiteSpace(sales))
            return;
        xml.Open("cac:OrderReference"u8);
        xml.Element("cbc:ID"u8, string.IsNullOrWhiteSpace(purchase) ? NoPurchaseOrder : purchase);
        xml.Element("cbc:SalesOrderID"u8, sales);
        xml.Close("cac:OrderReference"u8);
    }

    private static void WriteAttachment(XmlOutput xml, AttachedDocument attached)
    {
        xml.Open("cac:AdditionalDocumentReference"u8);
        xml.Element("cbc:ID"u8, attached.FileName);
        xml.Element("cbc:DocumentDescription"u8, attached.Description);
        if (!attached.Content.IsEmpty)
            WriteContent(xml, attached);
        xml.Close("cac:AdditionalDocumentReference"u8);
    }

    private static void WriteContent(XmlOutput xml, AttachedDocument attached)
    {
        xml.Open("cac:Attachment"u8);
        xml.BeginStart("cbc:EmbeddedDocumentBinaryObject"u8);
        xml.Attribute("mimeCode"u8, attached.MimeType);
        xml.Attribute("filename"u8, attached.FileName);
        xml.EndStart();
        xml.Base64(attached.Content.Span);
        xml.Close("cbc:EmbeddedDocumentBinaryObject"u8);
        xml.Close("cac:Attachment"u8);
    }

    private static void WriteDelivery(XmlOutput xml, Delivery? delivery)
    {
        if (delivery is null || (delivery.Date is null && !HasLocation(delivery)))
            return;
        xml.Open("cac:Delivery"u8);
        if (delivery.Date is { } date)
            xml.Element("cbc:ActualDeliveryDate"u8, date);
        if (HasLocation(delivery))
            WriteLocation(xml, delivery);
        xml.Close("cac:Delivery"u8);
    }

    private static bool HasLocation(Delivery delivery) =>
        !string.IsNullOrWhiteSpace(delivery.Place) || !string.IsNullOrWhiteSpace(delivery.Country);

    /// <summary>
    /// With a country the place is a city (BT-77). An address without one is refused (BR-57), and the place must
    /// stand in the document all the same (bokføringsforskriften § 5-1-1): then it is the location's identifier
    /// without a scheme (BT-71).
    /// </summary>
    private static void WriteLocation(XmlOutput xml, Delivery delivery)
    {
        xml.Open("cac:DeliveryLocation"u8);
        if (string.IsNullOrWhiteSpace(delivery.Country))
            xml.Element("cbc:ID"u8, delivery.Place);
        else
        {
            xml.Open("cac:Address"u8);
            xml.Element("cbc:CityName"u8, delivery.Place);
            UblParties.WriteCountry(xml, delivery.Country);
            xml.Close("cac:Address"u8);
        }
        xml.Close("cac:DeliveryLocation"u8);
    }
}
