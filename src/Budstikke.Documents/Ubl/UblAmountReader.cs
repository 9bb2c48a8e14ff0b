using System.Xml.Linq;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Ubl;

/// <summary>Reads allowances, charges, totals and the VAT breakdown (BG-20 to BG-23) from UBL.</summary>
internal static class UblAmountReader
{
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

    public static IReadOnlyList<DocumentAllowance> ReadAllowances(
        XElement root,
        IReadOnlyList<VatBreakdown> breakdowns
    ) =>
        ReadParts(
            root,
            isCharge: false,
            (part, amount, reason) => new DocumentAllowance(amount, reason, TaxOf(part, breakdowns))
        );

    public static IReadOnlyList<DocumentCharge> ReadCharges(XElement root, IReadOnlyList<VatBreakdown> breakdowns) =>
        ReadParts(
            root,
            isCharge: true,
            (part, amount, reason) => new DocumentCharge(amount, reason, TaxOf(part, breakdowns))
        );

    /// <summary>The allowances or the charges that stand right under the document or under a line, with their amounts
    /// and reasons.</summary>
    public static IReadOnlyList<T> ReadParts<T>(
        XElement owner,
        bool isCharge,
        Func<XElement, decimal, string, T> read
    ) =>
        [
            .. owner
                .Parts("AllowanceCharge")
                .Where(part => IsCharge(part) == isCharge)
                .Select(part => read(part, part.RequiredNumber("Amount"), ReadReason(part))),
        ];

    public static DocumentTotals ReadTotals(XElement root)
    {
        var totals = root.RequiredPart("LegalMonetaryTotal");
        return new()
        {
            SumOfLineNetAmounts = totals.RequiredNumber("LineExtensionAmount"),
            SumOfAllowances = totals.Number("AllowanceTotalAmount") ?? 0,
            SumOfCharges = totals.Number("ChargeTotalAmount") ?? 0,
            TotalWithoutVat = totals.RequiredNumber("TaxExclusiveAmount"),
            TotalVat =
                TotalOf(root, root.Code("DocumentCurrencyCode")) ?? throw new FormatException("TaxTotal is absent."),
            TotalWithVat = totals.RequiredNumber("TaxInclusiveAmount"),
            PaidAmount = totals.Number("PrepaidAmount") ?? 0,
            RoundingAmount = totals.Number("PayableRoundingAmount") ?? 0,
            AmountDue = totals.RequiredNumber("PayableAmount"),
        };
    }

    public static AccountingVat? ReadAccountingVat(XElement root) =>
        root.Code("TaxCurrencyCode") is { } currency && TotalOf(root, currency) is { } vat ? new(currency, vat) : null;

    /// <summary>A reason stands in words or as a code of UNCL 5189 or 7161 (BR-CO-21 to BR-CO-24).</summary>
    private static string ReadReason(XElement allowanceOrCharge) =>
        allowanceOrCharge.Text("AllowanceChargeReason") ?? allowanceOrCharge.RequiredCode("AllowanceChargeReasonCode");

    /// <summary>
    /// A line or charge is taxed as its part of the breakdown, which alone states the reason (BT-120).
    /// </summary>
    public static VatTreatment ReadCategory(XElement category, IReadOnlyList<VatBreakdown> breakdowns)
    {
        var read = ReadCategory(category);
        var part = breakdowns.FirstOrDefault(part => part.Vat.Category == read.Category && part.Vat.Rate == read.Rate);
        return part?.Vat ?? read;
    }

    private static bool IsCharge(XElement allowanceOrCharge) =>
        allowanceOrCharge.RequiredCode("ChargeIndicator") is "true" or "1";

    private static VatTreatment TaxOf(XElement part, IReadOnlyList<VatBreakdown> breakdowns) =>
        ReadCategory(part.RequiredPart("TaxCategory"), breakdowns);

    private static decimal? TotalOf(XElement root, string? currency) =>
        root.Parts("TaxTotal")
            .FirstOrDefault(total => total.Basic("TaxAmount")?.Attribute("currencyID")?.Value == currency)
            .Number("TaxAmount");

    private static VatTreatment ReadCategory(XElement category)
    {
        var code = category.RequiredCode("ID");
        return Enum.TryParse<VatCategory>(code, out var known) && Enum.GetName(known) == code
            ? new(
                known,
                category.Number("Percent") ?? 0,
                category.Text("TaxExemptionReason") ?? category.Code("TaxExemptionReasonCode")
            )
            : throw new FormatException($"No such VAT category: {UblElements.Shown(code)}");
    }
}
