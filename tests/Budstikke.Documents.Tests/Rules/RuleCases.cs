using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Tests.Ubl;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>A broken document for every rule; those of VAT are in <see cref="VatRuleCases"/>.</summary>
internal static class RuleCases
{
    private const string OfOurs = "the rule is ours";
    private const string Schema = "the schema refuses the document before the rules see it";

    /// <summary>A line, a discount and a fee, with every part that a rule can find fault with.</summary>
    public static Invoice Valid { get; } =
        (
            Simple with
            {
                Lines =
                [
                    Line("1", "Klipp", 3, 80, Standard) with
                    {
                        Allowance = new(24, "Rabatt"),
                        Charge = new(4, "Emballasje"),
                        LineNetAmount = 220,
                    },
                    Line("2", "Hårvask", 1, 51, Standard),
                ],
                Allowances = [new(10, "Kampanje", Standard)],
                Charges = [new(5.20m, "Fakturagebyr", Standard)],
            }
        ).Summed();

    public static IReadOnlyDictionary<string, RuleCase> All { get; } =
        Norwegian()
            .Concat(Content())
            .Concat(Sums())
            .Concat(Decimals())
            .Concat(VatRuleCases.All())
            .ToDictionary(c => c.Id);

    public static TheoryData<string> Ids { get; } = [.. All.Keys];

    private static IEnumerable<RuleCase> Norwegian()
    {
        yield return Ours(1, Valid with { DueDate = null }, "DueDate");
        yield return Ours(2, Valid with { DueDate = new(2027, 5, 17) }, "DueDate");
        yield return Ours(3, Valid with { DueDate = Valid.IssueDate.AddDays(-2) }, "DueDate");
        yield return Ours(4, Valid with { Payment = null }, "Payment");
        yield return Ours(5, Paid(new("86011117949", null, null)), "Payment.AccountNumber");
        yield return Ours(6, Paid(new("86011117947", null, Kid.Parse("123456785").Value)), "Payment.Kid");
        yield return Ours(7, Valid with { Delivery = Valid.Delivery! with { Date = null } }, "Delivery.Date");
        yield return Ours(8, Valid with { Delivery = Valid.Delivery! with { Place = " " } }, "Delivery.Place");
        yield return Ours(9, CreditNote with { PrecedingInvoice = null }, "PrecedingInvoice");
        yield return Ours(10, WithLine(line => line with { Id = "2" }), "Lines");
        yield return Ours(11, Valid with { Currency = "SEK" }, "Currency");
        yield return Ours(12, WithBuyer(Person with { Address = new(null, null, null, "NO") }), "Buyer");
        yield return new(
            "NO-R-001",
            WithSeller(Parts.Seller with { OrganizationNumber = default }),
            "Seller.OrganizationNumber"
        );
    }

    private static IEnumerable<RuleCase> Content()
    {
        yield return new("BR-02", Valid with { Number = "" }, "Number") { NotOfficial = Schema };
        yield return new("BR-06", WithSeller(Parts.Seller with { Name = " " }), "Seller.Name");
        yield return new("BR-07", WithBuyer(Company with { Name = "" }), "Buyer.Name");
        yield return new(
            "BR-09",
            WithSeller(Parts.Seller with { Address = Parts.Seller.Address with { Country = "" } }),
            "Seller.Address.Country"
        );
        yield return new(
            "BR-11",
            WithBuyer(Company with { Address = Company.Address with { Country = "" } }),
            "Buyer.Address.Country"
        );
        yield return new("BR-16", (Valid with { Lines = [], Allowances = [], Charges = [] }).Summed(), "Lines")
        {
            NotOfficial = Schema,
        };
        yield return new("BR-21", WithLine(line => line with { Id = "" }), "Lines[0].Id") { NotOfficial = Schema };
        yield return new("BR-25", WithLine(line => line with { ItemName = "" }), "Lines[0].ItemName");
        yield return new("BR-29", Valid with { Period = new(new(2026, 11, 2), new(2026, 11, 1)) }, "Period");
        yield return new(
            "BR-33",
            Valid with
            {
                Allowances = [Valid.Allowances[0] with { Reason = "" }],
            },
            "Allowances[0].Reason"
        );
        yield return new(
            "BR-38",
            Valid with
            {
                Charges = [Valid.Charges[0] with { Reason = "" }],
            },
            "Charges[0].Reason"
        );
        yield return new(
            "BR-42",
            WithLine(line => line with { Allowance = line.Allowance! with { Reason = "" } }),
            "Lines[0].Allowance.Reason"
        );
        yield return new(
            "BR-44",
            WithLine(line => line with { Charge = line.Charge! with { Reason = "" } }),
            "Lines[0].Charge.Reason"
        );
        yield return new("BR-55", Valid with { PrecedingInvoice = new("", Valid.IssueDate) }, "PrecedingInvoice.Number")
        {
            NotOfficial = Schema,
        };
        yield return new("BR-61", Paid(new("", null, null)), "Payment.AccountNumber");
        yield return new("PEPPOL-EN16931-R003", Valid with { BuyerReference = null }, "BuyerReference");
    }

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
            ("24", "Lines[0].Allowance", WithLine(l => l with { Allowance = new(24 + tenth, "Rabatt") }), []),
            ("27", "Lines[0].Charge", WithLine(l => l with { Charge = new(4 + tenth, "Emballasje") }), []),
        ];
        return cases.Select(c => new RuleCase($"BR-DEC-{c.Number}", c.Broken, c.Field)
        {
            Besides = c.Besides,
            NotOfficial =
                c.Number == "13" ? "the official test looks in a place where no amount is; UBL-DT-01 sees it" : null,
        });
    }

    private static RuleCase Ours(int number, Invoice broken, string field) =>
        new($"NO-BUDSTIKKE-{number:00}", broken, field) { NotOfficial = OfOurs };

    private static RuleCase Total(string id, string field, Func<DocumentTotals, DocumentTotals> change) =>
        new(id, Totals(change), $"Totals.{field}");

    private static Invoice Totals(Func<DocumentTotals, DocumentTotals> change) =>
        Valid with
        {
            Totals = change(Valid.Totals),
        };

    private static Invoice Paid(PaymentInstructions payment) => Valid with { Payment = payment };

    private static Invoice WithSeller(Seller seller) => Valid with { Seller = seller };

    private static Invoice WithBuyer(Buyer buyer) => Valid with { Buyer = buyer };

    private static Invoice WithLine(Func<InvoiceLine, InvoiceLine> change) =>
        Valid with
        {
            Lines = [change(Valid.Lines[0]), Valid.Lines[1]],
        };

    private static Invoice WithBreakdown(Func<VatBreakdown, VatBreakdown> change) =>
        Valid with
        {
            VatBreakdowns = [change(Valid.VatBreakdowns[0])],
        };
}
