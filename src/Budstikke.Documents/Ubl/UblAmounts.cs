using System.Xml.Linq;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Ubl;

/// <summary>BG-21, BG-22 and BG-23 in UBL.</summary>
internal static class UblAmounts
{
    public static void Write(XmlOutput xml, Invoice invoice)
    {
        foreach (var charge in invoice.Charges)
            WriteCharge(xml, charge, invoice.Currency);
        WriteVat(xml, invoice);
        WriteTotals(xml, invoice);
    }

    /// <summary>
    /// BT-118 to BT-120 under the given name. Outside the scope of VAT (O) there is no rate (BR-O-05 to BR-O-07), not even zero.
    /// The reason stands in the breakdown alone.
    /// </summary>
    public static void WriteCategory(XmlOutput xml, ReadOnlySpan<byte> name, VatTreatment vat, string? reason = null)
    {
        xml.Open(name);
        xml.Element("cbc:ID"u8, Code(vat.Category));
        if (vat.Category != VatCategory.O)
            xml.Element("cbc:Percent"u8, vat.Rate);
        xml.Element("cbc:TaxExemptionReason"u8, reason);
        xml.Open("cac:TaxScheme"u8);
        xml.Element("cbc:ID"u8, "VAT"u8);
        xml.Close("cac:TaxScheme"u8);
        xml.Close(name);
    }

    private static ReadOnlySpan<byte> Code(VatCategory category) =>
        category switch
        {
            VatCategory.S => "S"u8,
            VatCategory.Z => "Z"u8,
            VatCategory.E => "E"u8,
            VatCategory.O => "O"u8,
            VatCategory.AE => "AE"u8,
            VatCategory.G => "G"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(category), category, "No such VAT category."),
        };

    private static void WriteCharge(XmlOutput xml, DocumentCharge charge, string currency)
    {
        xml.Open("cac:AllowanceCharge"u8);
        xml.Element("cbc:ChargeIndicator"u8, "true"u8);
        xml.Element("cbc:AllowanceChargeReason"u8, charge.Reason);
        xml.Amount("cbc:Amount"u8, charge.Amount, currency);
        WriteCategory(xml, "cac:TaxCategory"u8, charge.Vat);
        xml.Close("cac:AllowanceCharge"u8);
    }

    private static void WriteVat(XmlOutput xml, Invoice invoice)
    {
        xml.Open("cac:TaxTotal"u8);
        xml.Amount("cbc:TaxAmount"u8, invoice.Totals.TotalVat, invoice.Currency);
        foreach (var part in invoice.VatBreakdowns)
        {
            xml.Open("cac:TaxSubtotal"u8);
            xml.Amount("cbc:TaxableAmount"u8, part.TaxableAmount, invoice.Currency);
            xml.Amount("cbc:TaxAmount"u8, part.TaxAmount, invoice.Currency);
            WriteCategory(xml, "cac:TaxCategory"u8, part.Vat, part.Vat.ExemptionReason);
            xml.Close("cac:TaxSubtotal"u8);
        }
        xml.Close("cac:TaxTotal"u8);
    }

    private static void WriteTotals(XmlOutput xml, Invoice invoice)
    {
        var totals = invoice.Totals;
        xml.Open("cac:LegalMonetaryTotal"u8);
        xml.Amount("cbc:LineExtensionAmount"u8, totals.SumOfLineNetAmounts, invoice.Currency);
        xml.Amount("cbc:TaxExclusiveAmount"u8, totals.TotalWithoutVat, invoice.Currency);
        xml.Amount("cbc:TaxInclusiveAmount"u8, totals.TotalWithVat, invoice.Currency);
        // BR-CO-12: the sum stands if and only if a charge does.
        if (invoice.Charges.Count > 0 || totals.SumOfCharges != 0)
            xml.Amount("cbc:ChargeTotalAmount"u8, totals.SumOfCharges, invoice.Currency);
        if (totals.PaidAmount != 0)
            xml.Amount("cbc:PrepaidAmount"u8, totals.PaidAmount, invoice.Currency);
        if (totals.RoundingAmount != 0)
            xml.Amount("cbc:PayableRoundingAmount"u8, totals.RoundingAmount, invoice.Currency);
        xml.Amount("cbc:PayableAmount"u8, totals.AmountDue, invoice.Currency);
        xml.Close("cac:LegalMonetaryTotal"u8);
    }

    public static IReadOnlyList<VatBreakdown> ReadBreakdowns(XElement root) =>
        [
            .. root.Parts("TaxTotal")
                .SelectMany(total => total.Parts("TaxSubtotal"))
                .Select(part => new VatBreakdown(
                    ReadCategory(part.RequiredPart("TaxCategory")),
                    part.RequiredNumber("TaxableAmount"),
                    part.RequiredNumber("TaxAmount")
                )),
        ];

    public static IReadOnlyList<DocumentCharge> ReadCharges(XElement root, IReadOnlyList<VatBreakdown> breakdowns) =>
        [
            .. root.Parts("AllowanceCharge")
                .Where(IsCharge)
                .Select(charge => new DocumentCharge(
                    charge.RequiredNumber("Amount"),
                    charge.RequiredText("AllowanceChargeReason"),
                    ReadCategory(charge.RequiredPart("TaxCategory"), breakdowns)
                )),
        ];

    public static DocumentTotals ReadTotals(XElement root)
    {
        var totals = root.RequiredPart("LegalMonetaryTotal");
        return new()
        {
            SumOfLineNetAmounts = totals.RequiredNumber("LineExtensionAmount"),
            SumOfCharges = totals.Number("ChargeTotalAmount") ?? 0,
            TotalWithoutVat = totals.RequiredNumber("TaxExclusiveAmount"),
            TotalVat = root.RequiredPart("TaxTotal").RequiredNumber("TaxAmount"),
            TotalWithVat = totals.RequiredNumber("TaxInclusiveAmount"),
            PaidAmount = totals.Number("PrepaidAmount") ?? 0,
            RoundingAmount = totals.Number("PayableRoundingAmount") ?? 0,
            AmountDue = totals.RequiredNumber("PayableAmount"),
        };
    }

    /// <summary>A line or charge is taxed as its part of the breakdown, which alone states the reason (BT-120).</summary>
    public static VatTreatment ReadCategory(XElement category, IReadOnlyList<VatBreakdown> breakdowns)
    {
        var read = ReadCategory(category);
        var part = breakdowns.FirstOrDefault(part => part.Vat.Category == read.Category && part.Vat.Rate == read.Rate);
        return part?.Vat ?? read;
    }

    public static bool IsCharge(XElement allowanceOrCharge) =>
        allowanceOrCharge.RequiredCode("ChargeIndicator") is "true" or "1";

    private static VatTreatment ReadCategory(XElement category)
    {
        var code = category.RequiredCode("ID");
        return Enum.TryParse<VatCategory>(code, out var known) && Enum.GetName(known) == code
            ? new(known, category.Number("Percent") ?? 0, category.Text("TaxExemptionReason"))
            : throw new FormatException($"No such VAT category: {UblElements.Shown(code)}");
    }
}
