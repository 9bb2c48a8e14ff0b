using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>Invoices as the tests and the eye need them.</summary>
internal static class SampleInvoices
{
    public static readonly VatTreatment Standard = new(VatCategory.S, 25);
    public static readonly VatTreatment Food = new(VatCategory.S, 15);
    public static readonly VatTreatment Travel = new(VatCategory.S, 12);

    public static readonly Seller Seller = new()
    {
        Name = "Fjordlys Elektriske AS",
        OrganizationNumber = OrganizationNumber.Parse("988077917").Value,
        IsVatRegistered = true,
        IsInForetaksregisteret = true,
        Address = new("Langgata 17", "4306", "Sandnes", "NO"),
        Email = "faktura@fjordlys.example",
        Phone = "51 00 00 00",
    };

    public static readonly Buyer PrivateBuyer = new()
    {
        Name = "Kari Nordmann",
        CustomerNumber = "20117",
        Address = new("Åsveien 3 B", "4313", "Sandnes", "NO"),
        Email = "kari@nordmann.example",
    };

    public static readonly Buyer CorporateBuyer = new()
    {
        Name = "Bølgen & Moi Møteplass Stavanger AS",
        CustomerNumber = "50231",
        LegalRegistrationId = "995525828",
        Address = new("Postboks 114 Sentrum", "4001", "Stavanger", "NO"),
    };

    public static InvoiceLine Line(string name, decimal quantity = 1, decimal price = 100, VatTreatment? vat = null) =>
        new()
        {
            Id = "1",
            ItemName = name,
            InvoicedQuantity = quantity,
            NetPrice = price,
            LineNetAmount = Math.Round(quantity * price, 2, MidpointRounding.AwayFromZero),
            Vat = vat ?? Standard,
        };

    public static Invoice Of(params IEnumerable<InvoiceLine> lines) => Of(PrivateBuyer, [.. lines], []);

    public static Invoice Of(Buyer buyer, IReadOnlyList<InvoiceLine> lines, IReadOnlyList<DocumentCharge> charges)
    {
        var taxed = lines
            .Select(line => (line.Vat, Amount: line.LineNetAmount))
            .Concat(charges.Select(charge => (charge.Vat, charge.Amount)))
            .ToList();
        var breakdowns = taxed
            .GroupBy(entry => entry.Vat)
            .OrderByDescending(group => group.Key.Rate)
            .Select(group => Breakdown(group.Key, group.Sum(entry => entry.Amount)))
            .ToList();
        var net = taxed.Sum(entry => entry.Amount);
        var vat = breakdowns.Sum(breakdown => breakdown.TaxAmount);
        return new()
        {
            Number = "10023",
            IssueDate = new(2026, 3, 5),
            DueDate = new(2026, 3, 16),
            BuyerReference = "Per Hansen",
            PurchaseOrderReference = "PO-7781",
            Delivery = new(new(2026, 3, 4), "Sandnes", "NO"),
            Seller = Seller,
            Buyer = buyer,
            Payment = new("86011117947", null, Kid.WithMod10("20117010023")),
            Lines = lines,
            Charges = charges,
            VatBreakdowns = breakdowns,
            Totals = new()
            {
                SumOfLineNetAmounts = lines.Sum(line => line.LineNetAmount),
                SumOfCharges = charges.Sum(charge => charge.Amount),
                TotalWithoutVat = net,
                TotalVat = vat,
                TotalWithVat = net + vat,
                AmountDue = net + vat,
            },
        };
    }

    private static VatBreakdown Breakdown(VatTreatment vat, decimal taxable) =>
        new(vat, taxable, Math.Round(taxable * vat.Rate / 100, 2, MidpointRounding.AwayFromZero));

    /// <summary>60 lines with discounts, three rates and a fee.</summary>
    public static Invoice Corporate()
    {
        VatTreatment[] rates = [Standard, Food, Travel];
        var lines = new List<InvoiceLine>();
        for (var i = 1; i <= 60; i++)
        {
            var line = Line($"Kursdag {i}: møterom med lys, lyd og servering", i, 1249.5m + i * 7.25m, rates[i % 3]);
            if (i % 4 == 0)
                line = line with
                {
                    Allowances = [LineAllowance.Discount(i * 12.5m, Language.No)],
                    LineNetAmount = line.LineNetAmount - i * 12.5m,
                };
            lines.Add(line with { SellersItemId = $"KD-{1000 + i}" });
        }

        return Of(CorporateBuyer, lines, [new(45, "Fakturagebyr", Standard)]);
    }

    /// <summary>A consumer's: two lines that were ordered with VAT, and a fee.</summary>
    public static Invoice Private()
    {
        var invoice = Of(
            PrivateBuyer,
            [
                Line("Varmeovn", 1, 680) with
                {
                    WithVat = new(850, 0, 850),
                },
                Line("Drosje", 1, 267.857m, Travel) with
                {
                    LineNetAmount = 258.93m,
                    Allowances = [LineAllowance.Discount(8.93m, Language.No)],
                    WithVat = new(300, 10, 290),
                },
            ],
            [new(5.2m, "Fakturagebyr", Standard) { AmountWithVat = 6.5m }]
        );
        return invoice;
    }

    /// <summary>A month of three orders.</summary>
    public static Invoice Collective()
    {
        var lines = new List<InvoiceLine>();
        foreach (
            var (order, day, passenger) in new[]
            {
                ("8801", 4, "Anne Larsen"),
                ("8850", 11, "Jon Li"),
                ("8922", 27, ""),
            }
        )
        {
            var period = new InvoicingPeriod(new(2026, 2, day), new(2026, 2, day));
            var ordered = Line("Drosjetur Sandnes–Sola", 1, 410, Travel) with
            {
                OrderLineReference = order,
                Period = period,
                Note = passenger,
            };
            lines.Add(ordered);
            lines.Add(
                ordered with
                {
                    ItemName = "Ventetid",
                    InvoicedQuantity = 0.5m,
                    UnitCode = "HUR",
                    LineNetAmount = 205,
                }
            );
        }

        lines[^1] = lines[^1] with { Period = new(new(2026, 2, 27), new(2026, 2, 28)) };
        return Of(CorporateBuyer, lines, [new(45, "Fakturagebyr", Travel)]) with
        {
            Delivery = new(null, "Sandnes"),
            Period = new(new(2026, 2, 1), new(2026, 2, 28)),
        };
    }

    public static Invoice CreditNote() =>
        Of(Line("Delbetalning, återköp av en lampa", 1, 399.2m), Line("Frakt", 1, 79)) with
        {
            Type = InvoiceType.CreditNote,
            Number = "10024",
            PrecedingInvoices = [new("10023", new(2026, 3, 5))],
            IssueDate = new(2026, 3, 20),
            DueDate = null,
            Payment = null,
            Buyer = new()
            {
                Name = "Åsa Öberg",
                CustomerNumber = "20401",
                Address = new("Storgatan 12", "411 05", "Göteborg", "SE"),
            },
            Notes = ["Beloppet återbetalas till ert konto."],
        };
}
