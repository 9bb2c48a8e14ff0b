using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Tests.Ubl;

/// <summary>What the sample documents are made of.</summary>
internal static class Parts
{
    public static VatTreatment Standard { get; } = new(VatCategory.S, 25);

    public static VatTreatment ZeroRated { get; } = new(VatCategory.Z, 0);

    public static VatTreatment Exempt { get; } = new(VatCategory.E, 0, "Unntatt fra merverdiavgift (mval. § 3-2)");

    public static VatTreatment ReverseCharge { get; } =
        new(VatCategory.AE, 0, "Omvendt avgiftsplikt – Merverdiavgift ikke beregnet");

    public static VatTreatment Export { get; } = new(VatCategory.G, 0, "Utførsel, mval. § 6-21");

    public static VatTreatment Outside { get; } = new(VatCategory.O, 0, "Selger er ikke registrert for merverdiavgift");

    public static Seller Seller { get; } =
        new()
        {
            Name = "Frisør AS",
            OrganizationNumber = OrganizationNumber.Parse("988077917").Value,
            IsVatRegistered = true,
            IsInForetaksregisteret = true,
            Address = new("Luramyrveien 65", "4313", "Sandnes", "NO"),
            Email = "post@frisor.example",
            Phone = "+4751000000",
        };

    public static Seller SoleProprietor { get; } =
        Seller with
        {
            Name = "Nordmann, Kari",
            IsVatRegistered = false,
            IsInForetaksregisteret = false,
        };

    public static Buyer Company { get; } =
        new()
        {
            Name = "Kunde & Sønn AS",
            CustomerNumber = "1007",
            LegalRegistrationId = "987654325",
            Endpoint = EndpointId.Of(OrganizationNumber.Parse("987654325").Value),
            Address = new("Gata 1", "0150", "Oslo", "NO"),
            Email = "faktura@kunde.example",
        };

    public static Buyer Person { get; } =
        new() { Name = "Kari Nordmann", Address = new("Storgata 2", "9170", "Longyearbyen", "NO") };

    public static Buyer Abroad { get; } =
        new()
        {
            Name = "Käufer GmbH",
            LegalRegistrationId = "86786706",
            Endpoint = EndpointId.Parse("9930", "DE136695976").Value,
            Address = new("Hauptstraße 5", "10115", "Berlin", "DE"),
        };

    public static Invoice Simple { get; } =
        new Invoice
        {
            Number = "10001",
            IssueDate = new(2026, 11, 22),
            DueDate = new(2026, 12, 2),
            BuyerReference = "Kari Nordmann",
            Delivery = new(new(2026, 11, 22), "Sandnes", "NO"),
            Seller = Seller,
            Buyer = Company,
            Payment = new("86011117947", null, Kid.WithMod10("100001")),
            Lines = [Line("1", "Hårvask", 1, 51, Standard) with { SellersItemId = "VFDDF" }],
            VatBreakdowns = [],
            Totals = Sums.None,
        }.Summed();

    public static Invoice CreditNote { get; } = Crediting(Simple);

    public static InvoiceLine Line(string id, string name, decimal quantity, decimal price, VatTreatment vat) =>
        new()
        {
            Id = id,
            ItemName = name,
            InvoicedQuantity = quantity,
            NetPrice = price,
            LineNetAmount = Sums.Rounded(quantity * price),
            Vat = vat,
        };

    /// <summary>A valid document whose line, discount and fee are all of one category.</summary>
    public static Invoice DocumentOf(VatTreatment vat) =>
        (
            Simple with
            {
                Seller = vat.Category == VatCategory.O ? SoleProprietor : Seller,
                Lines = [Line("1", "Vare", 2, 100, vat)],
                Allowances = [new(10, "Kampanje", vat)],
                Charges = [new(20, "Gebyr", vat)],
            }
        ).Summed();

    /// <summary>Two orders, each with the day of its supply, in one invoice for the month.</summary>
    public static Invoice Collective(Invoice invoice) =>
        (
            invoice with
            {
                Period = new(new(2026, 11, 1), new(2026, 11, 30)),
                Lines =
                [
                    .. invoice.Lines.Select(line => Ordered(line, "b7b1c0de-0000-4000-8000-000000000001", 3)),
                    .. invoice.Lines.Select(line => Ordered(line, "b7b1c0de-0000-4000-8000-000000000002", 17)),
                ],
            }
        ).Summed();

    /// <summary>The document that takes back all of an invoice.</summary>
    public static Invoice Crediting(Invoice invoice) =>
        invoice with
        {
            Number = "10002",
            Type = InvoiceType.CreditNote,
            IssueDate = new(2026, 11, 25),
            DueDate = null,
            PrecedingInvoices = [new(invoice.Number, invoice.IssueDate)],
            Payment = null,
        };

    public static Invoice AllReferences { get; } =
        Simple with
        {
            AccountingCost = "4025:123",
            ContractReference = "Rammeavtale 7",
            PurchaseOrderReference = "PO-7",
            PaymentTerms = "10 dager netto",
            Period = new(new(2026, 11, 1), new(2026, 11, 30)),
            Lines =
            [
                Simple.Lines[0] with
                {
                    Description = "Med balsam",
                    Period = new(new(2026, 11, 2), new(2026, 11, 8)),
                },
            ],
            Seller = Seller with
            {
                TradingName = "Klippen",
                Identifier = "L-17",
                ContactName = "Ola Nordmann",
                Address = Seller.Address with { AdditionalStreet = "Inngang B", Subdivision = "Rogaland" },
            },
            Buyer = Company with
            {
                TradingName = "Kunden",
                VatId = "NO987654325MVA",
                ContactName = "Kari Nordmann",
                Phone = "+4722000000",
                Address = Company.Address with { AdditionalStreet = "Postboks 1", Subdivision = "Oslo" },
            },
        };

    private static InvoiceLine Ordered(InvoiceLine line, string order, int day) =>
        line with
        {
            Id = $"{day}-{line.Id}",
            OrderLineReference = order,
            Period = new(new(2026, 11, day), new(2026, 11, day)),
        };
}
