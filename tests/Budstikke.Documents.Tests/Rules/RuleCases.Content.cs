using Budstikke.Documents.Tests.Ubl;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>What must stand in a document, and its codes.</summary>
internal static partial class RuleCases
{
    private static IEnumerable<RuleCase> Content()
    {
        var day = Valid.IssueDate;
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
            WithLine(line => line with { Allowances = [line.Allowances[0], line.Allowances[1] with { Reason = "" }] }),
            "Lines[0].Allowances[1].Reason"
        );
        yield return new(
            "BR-44",
            WithLine(line => line with { Charges = [line.Charges[0] with { Reason = "" }, line.Charges[1]] }),
            "Lines[0].Charges[0].Reason"
        );
        yield return new("BR-30", WithLine(l => l with { Period = new(day.AddDays(1), day) }), "Lines[0].Period");
        yield return new(
            "PEPPOL-EN16931-R110",
            WithLine(l => l with { Period = new(day.AddDays(-1), day) }) with
            {
                Period = new(day, day),
            },
            "Lines[0].Period.Start"
        );
        yield return new(
            "PEPPOL-EN16931-R111",
            WithLine(l => l with { Period = new(day, day.AddDays(1)) }) with
            {
                Period = new(day, day),
            },
            "Lines[0].Period.End"
        );
        yield return new("BR-52", Attached(new("", null, "application/pdf", new byte[1])), "Attachments[0].FileName")
        {
            NotOfficial = Schema,
        };
        yield return new("BR-55", Correcting(new("", new(2026, 11, 22))), "PrecedingInvoices[0].Number")
        {
            NotOfficial = Schema,
        };
        yield return new("BR-61", Paid(new("", null, null)), "Payment.AccountNumber");
        yield return new("PEPPOL-EN16931-R003", Valid with { BuyerReference = null }, "BuyerReference");
    }

    private static IEnumerable<RuleCase> Codes()
    {
        yield return new("BR-CL-04", InEuro with { Currency = "eur" }, "Currency");
        yield return new(
            "BR-CL-05",
            InEuro with
            {
                VatInAccountingCurrency = new("nok", 100),
            },
            "VatInAccountingCurrency.Currency"
        )
        {
            Besides = ["NO-BUDSTIKKE-11"],
        };
        yield return new(
            "BR-CL-14",
            Valid with
            {
                Delivery = Valid.Delivery! with { Country = "Norge" },
            },
            "Delivery.Country"
        );
        yield return new("BR-CL-23", WithLine(line => line with { UnitCode = "stk" }), "Lines[0].UnitCode");
        yield return new(
            "BR-CL-24",
            Attached(new("a.zip", null, "application/zip", new byte[1])),
            "Attachments[0].MimeType"
        );
        yield return new("BR-CO-09", WithBuyer(Company with { VatId = "987654325MVA" }), "Buyer.VatId");
    }
}
