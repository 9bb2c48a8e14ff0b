using Budstikke.Documents.Invoices;
using Budstikke.Documents.Tests.Ubl;
using Budstikke.Documents.Vat;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>The family of rules that each VAT category has.</summary>
internal static class VatRuleCases
{
    private const string NoPercent = "the writer gives category O no rate";

    private static readonly Dictionary<VatCategory, VatTreatment> s_treatments = new[]
    {
        Standard,
        ZeroRated,
        Exempt,
        Outside,
        ReverseCharge,
        Export,
    }.ToDictionary(vat => vat.Category);

    public static IEnumerable<RuleCase> All() =>
        Enum.GetValues<VatCategory>()
            .SelectMany(category => FamilyOf(s_treatments[category]))
            .Concat(OutsideStandsAlone());

    private static IEnumerable<RuleCase> FamilyOf(VatTreatment vat)
    {
        var c = vat.Category;
        var valid = DocumentOf(vat);
        var breakdown = valid.VatBreakdowns[0];
        var wrongRate = vat with { Rate = c == VatCategory.S ? 0 : 10 };
        var noPercent = c == VatCategory.O ? NoPercent : null;

        yield return new($"BR-{c}-01", (valid with { VatBreakdowns = [] }).Totalled(), "VatBreakdowns");
        yield return WrongSeller(vat);
        yield return Beside(vat, "03", "BR-O-13", invoice => invoice with { Allowances = [new(10, "Kampanje", vat)] });
        yield return Beside(vat, "04", "BR-O-14", invoice => invoice with { Charges = [new(20, "Gebyr", vat)] });
        yield return new(
            $"BR-{c}-05",
            Rated(valid with { Lines = [valid.Lines[0] with { Vat = wrongRate }] }),
            "Lines[0].Vat.Rate"
        )
        {
            NotOfficial = noPercent,
        };
        yield return new(
            $"BR-{c}-06",
            Rated(valid with { Allowances = [valid.Allowances[0] with { Vat = wrongRate }] }),
            "Allowances[0].Vat.Rate"
        )
        {
            NotOfficial = noPercent,
        };
        yield return new(
            $"BR-{c}-07",
            Rated(valid with { Charges = [valid.Charges[0] with { Vat = wrongRate }] }),
            "Charges[0].Vat.Rate"
        )
        {
            NotOfficial = noPercent,
        };
        yield return new(
            $"BR-{c}-08",
            valid with
            {
                VatBreakdowns = [breakdown with { TaxableAmount = breakdown.TaxableAmount + 1.50m }],
            },
            "VatBreakdowns[0].TaxableAmount"
        );
        if (c != VatCategory.S)
            yield return new(
                $"BR-{c}-09",
                (valid with { VatBreakdowns = [breakdown with { TaxAmount = 0.40m }] }).Totalled(),
                "VatBreakdowns[0].TaxAmount"
            );
        var reason = vat.ExemptionReason is null ? "Fordi" : null;
        yield return new(
            $"BR-{c}-10",
            valid with
            {
                VatBreakdowns = [breakdown with { Vat = vat with { ExemptionReason = reason } }],
            },
            "VatBreakdowns[0].Vat.ExemptionReason"
        );
    }

    private static RuleCase WrongSeller(VatTreatment vat)
    {
        var valid = DocumentOf(vat);
        var wrong = vat.Category == VatCategory.O ? Parts.Seller : SoleProprietor;
        return new(
            $"BR-{vat.Category}-02",
            (valid with { Seller = wrong, Allowances = [], Charges = [] }).Summed(),
            FieldOf(vat)
        );
    }

    /// <summary>The seller suits the lines, and only a discount or a fee not: then one of both is O, which must stand
    /// alone.</summary>
    private static RuleCase Beside(VatTreatment vat, string number, string rule, Func<Invoice, Invoice> with)
    {
        var isOutside = vat.Category == VatCategory.O;
        var lines = DocumentOf(isOutside ? ZeroRated : Outside) with { Allowances = [], Charges = [] };
        return new($"BR-{vat.Category}-{number}", with(lines).Summed(), FieldOf(vat))
        {
            Besides = ["BR-O-11", isOutside ? "BR-O-12" : rule],
        };
    }

    private static IEnumerable<RuleCase> OutsideStandsAlone()
    {
        var valid = DocumentOf(Outside);
        yield return new(
            "BR-O-11",
            valid with
            {
                VatBreakdowns = [.. valid.VatBreakdowns, new(ZeroRated, 0, 0)],
            },
            "VatBreakdowns"
        );
        yield return new("BR-O-12", (valid with { Lines = [Line("1", "Vare", 2, 100, ZeroRated)] }).Summed(), "Lines")
        {
            Besides = ["BR-O-11", "BR-Z-02"],
        };
        yield return new(
            "BR-O-13",
            (valid with { Allowances = [new(10, "Kampanje", ZeroRated)] }).Summed(),
            "Allowances"
        )
        {
            Besides = ["BR-O-11", "BR-Z-03"],
        };
        yield return new("BR-O-14", (valid with { Charges = [new(20, "Gebyr", ZeroRated)] }).Summed(), "Charges")
        {
            Besides = ["BR-O-11", "BR-Z-04"],
        };
    }

    /// <summary>S has a breakdown for each rate; the others have one, which keeps its rate.</summary>
    private static Invoice Rated(Invoice invoice) =>
        invoice.Lines.Any(line => line.Vat.Category == VatCategory.S) ? invoice.Summed() : invoice;

    private static string FieldOf(VatTreatment vat) =>
        vat.Category == VatCategory.AE ? "Buyer" : "Seller.IsVatRegistered";

    /// <summary>Totals that follow from the breakdowns as they are.</summary>
    public static Invoice Totalled(this Invoice invoice)
    {
        var totals = invoice.Totals;
        var vat = invoice.VatBreakdowns.Sum(b => b.TaxAmount);
        var withVat = totals.TotalWithoutVat + vat;
        return invoice with { Totals = totals with { TotalVat = vat, TotalWithVat = withVat, AmountDue = withVat } };
    }
}
