using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Budstikke.Documents.Vat;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Ubl;

/// <summary>Random documents that a client could have issued, with sums that add up.</summary>
internal static class AnyInvoice
{
    private const int MostLines = 200;
    private const int SampleSize = 50;
    private const int FewSnippets = 10;
    private const int ManySnippets = 1000;

    // Any odd number: the step of the random generator.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    // Scripts of both directions, characters that XML escapes, combining marks, pairs of surrogates, and spaces of
    // all kinds.
    private static readonly string[] Snippets =
    [
        "Æøå",
        "Ünï",
        "مرحبا",
        "שלום",
        "日本語",
        "\U0001F9FE",
        "e\u0301",
        "<&>",
        "\"'",
        "]]>",
        "&amp;",
        "\t",
        "\r\n",
        "\u00a0",
        " ",
        "-",
        "0",
        "a",
        "Zz",
    ];

    private static readonly Gen<string> Text = Gen.Elements(Snippets)
        .NonEmptyListOf()
        .Resize(FewSnippets)
        .Or(Gen.Elements(Snippets).NonEmptyListOf().Resize(ManySnippets), usually: 40)
        .Select(string.Concat)
        .Where(text => !string.IsNullOrWhiteSpace(text));

    private static readonly Gen<string?> MaybeText = Maybe(Text);

    private static readonly Gen<DateOnly> Date = Gen.Choose(0, 4000).Select(new DateOnly(2024, 1, 1).AddDays);

    /// <summary>Shrinks to fewer lines.</summary>
    public static Arbitrary<Sample> Arbitrary { get; } =
        Arb.From(
            from buyer in Gen.OneOf(AnyBuyer())
            from seller in Gen.Elements(Parts.Seller, SoleProprietor, SoleProprietor with { IsVatRegistered = true })
            from treatments in Gen.Constant(TreatmentsOf(seller, buyer))
            from charges in Charge(treatments).ListOf().Resize(2)
            from allowances in Allowance(treatments).ListOf().Resize(1)
            from document in Document(buyer, seller)
            from lines in Line(treatments).ArrayOf().Resize(6).Or(Line(treatments).ArrayOf(MostLines), usually: 30)
            from isCollective in Gen.Elements(false, false, true)
            from rounding in Gen.Choose(-99, 99).Or(Gen.Constant(0))
            select new Sample(
                "random",
                Collected(
                        document with
                        {
                            Lines = Numbered(lines.Length > 0 ? lines : [Parts.Line("1", "x", 1, 1, treatments[0])]),
                            Allowances = [.. allowances],
                            Charges = [.. charges],
                        },
                        isCollective
                    )
                    .Summed(rounding / 100m),
                buyer.Endpoint is null ? UblProfile.En16931 : UblProfile.Peppol
            ),
            sample =>
                sample.Invoice.Lines.Count < 2
                    ? []
                    :
                    [
                        sample with
                        {
                            Invoice = (
                                sample.Invoice with
                                {
                                    Lines = [.. sample.Invoice.Lines.Take(sample.Invoice.Lines.Count / 2)],
                                }
                            ).Summed(),
                        },
                    ]
        );

    /// <summary>So many documents as they are written, the same for the same seed.</summary>
    public static IEnumerable<byte[]> Some(int documents, int seed) =>
        Arbitrary.Generator.Sample(documents, new Rnd((ulong)seed, Gamma), SampleSize).Select(sample => sample.Written);

