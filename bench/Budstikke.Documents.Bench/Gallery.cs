using Budstikke.Documents.Amounts;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Bench;

/// <summary>
/// A sheet of each kind in each language, to be looked at: a test can hold what is printed, and only an eye sees how.
/// </summary>
internal static class Gallery
{
    private const string Folder = "gallery";

    private static readonly VatTreatment Standard = VatPolicy.Registered.For(25);
    private static readonly VatTreatment Food = VatPolicy.Registered.For(15);
    private static readonly VatTreatment Travel = VatPolicy.Registered.For(12);

    private static readonly Buyer Company = new()
    {
        Name = "Bølgen Møteplass Stavanger AS",
        CustomerNumber = "CUS00000050231",
        LegalRegistrationId = "995525828",
        Address = new("Postboks 114 Sentrum", "4001", "Stavanger", "NO"),
    };

    private static readonly Buyer Person = new()
    {
        Name = "Kari Nordmann",
        CustomerNumber = "CUS00000020117",
        Address = new("Åsveien 3 B", "4313", "Sandnes", "NO"),
    };

    private sealed record Ordered(string Name, decimal Quantity, decimal Price, VatTreatment Vat, decimal Discount = 0);

    /// <summary>Writes <c>kind-language.pdf</c> into the folder that is named, or into <c>gallery</c>.</summary>
    public static void Write(IReadOnlyList<string> named)
    {
        var folder = Directory.CreateDirectory(named.Count > 0 ? named[0] : Folder).FullName;
        foreach (var language in Enum.GetValues<Language>())
        foreach (var (kind, invoice, presentation) in All(language))
        {
            var path = Path.Combine(folder, $"{kind}-{Languages.Codes[(int)language]}.pdf");
            File.WriteAllBytes(path, InvoicePdf.Render(invoice, presentation).ToArray());
        }

        Console.WriteLine($"The sheets are in {folder}.");
    }

    private static IEnumerable<(string Kind, Invoice Invoice, PdfPresentation Presentation)> All(Language language)
    {
        var plain = new PdfPresentation { Language = language };
        var withVat = plain with { ShowsPricesWithVat = true };
        yield return ("one-line", Of(Person, [new("Varmeovn, hvit, 1000 W", 1, 850, Standard)]), withVat);
        yield return ("one-line-corporate", Of(Company, [new("Møterom, halv dag", 1, 850, Standard)]), plain);
        yield return ("lines-12", Of(Person, Lines(12)), withVat);
        yield return ("lines-16", Of(Company, Lines(16)), plain);
        yield return ("lines-60", Of(Company, Lines(60)), plain);
        yield return ("fee", WithFee(Of(Person, Lines(3), fee: 6.5m), language), withVat);
        yield return ("credit-note", Credited(Of(Person, [new("Varmeovn", 1, 300, Standard)]), 550, language), withVat);
        yield return ("credit-note-whole", Credited(Of(Company, Lines(2)), 0, language), plain);
        yield return ("collective", Collective(Company, 4, language), plain);
        yield return ("collective-private", Collective(Person, 9, language), withVat);
        yield return ("long-names", LongNames(), plain);
        yield return ("rates", Of(Person, Rates()), withVat);
        yield return ("abroad", Abroad(), withVat);
        yield return ("free", Of(Person, [new("Prøvetime", 1, 0, Standard)]), withVat);
        yield return ("test", Of(Person, Lines(20)), withVat with { IsTest = true });
        yield return ("preview", Of(Person, Lines(4)), withVat with { IsPreview = true });
    }

    private static List<Ordered> Lines(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(at => new Ordered(
                    $"Vare {at}: lampe i messing",
                    at % 5 + 1,
                    99 + 0.5m * at,
                    at % 3 == 0 ? Food : Standard,
                    at % 4 == 0 ? 12.5m : 0
                )),
        ];

    private static List<Ordered> Rates() =>
        [
            new("Hotell, to netter", 2, 1490, Travel),
            new("Middag, tre retter ≤ 500 kr", 2, 495, Food),
            new("Leie av båt → Kjerag", 1, 2500, Standard),
            new("Bok", 1, 399, VatPolicy.Registered.For(0)),
        ];

    private static Invoice Of(Buyer buyer, IReadOnlyList<Ordered> ordered, decimal fee = 0)
    {
        InclusiveLine[] lines =
        [
            .. ordered.Select(line => new InclusiveLine(
                line.Quantity,
                line.Price,
                false,
                line.Discount,
                line.Quantity * line.Price - line.Discount,
                line.Vat
            )),
        ];
        InclusiveCharge[] fees = fee > 0 ? [new(fee, ordered[0].Vat)] : [];
        var sums = NetAmounts.FromInclusive(lines, fees, lines.Sum(line => line.Amount));
        return new()
        {
            Number = "10023",
            IssueDate = new(2026, 11, 24),
            DueDate = sums.Totals.AmountDue == 0 ? null : new(2026, 12, 8),
            PurchaseOrderReference = "PO-7781",
            SalesOrderReference = "ORD00000004711",
            Delivery = new(new(2026, 11, 23), "Sandnes"),
            Seller = Orders.Seller(),
            Buyer = buyer,
            Payment = sums.Totals.AmountDue == 0 ? null : new("86011117947", null, Kid.WithMod10("00001000010023")),
            Lines = [.. ordered.Zip(sums.Lines, LineOf)],
            Charges =
            [
                .. fees.Zip(
                    sums.Charges,
                    (asked, net) => new DocumentCharge(net.Amount, "", asked.Vat) { AmountWithVat = asked.Amount }
                ),
            ],
            VatBreakdowns = sums.VatBreakdowns,
            Totals = sums.Totals,
        };
    }

