using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Tests.Ubl;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>A broken document for every rule, in a file for each family; those of VAT are in
/// <see cref="VatRuleCases"/>.</summary>
internal static partial class RuleCases
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
                        Allowances = [new(20, "Rabatt"), new(4, "Stamkunde")],
                        Charges = [new(1.50m, "Emballasje"), new(2.50m, "Frakt")],
                        LineNetAmount = 220,
                    },
                    Line("2", "Hårvask", 1, 51, Standard),
                ],
                Allowances = [new(10, "Kampanje", Standard)],
                Charges = [new(5.20m, "Fakturagebyr", Standard)],
            }
        ).Summed();

    private static readonly Invoice InEuro = Valid with { Currency = "EUR", VatInAccountingCurrency = new("NOK", 100) };

    public static IReadOnlyDictionary<string, RuleCase> All { get; } =
        Norwegian()
            .Concat(Content())
            .Concat(Codes())
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
        yield return Ours(9, CreditNote with { PrecedingInvoices = [] }, "PrecedingInvoices");
        yield return Ours(10, WithLine(line => line with { Id = "2" }), "Lines");
        yield return Ours(11, Valid with { Currency = "SEK" }, "Currency");
        yield return Ours(12, WithBuyer(Person with { Address = new(null, null, null, "NO") }), "Buyer");
        yield return Ours(13, Correcting(new("10001", null)), "PrecedingInvoices[0].IssueDate");
        yield return Ours(14, Correcting(new("10001", new(2026, 11, 26))), "PrecedingInvoices[0].IssueDate");
        yield return Ours(
            15,
            (CreditNote with { Lines = [Line("1", "Hårvask", -1, 51, Standard)] }).Summed(),
            "Totals.TotalWithVat"
        );
        yield return new(
            "NO-R-001",
            WithSeller(Parts.Seller with { OrganizationNumber = default }),
            "Seller.OrganizationNumber"
        );
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

    private static Invoice Correcting(PrecedingInvoice preceding) =>
        CreditNote with
        {
            PrecedingInvoices = [preceding],
        };

    private static Invoice Attached(AttachedDocument file) => Valid with { Attachments = [file] };

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
