using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>
/// Reads an invoice or credit note from UBL 2.1. What <see cref="UblWriter"/> has written comes back as it was, save
/// that notes come back line by line. What the model has no field for is left out; nothing is judged.
/// </summary>
public static class UblReader
{
    /// <summary>Room for an attachment of some 20 MB; a longer document is refused.</summary>
    public const int LongestDocumentCharacters = 32 * 1024 * 1024;

    /// <summary>Reads a document from memory.</summary>
    /// <exception cref="FormatException">
    /// It is no such document; the message names the element that is wrong or absent.
    /// </exception>
    public static Invoice Read(ReadOnlyMemory<byte> document)
    {
        var bytes = MemoryMarshal.TryGetArray(document, out var segment) ? segment : new(document.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        return Read(stream);
    }

    /// <summary>Reads a document from a stream, which stays open.</summary>
    /// <exception cref="FormatException">
    /// It is no such document; the message names the element that is wrong or absent.
    /// </exception>
    public static Invoice Read(Stream document)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LongestDocumentCharacters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(document, settings);
            return Invoice(UblTree.Load(reader));
        }
        catch (XmlException e)
        {
            throw new FormatException($"The document is no well-formed XML: {e.Message}", e);
        }
    }

    private static Invoice Invoice(XElement root)
    {
        var type = TypeOf(root);
        var payment = root.Parts("PaymentMeans")
            .FirstOrDefault(means => means.Part("PayeeFinancialAccount") is not null);
        var breakdowns = UblAmountReader.ReadBreakdowns(root);
        return new()
        {
            Number = root.RequiredText("ID"),
            IssueDate = root.RequiredDate("IssueDate"),
            Type = type,
            Currency = root.RequiredCode("DocumentCurrencyCode"),
            VatInAccountingCurrency = UblAmountReader.ReadAccountingVat(root),
            DueDate = root.Date("DueDate") ?? root.Part("PaymentMeans").Date("PaymentDueDate"),
            BuyerReference = root.Text("BuyerReference"),
            AccountingCost = root.Text("AccountingCost"),
            ContractReference = root.Part("ContractDocumentReference").Text("ID"),
            PurchaseOrderReference = PurchaseOrder(root.Part("OrderReference")),
            SalesOrderReference = root.Part("OrderReference").Text("SalesOrderID"),
            PrecedingInvoices =
            [
                .. root.Parts("BillingReference")
                    .SelectMany(reference => reference.Parts("InvoiceDocumentReference"))
                    .Select(Preceding),
            ],
            Period = Period(root.Part("InvoicePeriod")),
            Delivery = Delivery(root.Part("Delivery")),
            Notes = [.. root.Texts("Note").SelectMany(note => note.Split('\n'))],
            Seller = UblPartyReader.ReadSeller(root.RequiredPart("AccountingSupplierParty").RequiredPart("Party")),
            Buyer = UblPartyReader.ReadBuyer(root.RequiredPart("AccountingCustomerParty").RequiredPart("Party")),
            Payment = payment is null ? null : Payment(payment),
            PaymentTerms = root.Part("PaymentTerms").Text("Note"),
            Lines =
            [
                .. root.Parts(type == InvoiceType.CreditNote ? "CreditNoteLine" : "InvoiceLine")
                    .Select(line => UblLineReader.Read(line, breakdowns)),
            ],
            Allowances = UblAmountReader.ReadAllowances(root, breakdowns),
            Charges = UblAmountReader.ReadCharges(root, breakdowns),
            VatBreakdowns = breakdowns,
            Totals = UblAmountReader.ReadTotals(root),
            Attachments = [.. root.Parts("AdditionalDocumentReference").Select(Attached).OfType<AttachedDocument>()],
        };
    }

    private static InvoiceType TypeOf(XElement root) =>
        (root.Name.LocalName, root.Name.NamespaceName) switch
        {
            ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2") => InvoiceType.Invoice,
            ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2") => InvoiceType.CreditNote,
            _ => throw new FormatException(
                $"The root is no UBL invoice or credit note: {UblElements.Shown($"{root.Name}")}"
            ),
        };

    private static string? PurchaseOrder(XElement? reference) =>
        reference.Text("ID") is { } id && (id != UblWriter.NoPurchaseOrder || reference.Text("SalesOrderID") is null)
            ? id
            : null;

    private static PrecedingInvoice Preceding(XElement reference) =>
        new(reference.RequiredText("ID"), reference.Date("IssueDate"));

    internal static InvoicingPeriod? Period(XElement? period) =>
        period is null ? null : new(period.RequiredDate("StartDate"), period.RequiredDate("EndDate"));

    private static Delivery? Delivery(XElement? delivery)
    {
        if (delivery is null)
            return null;
        var location = delivery.Part("DeliveryLocation");
        var date = delivery.Date("ActualDeliveryDate");
        return location.Part("Address") is { } address
            ? new(date, address.Text("CityName"), address.Part("Country").Code("IdentificationCode"))
            : new(date, location.Text("ID"));
    }

    private static PaymentInstructions Payment(XElement means)
    {
        var account = means.RequiredPart("PayeeFinancialAccount");
        var bic = account.Part("FinancialInstitutionBranch").Code("ID");
        var kid = Kid.Parse(means.Code("PaymentID"));
        return new(account.RequiredCode("ID"), bic, kid.ValueOrNull)
        {
            OtherReference = kid.IsValid ? null : means.Text("PaymentID"),
        };
    }

    private static AttachedDocument? Attached(XElement reference)
    {
        if (reference.Part("Attachment").Basic("EmbeddedDocumentBinaryObject") is not { } content)
            return null;
        var name = content.Attribute("filename")?.Value ?? reference.RequiredText("ID");
        var type = content.Attribute("mimeCode")?.Value ?? "application/octet-stream";
        try
        {
            return new(name, reference.Text("DocumentDescription"), type, Convert.FromBase64String(content.Value));
        }
        catch (FormatException e)
        {
            throw new FormatException("EmbeddedDocumentBinaryObject is no Base64.", e);
        }
    }
}
