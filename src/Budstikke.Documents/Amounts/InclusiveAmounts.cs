using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>A line as shops send it: with VAT.</summary>
/// <param name="Quantity">Not zero, up to 8 decimals; below zero for what is taken back or off, a coupon for
/// one.</param>
/// <param name="Price">For one, before discount; never below zero (BR-27).</param>
/// <param name="PriceIsWithoutVat">The price alone is without VAT, and stands on the invoice as it is where it
/// fits.</param>
/// <param name="Discount">With VAT, whole øre; already taken off <paramref name="Amount"/>. None where the quantity is
/// below zero.</param>
/// <param name="Amount">With VAT, whole øre, with the sign of the quantity: it decides, whatever price × quantity
/// gives.</param>
/// <param name="Vat">How it is taxed.</param>
public sealed record InclusiveLine(
    decimal Quantity,
    decimal Price,
    bool PriceIsWithoutVat,
    decimal Discount,
    decimal Amount,
    VatTreatment Vat
)
{
    /// <summary>Which order of a collective document the line is of: VAT is shared over the orders first, and then over
    /// the lines of each.</summary>
    public int Section { get; init; }
}

/// <summary>A fee as it was announced: with VAT.</summary>
/// <param name="Amount">With VAT, whole øre.</param>
/// <param name="Vat">As the supply that it belongs to (merverdiavgiftsloven § 4-2).</param>
public sealed record InclusiveCharge(decimal Amount, VatTreatment Vat);
