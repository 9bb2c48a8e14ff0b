using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>Sums that do not add up, and parts of an øre.</summary>
internal static partial class RuleCases
{
    private static IEnumerable<RuleCase> Sums()
    {
        yield return Total("BR-CO-10", "SumOfLineNetAmounts", t => t with { SumOfLineNetAmounts = 0 });
        yield return Total("BR-CO-11", "SumOfAllowances", t => t with { SumOfAllowances = 0 });
        yield return Total("BR-CO-12", "SumOfCharges", t => t with { SumOfCharges = 0 });
        yield return Total(
            "BR-CO-13",
            "TotalWithoutVat",
            t =>
                t with
                {
                    TotalWithoutVat = t.TotalWithoutVat + 1,
                    TotalWithVat = t.TotalWithVat + 1,
                    AmountDue = t.AmountDue + 1,
                }
        );
        yield return Total(
            "BR-CO-14",
            "TotalVat",
            t => t with { TotalVat = t.TotalVat + 1, TotalWithVat = t.TotalWithVat + 1, AmountDue = t.AmountDue + 1 }
        );
        yield return Total(
            "BR-CO-15",
            "TotalWithVat",
            t => t with { TotalWithVat = t.TotalWithVat + 1, AmountDue = t.AmountDue + 1 }
        );
        yield return Total("BR-CO-16", "AmountDue", t => t with { AmountDue = t.AmountDue + 0.01m });
        yield return new(
            "BR-CO-17",
            WithBreakdown(b => b with { TaxAmount = b.TaxAmount + 1 }).Totalled(),
            "VatBreakdowns[0].TaxAmount"
        );
        yield return new(
            "PEPPOL-EN16931-R120",
            WithLine(line => line with { NetPrice = line.NetPrice + 0.01m }),
            "Lines[0].LineNetAmount"
        );
        yield return new(
            "PEPPOL-EN16931-R005",
            Valid with
            {
                VatInAccountingCurrency = new("NOK", Valid.Totals.TotalVat),
            },
            "VatInAccountingCurrency.Currency"
        );
        yield return new(
            "PEPPOL-EN16931-R055",
            InEuro with
            {
                VatInAccountingCurrency = new("NOK", -100),
            },
            "VatInAccountingCurrency.TotalVat"
        );
        yield return new(
            "BR-27",
            WithLine(line => line with { NetPrice = -80, InvoicedQuantity = -3 }),
            "Lines[0].NetPrice"
        );
    }

    /// <summary>A tenth of an øre in each amount alone; the sums that it stands in are off with it.</summary>
    private static IEnumerable<RuleCase> Decimals()
    {
        const decimal tenth = 0.001m;
        var (allowance, charge) = (Valid.Allowances[0], Valid.Charges[0]);
        (string Number, string Field, Invoice Broken, string[] Besides)[] cases =
        [
            (
                "01",
                "Allowances[0].Amount",
                Valid with
                {
                    Allowances = [allowance with { Amount = 10 + tenth }],
                },
                ["BR-CO-11", "BR-CO-13", "BR-S-08"]
            ),
            (
                "05",
                "Charges[0].Amount",
                Valid with
                {
                    Charges = [charge with { Amount = 5 + tenth }],
                },
                ["BR-CO-12", "BR-CO-13", "BR-S-08"]
            ),
            (
                "09",
                "Totals.SumOfLineNetAmounts",
                Totals(t => t with { SumOfLineNetAmounts = t.SumOfLineNetAmounts + tenth }),
                ["BR-CO-10"]
            ),
            (
                "10",
                "Totals.SumOfAllowances",
                Totals(t => t with { SumOfAllowances = t.SumOfAllowances + tenth }),
                ["BR-CO-11"]
            ),
            ("11", "Totals.SumOfCharges", Totals(t => t with { SumOfCharges = t.SumOfCharges + tenth }), ["BR-CO-12"]),
            (
                "12",
                "Totals.TotalWithoutVat",
                Totals(t => t with { TotalWithoutVat = t.TotalWithoutVat + tenth }),
                ["BR-CO-13", "BR-CO-15"]
            ),
            ("13", "Totals.TotalVat", Totals(t => t with { TotalVat = t.TotalVat + tenth }), ["BR-CO-14", "BR-CO-15"]),
            (
                "14",
                "Totals.TotalWithVat",
                Totals(t => t with { TotalWithVat = t.TotalWithVat + tenth }),
                ["BR-CO-15", "BR-CO-16"]
            ),
            ("15", "VatInAccountingCurrency.TotalVat", InEuro with { VatInAccountingCurrency = new("NOK", tenth) }, []),
            ("16", "Totals.PaidAmount", Totals(t => t with { PaidAmount = tenth }), ["BR-CO-16"]),
            ("17", "Totals.RoundingAmount", Totals(t => t with { RoundingAmount = tenth }), ["BR-CO-16"]),
            ("18", "Totals.AmountDue", Totals(t => t with { AmountDue = t.AmountDue + tenth }), ["BR-CO-16"]),
            (
                "19",
                "VatBreakdowns[0].TaxableAmount",
                WithBreakdown(b => b with { TaxableAmount = b.TaxableAmount + tenth }),
                ["BR-S-08"]
            ),
            (
                "20",
                "VatBreakdowns[0].TaxAmount",
                WithBreakdown(b => b with { TaxAmount = b.TaxAmount + tenth }),
                ["BR-CO-14"]
            ),
            (
                "23",
                "Lines[0].LineNetAmount",
                WithLine(l => l with { LineNetAmount = l.LineNetAmount + tenth }),
                ["BR-CO-10", "BR-CO-13", "BR-S-08"]
            ),
            (
                "24",
                "Lines[0].Allowances[1].Amount",
                WithLine(l => l with { Allowances = [new(20, "Rabatt"), new(4 + tenth, "Stamkunde")] }),
                []
            ),
            (
                "27",
                "Lines[0].Charges[0].Amount",
                WithLine(l => l with { Charges = [new(4 + tenth, "Emballasje")] }),
                []
            ),
        ];
        return cases.Select(c => new RuleCase($"BR-DEC-{c.Number}", c.Broken, c.Field)
        {
            Besides = c.Besides,
            NotOfficial = c.Number is "13" or "15"
                ? "the official test looks in a place where no amount is; UBL-DT-01 sees it"
                : null,
        });
    }
}
