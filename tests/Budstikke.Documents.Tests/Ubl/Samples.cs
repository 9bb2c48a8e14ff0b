using System.Text;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Budstikke.Documents.Vat;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Ubl;

/// <summary>
/// A document of each kind: what the golden files hold, the official rules judge and the reader reads back.
/// </summary>
internal static class Samples
{
    /// <summary>Warnings that a document may carry: a sole proprietor has no entry in Foretaksregisteret.</summary>
    public static readonly string[] Forgiven = ["NO-R-002"];

    public static IReadOnlyDictionary<string, Sample> All { get; } = Build().ToDictionary(sample => sample.Name);

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    private static IEnumerable<Sample> Build() =>
        [.. Plain(), .. Taxed(), .. EveryKindInEveryCategory(), .. Referring(), .. Buyers(), .. Credits()];

    private static IEnumerable<Sample> Plain()
    {
        yield return new("simple", Simple);
        yield return new("many-lines", WithLines([.. Enumerable.Range(1, 12).Select(Numbered)]));
        yield return new("discount", WithLines([Discounted(Line("1", "Klipp", 3, 80, Standard), 24, "10 % rabatt")]));
        yield return new(
            "fractions",
            WithLines([Line("1", "Tau", 2.5m, 13.3333m, Standard), Line("2", "Fuge", 0.00000001m, 1000000, Standard)])
        );
        yield return new("returned-goods", WithLines([Numbered(4), Line("2", "Retur", -1, 10.5m, Standard)]));
        yield return new("fee", (Simple with { Charges = [new(39.2m, "Fakturagebyr", Standard)] }).Summed());
        yield return new(
            "allowances",
            (
                Simple with
                {
                    Lines =
                    [
                        Discounted(Numbered(10), 5, "Brekkasje") with
                        {
                            Charges = [new(7.5m, "Spesialemballasje")],
                            LineNetAmount = 1005 - 5 + 7.5m,
                        },
                    ],
                    Allowances = [new(100, "Kampanje", Standard)],
                    Charges = [new(59, "Frakt", Standard)],
                }
            ).Summed()
        );
        yield return new(
            "euro",
            Simple with
            {
                Currency = "EUR",
                VatInAccountingCurrency = new("NOK", 148.65m),
                Payment = new("NO9386011117947", "DNBANOKK", null) { OtherReference = "RF18539007547034" },
            }
        );
        yield return new("rounding", Simple.Summed(rounding: -0.25m));
        yield return new(
            "nothing-due",
            WithLines([Discounted(Line("1", "Klipp", 1, 80, Standard), 80, "Gavekort")]) with
            {
                DueDate = null,
                Payment = null,
            }
        );
        yield return new("prepaid", Simple.Summed(paid: 20));
        yield return new("pdf", Simple with { Attachments = [Pdf("10001.pdf", 4000)] });
        yield return new(
            "iban",
            Simple with
            {
                Payment = new("NO9386011117947", "DNBANOKK", Kid.Parse("1000005-").Value),
            }
        );
        yield return new(
            "unicode",
            WithLines([
                Line("1", "Øl \U0001F37A & <b>مرحبا بالعالم</b> \"日本\" ]]>", 1, 1, Standard) with
                {
                    Note = new string('å', 3000) + "\t\n\r\U0001F9FE",
                    SellersItemId = "a'\"<&>",
                },
            ]) with
            {
                Notes = ["Første «linje»", "Andre – linje"],
            }
        );
    }

    private static IEnumerable<Sample> Taxed()
    {
        yield return new("rates", WithLines([.. new[] { 25, 15, 12, 11.11m }.Select(Rated)]));
        yield return new("mixed", WithLines([Rated(25, 0), Line("2", "Kurs", 1, 100, Exempt), Rated(15, 2)]));
        yield return new(
            "export",
            WithLines([Line("1", "Laks", 10, 120, Export)]) with
            {
                Buyer = Abroad,
                Delivery = new(new(2026, 11, 20), "Hamburg", "DE"),
            }
        );
        yield return new("sole-proprietor", Simple with { Seller = SoleProprietor with { IsVatRegistered = true } });
    }