    /// <summary>Checks so many documents, each run other ones; the seed that repeats a run is printed.</summary>
    public static void ForAll(int documents, ITestOutputHelper console, Func<Sample, Task> check)
    {
        var seed = (ulong)System.Random.Shared.NextInt64();
        console.WriteLine($"{documents} random documents, seed {seed}");
        var replay = new Replay(new Rnd(seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(documents).WithReplay(FSharpOption<Replay>.Some(replay));
        Check.One(config, Prop.ForAll(Arbitrary, check));
    }

    private static Gen<Invoice> Document(Buyer buyer, Seller seller) =>
        from type in Gen.Elements(InvoiceType.Invoice, InvoiceType.Invoice, InvoiceType.CreditNote)
        from issued in Date
        from due in Maybe(Gen.Choose(0, 60).Select(issued.AddDays))
        from reference in Text
        from orders in Gen.Zip(MaybeText, MaybeText)
        from notes in Text.Select(note => note.ReplaceLineEndings(" ")).ListOf().Resize(3)
        from delivery in AnyDelivery().OrNull()
        from period in Gen.Choose(0, 31).Select(days => new InvoicingPeriod(issued.AddDays(-days), issued)).OrNull()
        from payment in Payment()
        from preceding in Preceding(issued).NonEmptyListOf().Resize(3)
        from file in Attachment().ListOf().Resize(2)
        select Simple with
        {
            Type = type,
            IssueDate = issued,
            DueDate = due,
            BuyerReference = reference,
            PurchaseOrderReference = orders.Item1,
            SalesOrderReference = orders.Item2,
            PrecedingInvoices = type == InvoiceType.CreditNote ? [.. preceding] : [],
            Notes = [.. notes],
            Delivery = delivery,
            Period = period,
            Seller = seller,
            Buyer = buyer,
            Payment = payment,
            Attachments = [.. file],
        };

    private static Gen<PrecedingInvoice> Preceding(DateOnly issued) =>
        from number in Gen.Choose(1, 99999)
        from days in Maybe(Gen.Choose(0, 400))
        select new PrecedingInvoice($"{number}", days is { } ago ? issued.AddDays(-ago) : null);

    /// <summary>Orders of some lines each, and the day of each one's supply within the document's period.</summary>
    private static Invoice Collected(Invoice invoice, bool isCollective)
    {
        const int linesOfAnOrder = 3;
        const int days = 31;
        if (!isCollective)
            return invoice;
        var first = invoice.IssueDate.AddDays(-days);
        return invoice with
        {
            Period = new(first, invoice.IssueDate),
            Lines =
            [
                .. invoice.Lines.Select(
                    (line, index) =>
                        line with
                        {
                            OrderLineReference = $"order {index / linesOfAnOrder}",
                            Period = new(
                                first.AddDays(index / linesOfAnOrder % days),
                                first.AddDays(index / linesOfAnOrder % days)
                            ),
                        }
                ),
            ],
        };
    }

    private static IEnumerable<Gen<Buyer>> AnyBuyer()
    {
        foreach (var buyer in new[] { Company, Person, Abroad })
            yield return from name in Text
            from customer in MaybeText
            from street in MaybeText
            from email in MaybeText
            select buyer with
            {
                Name = name,
                CustomerNumber = customer,
                Address = buyer.Address with { Street = street },
                Email = email,
            };
    }

    /// <summary>
    /// Outside the scope stands alone; reverse charge names a buyer that is registered somewhere (BR-AE-02).
    /// </summary>
    private static VatTreatment[] TreatmentsOf(Seller seller, Buyer buyer)
    {
        if (!seller.IsVatRegistered)
            return [Outside];
        VatTreatment[] common =
        [
            .. new[] { 25, 15, 12, 11.11m }.Select(rate => new VatTreatment(VatCategory.S, rate)),
            new(VatCategory.Z, 0),
            Exempt,
            Export,
        ];
        return buyer.LegalRegistrationId is null ? common : [.. common, ReverseCharge];
    }

    private static Gen<InvoiceLine> Line(VatTreatment[] treatments) =>
        from name in Text
        from note in MaybeText
        from item in MaybeText
        from order in MaybeText
        from quantity in Gen.Choose(-2000, 90000).Select(thousandths => thousandths / 1000m)
        from price in Gen.Choose(0, 90000000).Select(parts => parts / 10000m)
        from discount in Gen.Choose(1, 99).Or(Gen.Constant(0))
        from vat in Gen.Elements(treatments)
        from charges in Gen.Choose(1, 50).Select(tens => tens * 10m).ListOf().Resize(2)
        let gross = Sums.Rounded(quantity * price)
        let allowance = Sums.Rounded(Math.Max(gross, 0) * discount / 100)
        select Parts.Line("", name, quantity, price, vat) with
        {
            Note = note,
            SellersItemId = item,
            OrderLineReference = order,
            Allowances = InParts(allowance, $"{discount} %"),
            Charges = [.. charges.Select(charge => new LineCharge(charge, name))],
            LineNetAmount = gross - allowance + charges.Sum(),
        };

    /// <summary>An even number of øre as two discounts, an odd one as one.</summary>
    private static IReadOnlyList<LineAllowance> InParts(decimal allowance, string reason) =>
        allowance == 0 ? []
        : allowance * 100 % 2 == 0 ? [new(allowance / 2, reason), new(allowance / 2, $"{reason} til")]
        : [new(allowance, reason)];

    private static Gen<DocumentCharge> Charge(VatTreatment[] treatments) =>
        from reason in Text
        from hundredths in Gen.Choose(0, 10000)
        from vat in Gen.Elements(treatments)
        select new DocumentCharge(hundredths / 100m, reason, vat);

    private static Gen<DocumentAllowance> Allowance(VatTreatment[] treatments) =>
        Charge(treatments).Select(charge => new DocumentAllowance(charge.Amount, charge.Reason, charge.Vat));

    private static Gen<Delivery> AnyDelivery() =>
        from date in Maybe(Date)
        from place in Text
        from country in Gen.Elements("NO", "DE", null)
        select new Delivery(date, place, country);

    private static Gen<PaymentInstructions> Payment() =>
        from account in Gen.Elements("86011117947", "NO9386011117947")
        from kid in Maybe(Gen.Choose(1, int.MaxValue).Select(body => Kid.WithMod10($"{body}")))
        select new PaymentInstructions(account, account.Length == 15 ? "DNBANOKK" : null, kid);

    private static Gen<AttachedDocument> Attachment() =>
        from name in Text
        from description in MaybeText
        from length in Gen.Choose(1, 10000)
        select new AttachedDocument(name, description, "application/pdf", new byte[length]);

    private static IReadOnlyList<InvoiceLine> Numbered(InvoiceLine[] lines) =>
        [.. lines.Select((line, index) => line with { Id = $"{index + 1}" })];

    private static Gen<T> Or<T>(this Gen<T> often, Gen<T> other, int usually) =>
        Gen.Frequency((usually, often), (1, other));

    private static Gen<string?> Maybe(Gen<string> some) =>
        Gen.OneOf(some.Select(text => (string?)text), Gen.Constant((string?)null));

    private static Gen<T?> Maybe<T>(Gen<T> some)
        where T : struct => Gen.OneOf(some.Select(value => (T?)value), Gen.Constant((T?)null));
}
