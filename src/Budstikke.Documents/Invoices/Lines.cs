using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Invoices;

/// <summary>BG-25.</summary>
public sealed record InvoiceLine
{
    /// <summary>BT-126: unique in the document, "1", "2", ….</summary>
    public required string Id { get; init; }

    /// <summary>BT-127.</summary>
    public string? Note { get; init; }

    /// <summary>BT-132: the order that the line came from, on a collective invoice, where the lines of an order stand
    /// together.</summary>
    public string? OrderLineReference { get; init; }

    /// <summary>BT-153.</summary>
    public required string ItemName { get; init; }

    /// <summary>BT-154.</summary>
    public string? Description { get; init; }

    /// <summary>BT-155.</summary>
    public string? SellersItemId { get; init; }

    /// <summary>BT-129: up to 8 decimals.</summary>
    public required decimal InvoicedQuantity { get; init; }

    /// <summary>BT-130, UN/ECE Recommendation 20; C62 is "one".</summary>
    public string UnitCode { get; init; } = "C62";

    /// <summary>BT-146: without VAT, before the line's allowances, up to 8 decimals, so that price × quantity rounds to
    /// the line's amount (PEPPOL-EN16931-R120).</summary>
    public required decimal NetPrice { get; init; }

    /// <summary>BG-27: discounts without VAT, already taken off <see cref="LineNetAmount"/>.</summary>
    public IReadOnlyList<LineAllowance> Allowances { get; init; } = [];

    /// <summary>BG-28: charges without VAT, already added to <see cref="LineNetAmount"/>.</summary>
    public IReadOnlyList<LineCharge> Charges { get; init; } = [];

    /// <summary>
    /// BG-26: the days that the line covers, within the document's period. On a collective invoice it is where the day
    /// of each order's supply stands (bokføringsforskriften § 5-1-1): EN 16931 has no other date for a line.
    /// </summary>
    public InvoicingPeriod? Period { get; init; }

    /// <summary>BT-131: quantity × price − allowances + charges, two decimals.</summary>
    public required decimal LineNetAmount { get; init; }

    /// <summary>BT-151, BT-152.</summary>
    public required VatTreatment Vat { get; init; }

    /// <summary>
    /// The same line with VAT, as a consumer ordered it. EN 16931 has no item for it, so a document that was read lacks
    /// it: it is for the sheet alone (<see cref="Pdf.PdfPresentation.ShowsPricesWithVat"/>).
    /// </summary>
    public LineWithVat? WithVat { get; init; }
}

/// <summary>A line's figures with VAT.</summary>
/// <param name="Price">For one, before discount, up to 8 decimals.</param>
/// <param name="Discount">Already taken off <paramref name="Amount"/>, two decimals.</param>
/// <param name="Amount">What the line costs, two decimals.</param>
public sealed record LineWithVat(decimal Price, decimal Discount, decimal Amount);

/// <summary>BG-27.</summary>
/// <param name="Amount">BT-136, without VAT, two decimals.</param>
/// <param name="Reason">BT-139; an allowance must have one (BR-42).</param>
public sealed record LineAllowance(decimal Amount, string Reason)
{
    /// <summary>
    /// A plain discount, of which the reason says no more than that: on paper the column of discounts says it
    /// already. UBL has no item for it; of a document that was read, it is an allowance whose reason is the code 95
    /// of UNCL 5189 alone.
    /// </summary>
    public bool IsDiscount { get; init; }

    /// <summary>A plain discount, in the words of a language.</summary>
    /// <param name="amount">BT-136, without VAT, two decimals.</param>
    /// <param name="language">The buyer's.</param>
    public static LineAllowance Discount(decimal amount, Language language) =>
        new(amount, Terms.Discount.In(language)) { IsDiscount = true };
}

/// <summary>BG-28.</summary>
/// <param name="Amount">BT-141, without VAT, two decimals.</param>
/// <param name="Reason">BT-144 (BR-44).</param>
public sealed record LineCharge(decimal Amount, string Reason);

/// <summary>BG-20.</summary>
/// <param name="Amount">BT-92, without VAT, two decimals.</param>
/// <param name="Reason">BT-97 (BR-33).</param>
/// <param name="Vat">BT-95, BT-96.</param>
public sealed record DocumentAllowance(decimal Amount, string Reason, VatTreatment Vat);

/// <summary>BG-21.</summary>
/// <param name="Amount">BT-99, without VAT, two decimals.</param>
/// <param name="Reason">BT-104 (BR-38).</param>
/// <param name="Vat">BT-102, BT-103.</param>
public sealed record DocumentCharge(decimal Amount, string Reason, VatTreatment Vat)
{
    /// <summary>The same with VAT, for the sheet alone, as <see cref="InvoiceLine.WithVat"/>.</summary>
    public decimal? AmountWithVat { get; init; }
}

/// <summary>BG-23: what one category and rate come to.</summary>
/// <param name="Vat">BT-118, BT-119, BT-120.</param>
/// <param name="TaxableAmount">BT-116.</param>
/// <param name="TaxAmount">BT-117.</param>
public sealed record VatBreakdown(VatTreatment Vat, decimal TaxableAmount, decimal TaxAmount);

/// <summary>BG-22.</summary>
public sealed record DocumentTotals
{
    /// <summary>BT-106.</summary>
    public required decimal SumOfLineNetAmounts { get; init; }

    /// <summary>BT-107.</summary>
    public decimal SumOfAllowances { get; init; }

    /// <summary>BT-108.</summary>
    public required decimal SumOfCharges { get; init; }

    /// <summary>BT-109.</summary>
    public required decimal TotalWithoutVat { get; init; }

    /// <summary>BT-110.</summary>
    public required decimal TotalVat { get; init; }

    /// <summary>BT-112.</summary>
    public required decimal TotalWithVat { get; init; }

    /// <summary>BT-113.</summary>
    public decimal PaidAmount { get; init; }

    /// <summary>BT-114: what the client's grand total differs from the sum, below one krone.</summary>
    public decimal RoundingAmount { get; init; }

    /// <summary>BT-115: <c>TotalWithVat − PaidAmount + RoundingAmount</c>.</summary>
    public required decimal AmountDue { get; init; }
}
