using Budstikke.Documents.Amounts;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Rules;

/// <summary>Sums, which must be exact, and decimals.</summary>
internal static class AmountRules
{
    private const string WholeOre = "An amount has at most two decimals.";

    /// <summary>By how much quantity × price may be off (PEPPOL-EN16931-R120).</summary>
    private const decimal LineTolerance = 0.02m;

    /// <summary>By how much VAT may differ from taxable amount × rate (BR-CO-17, BR-S-09).</summary>
    private const decimal VatTolerance = 1.00m;

    public static IReadOnlyList<InvoiceRule> All { get; } =
    [
        Total(
            "BR-CO-10",
            "SumOfLineNetAmounts",
            "The sum of the lines is that of their net amounts.",
            i => i.Totals.SumOfLineNetAmounts == Lines(i)
        ),
        Total(
            "BR-CO-11",
            "SumOfAllowances",
            "The sum of the discounts on the whole is that of their amounts.",
            i => i.Totals.SumOfAllowances == Allowances(i)
        ),
        Total(
            "BR-CO-12",
            "SumOfCharges",
            "The sum of the fees is that of their amounts.",
            i => i.Totals.SumOfCharges == Charges(i)
        ),
        Total(
            "BR-CO-13",
            "TotalWithoutVat",
            "The total without VAT is lines less discounts and with fees.",
            i => i.Totals.TotalWithoutVat == Lines(i) - Allowances(i) + Charges(i)
        ),
        Total(
            "BR-CO-14",
            "TotalVat",
            "The total VAT is that of the breakdowns.",
            i => i.Totals.TotalVat == i.VatBreakdowns.Sum(b => b.TaxAmount)
        ),
        Total(
            "BR-CO-15",
            "TotalWithVat",
            "The total with VAT is the total without it and the VAT.",
            i => i.Totals.TotalWithVat == i.Totals.TotalWithoutVat + i.Totals.TotalVat
        ),
        Total(
            "BR-CO-16",
            "AmountDue",
            "The amount due is the total with VAT less what is paid, with the rounding.",
            i => i.Totals.AmountDue == i.Totals.TotalWithVat - i.Totals.PaidAmount + i.Totals.RoundingAmount
        ),
        InvoiceRule.Breakdown(
            "BR-CO-17",
            "TaxAmount",
            "VAT is taxable amount × rate, to within a krone.",
            (_, b) => Math.Abs(b.TaxAmount - Rounding.ToOre(b.TaxableAmount * b.Vat.Rate / 100)) < VatTolerance
        ),
        InvoiceRule.Line(
            "PEPPOL-EN16931-R120",
            "LineNetAmount",
            "A line's net amount is quantity × price less its discount and with its charge, to within 0.02.",
            line => Math.Abs(line.LineNetAmount - Multiplied(line)) <= LineTolerance
        ),
        InvoiceRule.Line("BR-27", "NetPrice", "A price is not negative.", line => line.NetPrice >= 0),
        InvoiceRule.Document(
            "PEPPOL-EN16931-R005",
            "VatInAccountingCurrency.Currency",
            "The VAT is given a second time in another currency than the document's.",
            i => i.VatInAccountingCurrency?.Currency != i.Currency
        ),
        InvoiceRule.Document(
            "PEPPOL-EN16931-R055",
            "VatInAccountingCurrency.TotalVat",
            "The VAT has the same sign in both currencies.",
            i => i.VatInAccountingCurrency is not { } vat || vat.TotalVat * i.Totals.TotalVat >= 0
        ),
        .. Decimals(),
    ];

    private static IEnumerable<InvoiceRule> Decimals() =>
        [
            InvoiceRule.Allowance("BR-DEC-01", "Amount", WholeOre, part => Rounding.IsWholeOre(part.Amount)),
            InvoiceRule.Charge("BR-DEC-05", "Amount", WholeOre, part => Rounding.IsWholeOre(part.Amount)),
            WholeTotal("BR-DEC-09", "SumOfLineNetAmounts", totals => totals.SumOfLineNetAmounts),
            WholeTotal("BR-DEC-10", "SumOfAllowances", totals => totals.SumOfAllowances),
            WholeTotal("BR-DEC-11", "SumOfCharges", totals => totals.SumOfCharges),
            WholeTotal("BR-DEC-12", "TotalWithoutVat", totals => totals.TotalWithoutVat),
            WholeTotal("BR-DEC-13", "TotalVat", totals => totals.TotalVat),
            InvoiceRule.Document(
                "BR-DEC-15",
                "VatInAccountingCurrency.TotalVat",
                WholeOre,
                i => Rounding.IsWholeOre(i.VatInAccountingCurrency?.TotalVat ?? 0)
            ),
            WholeTotal("BR-DEC-14", "TotalWithVat", totals => totals.TotalWithVat),
            WholeTotal("BR-DEC-16", "PaidAmount", totals => totals.PaidAmount),
            WholeTotal("BR-DEC-17", "RoundingAmount", totals => totals.RoundingAmount),
            WholeTotal("BR-DEC-18", "AmountDue", totals => totals.AmountDue),
            InvoiceRule.Breakdown(
                "BR-DEC-19",
                "TaxableAmount",
                WholeOre,
                (_, b) => Rounding.IsWholeOre(b.TaxableAmount)
            ),
            InvoiceRule.Breakdown("BR-DEC-20", "TaxAmount", WholeOre, (_, b) => Rounding.IsWholeOre(b.TaxAmount)),
            InvoiceRule.Line("BR-DEC-23", "LineNetAmount", WholeOre, line => Rounding.IsWholeOre(line.LineNetAmount)),
            InvoiceRule.LineAllowance("BR-DEC-24", "Amount", WholeOre, part => Rounding.IsWholeOre(part.Amount)),
            InvoiceRule.LineCharge("BR-DEC-27", "Amount", WholeOre, part => Rounding.IsWholeOre(part.Amount)),
        ];

    private static InvoiceRule Total(string id, string field, string text, Func<Invoice, bool> holds) =>
        InvoiceRule.Document(id, $"Totals.{field}", text, holds);

    private static InvoiceRule WholeTotal(string id, string field, Func<DocumentTotals, decimal> amount) =>
        Total(id, field, WholeOre, invoice => Rounding.IsWholeOre(amount(invoice.Totals)));

    private static decimal Multiplied(InvoiceLine line) =>
        (line.InvoicedQuantity * line.NetPrice)
        - line.Allowances.Sum(part => part.Amount)
        + line.Charges.Sum(part => part.Amount);

    private static decimal Lines(Invoice invoice) => invoice.Lines.Sum(line => line.LineNetAmount);

    private static decimal Allowances(Invoice invoice) => invoice.Allowances.Sum(allowance => allowance.Amount);

    private static decimal Charges(Invoice invoice) => invoice.Charges.Sum(charge => charge.Amount);
}
