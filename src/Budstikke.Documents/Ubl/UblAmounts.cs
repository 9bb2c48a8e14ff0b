using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Ubl;

/// <summary>Writes allowances, charges, totals and the VAT breakdown (BG-20 to BG-23) as UBL.</summary>
internal static class UblAmounts
{
    public static void Write(XmlOutput xml, Invoice invoice)
    {
        foreach (var allowance in invoice.Allowances)
            WriteAllowanceCharge(xml, "false"u8, allowance.Reason, allowance.Amount, allowance.Vat, invoice.Currency);
        foreach (var charge in invoice.Charges)
            WriteAllowanceCharge(xml, "true"u8, charge.Reason, charge.Amount, charge.Vat, invoice.Currency);
        WriteVat(xml, invoice);
        WriteTotals(xml, invoice);
    }

    /// <summary>An allowance or a charge of a line, which is taxed as the line is, or of the document.</summary>
    public static void WriteAllowanceCharge(
        XmlOutput xml,
        ReadOnlySpan<byte> isCharge,
        string reason,
        decimal amount,
        VatTreatment? vat,
        string currency
    )
    {
        xml.Open("cac:AllowanceCharge"u8);
        xml.Element("cbc:ChargeIndicator"u8, isCharge);
        xml.Element("cbc:AllowanceChargeReason"u8, reason);
        xml.Amount("cbc:Amount"u8, amount, currency);
        if (vat is not null)
            WriteCategory(xml, "cac:TaxCategory"u8, vat);
        xml.Close("cac:AllowanceCharge"u8);
    }

    /// <summary>
    /// BT-118 to BT-120 under the given name. Outside the scope of VAT (O) there is no rate (BR-O-05 to BR-O-07), not
    /// even zero. The reason stands in the breakdown alone.
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
        if (invoice.VatInAccountingCurrency is { } accounting)
        {
            xml.Open("cac:TaxTotal"u8);
            xml.Amount("cbc:TaxAmount"u8, accounting.TotalVat, accounting.Currency);
            xml.Close("cac:TaxTotal"u8);
        }
    }

    private static void WriteTotals(XmlOutput xml, Invoice invoice)
    {
        var totals = invoice.Totals;
        xml.Open("cac:LegalMonetaryTotal"u8);
        xml.Amount("cbc:LineExtensionAmount"u8, totals.SumOfLineNetAmounts, invoice.Currency);
        xml.Amount("cbc:TaxExclusiveAmount"u8, totals.TotalWithoutVat, invoice.Currency);
        xml.Amount("cbc:TaxInclusiveAmount"u8, totals.TotalWithVat, invoice.Currency);
        // BR-CO-11, BR-CO-12: a sum stands if and only if an allowance or a charge does.
        if (invoice.Allowances.Count > 0 || totals.SumOfAllowances != 0)
            xml.Amount("cbc:AllowanceTotalAmount"u8, totals.SumOfAllowances, invoice.Currency);
        if (invoice.Charges.Count > 0 || totals.SumOfCharges != 0)
            xml.Amount("cbc:ChargeTotalAmount"u8, totals.SumOfCharges, invoice.Currency);
        if (totals.PaidAmount != 0)
            xml.Amount("cbc:PrepaidAmount"u8, totals.PaidAmount, invoice.Currency);
        if (totals.RoundingAmount != 0)
            xml.Amount("cbc:PayableRoundingAmount"u8, totals.RoundingAmount, invoice.Currency);
        xml.Amount("cbc:PayableAmount"u8, totals.AmountDue, invoice.Currency);
        xml.Close("cac:LegalMonetaryTotal"u8);
    }
}