    /// <summary>A line, a discount and a fee of one category, as each kind of document.</summary>
    private static IEnumerable<Sample> EveryKindInEveryCategory()
    {
        foreach (var vat in new[] { Standard, ZeroRated, Exempt, Outside, ReverseCharge, Export })
        {
            var (invoice, category) = (DocumentOf(vat), $"{vat.Category}".ToLowerInvariant());
            yield return new($"invoice-{category}", invoice);
            yield return new($"collective-{category}", Collective(invoice));
            yield return new($"credit-note-{category}", Crediting(invoice));
            // Reverse charge is between businesses (BR-AE-02).
            if (vat != ReverseCharge)
                yield return new($"private-{category}", invoice with { Buyer = Person }, UblProfile.En16931);
        }
    }

    private static IEnumerable<Sample> Referring()
    {
        yield return new("orders", Simple with { PurchaseOrderReference = "PO-7", SalesOrderReference = "SO-9" });
        yield return new("sales-order", Simple with { BuyerReference = null, SalesOrderReference = "SO-9" });
        yield return new(
            "collective",
            WithLines([
                Numbered(1) with
                {
                    OrderLineReference = "b7b1c0de-0000-4000-8000-000000000001",
                },
                Numbered(2) with
                {
                    Note = "Ordre b7b1c0de-0000-4000-8000-000000000002",
                },
            ]) with
            {
                Period = new(new(2026, 11, 1), new(2026, 11, 30)),
                Delivery = null,
            }
        );
        yield return new("all-references", AllReferences);
        yield return new("place-in-words", Simple with { Delivery = new(null, "Hos kunden", null) });
        yield return new("date-of-delivery", Simple with { Delivery = new(new(2026, 11, 20), null) });
    }

    private static IEnumerable<Sample> Buyers()
    {
        yield return new("buyer-abroad", Simple with { Buyer = Abroad });
        yield return new("private", Simple with { Buyer = Person, BuyerReference = null }, UblProfile.En16931);
        yield return new(
            "unaddressable",
            Simple with
            {
                Buyer = Company with { Endpoint = null, LegalRegistrationId = "123456789" },
            },
            UblProfile.En16931
        );
    }

    private static IEnumerable<Sample> Credits()
    {
        yield return new("credit-note", CreditNote);
        yield return new(
            "credit-note-part",
            (
                CreditNote with
                {
                    Lines = [Line("1", "Hårvask", 0.5m, 51, Standard)],
                    Payment = Simple.Payment,
                    DueDate = new(2026, 12, 9),
                }
            ).Summed()
        );
        yield return new("credit-note-due", CreditNote with { DueDate = new(2026, 12, 9) });
        yield return new(
            "credit-note-collective",
            Crediting(Collective(Simple)) with
            {
                PrecedingInvoices = [new("10001", new(2026, 11, 22)), new("9999", new(2026, 11, 21))],
            }
        );
        yield return new("credit-note-private", CreditNote with { Buyer = Person }, UblProfile.En16931);
    }

    private static Invoice WithLines(IReadOnlyList<InvoiceLine> lines) => (Simple with { Lines = lines }).Summed();

    private static InvoiceLine Numbered(int id) => Line($"{id}", $"Vare {id}", id, 10.05m * id, Standard);

    private static InvoiceLine Rated(decimal rate, int index) =>
        Line($"{index + 1}", $"Vare med {rate} %", 3, 33.37m, new(VatCategory.S, rate));

    private static InvoiceLine Discounted(InvoiceLine line, decimal amount, string reason) =>
        line with
        {
            Allowances = [new(amount, reason)],
            LineNetAmount = line.LineNetAmount - amount,
        };

    private static AttachedDocument Pdf(string name, int bytes) =>
        new(name, "Faktura", "application/pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n".PadRight(bytes, 'x')));
}

/// <summary>A document by its kind; the name is its golden file's.</summary>
internal sealed record Sample(string Name, Invoice Invoice, UblProfile Profile = UblProfile.Peppol)
{
    public byte[] Written => UblWriter.ToArray(Invoice, Profile);
}
