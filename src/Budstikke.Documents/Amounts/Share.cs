using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>A line or a charge, as a claim on the net of its category and rate.</summary>
/// <param name="Gross">With VAT, whole øre; below zero for what is taken off.</param>
/// <param name="Rank">Decides between equal remainders, so that the order of lines does not.</param>
internal sealed record Share(decimal Gross, VatTreatment Vat, (decimal, decimal, decimal, bool) Rank)
{
    /// <summary>The order of a collective document that the line is of.</summary>
    public int Section { get; init; }

    /// <summary>
    /// What remains of the exact net above its whole øre, in parts of (100 + rate); never below zero.
    /// </summary>
    public decimal Remainder
    {
        get
        {
            var whole = 100 + Vat.Rate;
            var rest = Gross / Rounding.Ore * 100 % whole;
            return rest < 0 ? rest + whole : rest;
        }
    }

    /// <summary>The exact net, cut down to whole øre.</summary>
    public decimal Floor => ((Gross / Rounding.Ore * 100) - Remainder) / (100 + Vat.Rate) * Rounding.Ore;

    public static Share Of(InclusiveLine line) =>
        new(line.Amount, line.Vat, (line.Quantity, line.Price, line.Discount, line.PriceIsWithoutVat))
        {
            Section = line.Section,
        };

    public static Share Of(InclusiveCharge charge) => new(charge.Amount, charge.Vat, default);

    /// <summary>All of one section as one claim.</summary>
    public static Share Of(int section, IEnumerable<Share> shares) =>
        new(shares.Sum(share => share.Gross), shares.First().Vat, (section, 0, 0, false));
}
