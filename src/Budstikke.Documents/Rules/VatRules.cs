using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Rules;

/// <summary>
/// EN 16931 has the same family of rules for each VAT category, numbered alike (BR-S-01, BR-Z-01, …): breakdown,
/// seller, rate, taxable amount, tax, reason. The deviation of VAT in S is left to BR-CO-17, which says the same as
/// BR-S-09.
/// </summary>
internal static class VatRules
{
    public static IReadOnlyList<InvoiceRule> All { get; } =
    [.. Enum.GetValues<VatCategory>().SelectMany(FamilyOf), .. OutsideStandsAlone()];

    private static IEnumerable<InvoiceRule> FamilyOf(VatCategory c) =>
        [
            InvoiceRule.Document(
                $"BR-{c}-01",
                "VatBreakdowns",
                c == VatCategory.S ? "Category S has a breakdown." : $"Category {c} has one breakdown.",
                i => !Parts(i).Any(part => part.Vat.Category == c) || HasBreakdown(i, c)
            ),
            Parties($"BR-{c}-02", c, i => i.Lines.Select(line => line.Vat)),
            Parties($"BR-{c}-03", c, i => i.Allowances.Select(allowance => allowance.Vat)),
            Parties($"BR-{c}-04", c, i => i.Charges.Select(charge => charge.Vat)),
            InvoiceRule.Line($"BR-{c}-05", "Vat.Rate", RateText(c), line => HasRate(line.Vat, c)),
            InvoiceRule.Allowance($"BR-{c}-06", "Vat.Rate", RateText(c), allowance => HasRate(allowance.Vat, c)),
            InvoiceRule.Charge($"BR-{c}-07", "Vat.Rate", RateText(c), charge => HasRate(charge.Vat, c)),
            InvoiceRule.Breakdown(
                $"BR-{c}-08",
                "TaxableAmount",
                $"The taxable amount of category {c} is that of its lines and fees less its discounts, rate by rate.",
                (i, b) => b.Vat.Category != c || b.TaxableAmount == Taxable(i, b.Vat)
            ),
            .. c == VatCategory.S
                ? Array.Empty<InvoiceRule>()
                :
                [
                    InvoiceRule.Breakdown(
                        $"BR-{c}-09",
                        "TaxAmount",
                        $"Category {c} has no VAT.",
                        (_, b) => b.Vat.Category != c || b.TaxAmount == 0
                    ),
                ],
            InvoiceRule.Breakdown(
                $"BR-{c}-10",
                "Vat.ExemptionReason",
                HasReason(c) ? $"Category {c} has a reason." : $"Category {c} has no reason.",
                (_, b) => b.Vat.Category != c || string.IsNullOrWhiteSpace(b.Vat.ExemptionReason) != HasReason(c)
            ),
        ];

    /// <summary>A seller outside the register has nothing else in its documents.</summary>
    private static IEnumerable<InvoiceRule> OutsideStandsAlone() =>
        [
            InvoiceRule.Document(
                "BR-O-11",
                "VatBreakdowns",
                "Beside category O there is no other breakdown.",
                i => !IsOutside(i) || i.VatBreakdowns.All(b => b.Vat.Category == VatCategory.O)
            ),
            InvoiceRule.Document(
                "BR-O-12",
                "Lines",
                "Beside category O there is no line of another.",
                i => !IsOutside(i) || i.Lines.All(line => line.Vat.Category == VatCategory.O)
            ),
            InvoiceRule.Document(
                "BR-O-13",
                "Allowances",
                "Beside category O there is no discount of another.",
                i => !IsOutside(i) || i.Allowances.All(allowance => allowance.Vat.Category == VatCategory.O)
            ),
            InvoiceRule.Document(
                "BR-O-14",
                "Charges",
                "Beside category O there is no fee of another.",
                i => !IsOutside(i) || i.Charges.All(charge => charge.Vat.Category == VatCategory.O)
            ),
        ];

    private static InvoiceRule Parties(
        string id,
        VatCategory category,
        Func<Invoice, IEnumerable<VatTreatment>> parts
    ) =>
        InvoiceRule.Document(
            id,
            category == VatCategory.AE ? "Buyer" : "Seller.IsVatRegistered",
            category switch
            {
                VatCategory.O => "With category O, neither seller nor buyer has a VAT number.",
                VatCategory.AE =>
                    "With category AE the seller has a VAT number, and the buyer a number of the register.",
                _ => $"With category {category} the seller has a VAT number.",
            },
            i => parts(i).All(vat => vat.Category != category) || HasNumbers(i, category)
        );

    private static bool HasNumbers(Invoice invoice, VatCategory category)
    {
        var (seller, buyer) = (invoice.Seller, invoice.Buyer);
        var isRegistered = seller.RegisteredAbroad is { } abroad ? IsGiven(abroad.VatId) : seller.IsVatRegistered;
        return category switch
        {
            VatCategory.O => !isRegistered && !IsGiven(buyer.VatId),
            VatCategory.AE => isRegistered && (IsGiven(buyer.VatId) || IsGiven(buyer.LegalRegistrationId)),
            _ => isRegistered,
        };
    }

    private static bool HasBreakdown(Invoice invoice, VatCategory category)
    {
        var count = invoice.VatBreakdowns.Count(b => b.Vat.Category == category);
        return category == VatCategory.S ? count > 0 : count == 1;
    }

    private static bool HasRate(VatTreatment vat, VatCategory category) =>
        vat.Category != category || (category == VatCategory.S ? vat.Rate > 0 : vat.Rate == 0);

    private static string RateText(VatCategory category) =>
        category == VatCategory.S ? "The rate of category S is above 0." : $"The rate of category {category} is 0.";

    private static bool HasReason(VatCategory category) => category is not (VatCategory.S or VatCategory.Z);

    private static bool IsOutside(Invoice invoice) => invoice.VatBreakdowns.Any(b => b.Vat.Category == VatCategory.O);

    /// <summary>Only S has several rates, each with a breakdown.</summary>
    private static decimal Taxable(Invoice invoice, VatTreatment vat) =>
        Parts(invoice)
            .Where(p => p.Vat.Category == vat.Category && (vat.Category != VatCategory.S || p.Vat.Rate == vat.Rate))
            .Sum(p => p.Amount);

    private static IEnumerable<(VatTreatment Vat, decimal Amount)> Parts(Invoice invoice) =>
        [
            .. invoice.Lines.Select(line => (line.Vat, line.LineNetAmount)),
            .. invoice.Allowances.Select(allowance => (allowance.Vat, -allowance.Amount)),
            .. invoice.Charges.Select(charge => (charge.Vat, charge.Amount)),
        ];

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);
}
