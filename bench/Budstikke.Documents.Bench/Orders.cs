using Budstikke.Documents.Amounts;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Bench;

/// <summary>Orders of so many lines, and the invoices that they become.</summary>
internal static class Orders
{
    private static readonly VatTreatment Standard = VatPolicy.Registered.For(25);
    private static readonly VatTreatment Food = VatPolicy.Registered.For(15);

    public static InclusiveLine[] LinesOf(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new InclusiveLine(2, 33.33m, false, 0, 66.66m, VatOf(i)))];

    public static NetDocument SumsOf(InclusiveLine[] lines) =>
        NetAmounts.FromInclusive(lines, [], lines.Sum(line => line.Amount));

    public static Invoice InvoiceOf(int count)
    {
        var sums = SumsOf(LinesOf(count));
        return new()
        {
            Number = "10023",
            IssueDate = new(2026, 11, 24),
            DueDate = new(2026, 12, 8),
            BuyerReference = "Per Hansen",
            Delivery = new(new(2026, 11, 24), "Sandnes"),
            Seller = Seller(),
            Buyer = Buyer(),
            Payment = new("86011117947", null, Kid.WithMod10("10023")),
            Lines = [.. sums.Lines.Select((line, index) => Line(line, index + 1))],
            VatBreakdowns = sums.VatBreakdowns,
            Totals = sums.Totals,
        };
    }

    private static VatTreatment VatOf(int line) => line % 2 == 0 ? Food : Standard;

    private static InvoiceLine Line(NetLine line, int id) =>
        new()
        {
            Id = $"{id}",
            ItemName = "Varmeovn, hvit, 1000 W",
            SellersItemId = "VO-1000",
            InvoicedQuantity = 2,
            NetPrice = line.NetPrice,
            LineNetAmount = line.LineNetAmount,
            Vat = VatOf(id),
        };

    public static Seller Seller() =>
        new()
        {
            Name = "Fjordlys Elektriske AS",
            OrganizationNumber = OrganizationNumber.Parse("988077917").Value,
            IsVatRegistered = true,
            IsInForetaksregisteret = true,
            Address = new("Langgata 17", "4306", "Sandnes", "NO"),
            Email = "faktura@fjordlys.example",
        };

    private static Buyer Buyer() =>
        new()
        {
            Name = "Bølgen Møteplass AS",
            CustomerNumber = "50231",
            LegalRegistrationId = "995525828",
            Endpoint = EndpointId.Parse("0192", "995525828").Value,
            Address = new("Postboks 114 Sentrum", "4001", "Stavanger", "NO"),
        };
}