    private static InvoiceLine LineOf(Ordered ordered, NetLine net) =>
        new()
        {
            Id = "1",
            ItemName = ordered.Name,
            SellersItemId = ordered.Discount > 0 ? "ART-1000" : null,
            InvoicedQuantity = ordered.Quantity,
            NetPrice = net.NetPrice,
            Allowances = net.AllowanceAmount > 0 ? [LineAllowance.Discount(net.AllowanceAmount, Language.No)] : [],
            LineNetAmount = net.LineNetAmount,
            Vat = ordered.Vat,
            WithVat = new(ordered.Price, ordered.Discount, ordered.Quantity * ordered.Price - ordered.Discount),
        };

    private static Invoice WithFee(Invoice invoice, Language language) =>
        invoice with
        {
            Charges = [.. invoice.Charges.Select(fee => fee with { Reason = Terms.InvoiceFee.In(language) })],
        };

    private static Invoice Credited(Invoice invoice, decimal left, Language language) =>
        invoice with
        {
            Type = InvoiceType.CreditNote,
            Number = "10024",
            IssueDate = new(2026, 11, 27),
            DueDate = null,
            Payment = null,
            PrecedingInvoices =
            [
                new(invoice.Number, invoice.IssueDate)
                {
                    LeftToPay = left,
                    DueDate = invoice.DueDate,
                    Payment = invoice.Payment,
                },
            ],
            Notes = [$"{Terms.Reason.PrintedIn(language)}: Ovnen hadde en bulk."],
        };

    private static Invoice Collective(Buyer buyer, int orders, Language language)
    {
        var invoice = WithFee(
            Of(buyer, [.. Enumerable.Range(1, orders).SelectMany(at => Lines(at % 3 + 1))], fee: 45),
            language
        );
        var (lines, at) = (invoice.Lines.ToArray(), 0);
        for (var order = 1; order <= orders; order++)
        for (var line = 0; line < order % 3 + 1; line++, at++)
            lines[at] = lines[at] with
            {
                OrderLineReference = $"ORD0000000{4700 + order}",
                Period = new(new(2026, 11, order), new(2026, 11, order)),
                Note = order % 2 == 0 && line == 0 ? "Ref. Anne Larsen" : null,
            };
        return invoice with
        {
            Lines = lines,
            SalesOrderReference = null,
            Delivery = new(null, "Sandnes"),
            Period = new(new(2026, 11, 1), new(2026, 11, 30)),
        };
    }

    private static Invoice LongNames()
    {
        var invoice = Of(
            Company with
            {
                Name = "Stiftelsen for bevaring av nordnorske trebåter, brygger og naust i Lofoten og Vesterålen SA",
                Address = new(
                    "c/o Advokatfirmaet Haraldsen, Wiborg-Thune og Partnere, Øvre Strandgate 117 B",
                    "8300",
                    "Svolvær",
                    "NO"
                ),
            },
            [
                new(
                    "Restaurering av stevn og kjøl på «Nordlandsjekta», med trenagler av einer, tjære fra Skjåk og "
                        + "kobbersaum, utført av båtbyggere i Saltdal høsten 2026",
                    1234.5m,
                    98765.4m,
                    Standard
                ),
                new("Əliyev, ბერიძე, Հակոբյան ✓ ≤ 漢字", 1, 100, Standard),
            ]
        );
        return invoice with
        {
            BuyerReference = "Styrets nestleder Anne-Grethe Marie Kristoffersen Brekke",
            Notes = ["Arbeidet er utført etter avtale av 3. mai. Takk for et godt samarbeid gjennom sommeren."],
            Seller = invoice.Seller with
            {
                Name = "Saltdal Båtbyggeri og Trevareverksted Nordre Nordland Samdrift AS",
                Address = new("Storjordveien 1177, Industriområdet Nord, bygg 4", "8255", "Røkland", "NO"),
            },
        };
    }

    private static Invoice Abroad()
    {
        var invoice = Of(
            Person with
            {
                Name = "Rəşad Əliyev",
                Address = new("Nizami küçəsi 12", "AZ1000", "Bakı", "AZ"),
            },
            Lines(2)
        );
        return invoice with { Payment = invoice.Payment! with { AccountNumber = "NO9386011117947", Bic = "DNBANOKK" } };
    }
}
