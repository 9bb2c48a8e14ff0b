using Budstikke.Connect.Reading;
using Budstikke.Distribution;

namespace Budstikke.Connect.OpenApi;

/// <summary>The calls that take an order, or say what one would come to.</summary>
internal static class SendingCalls
{
    private const string Added = """{"uuid":"ODR3506777330","customerUuid":"CSRT3463048878"}""";

    private const string Previewed = """
        {"heldUntil":"2026-03-19T05:00:00Z","invoiceNumber":"PREVIEW","invoiceDate":"2026-03-19","dueDate":"2026-03-30",
         "totals":{"totalWithoutTax":51.00,"totalTax":0.00,"invoiceFee":0,"rounding":0.00,"amountDue":51.00,
                   "taxes":[{"tax":0,"category":"Z","taxable":51.00,"amount":0.00}]},
         "route":[{"channel":"Email","step":"first","reason":"The first that can be tried.",
                   "recipient":"kari@customer.example","simulated":true},
                  {"channel":"CustomerService","step":"last",
                    "reason":"If no channel is left, a person looks at it, and the client is told.",
                   "recipient":null,"simulated":null}],
         "warnings":["The order summary.total tax does not match the products."],
         "violations":[],
         "documents":{"pdf":"JVBERi0xLjcK","xml":"PD94bWwgdmVyc2lvbj0iMS4wIg=="}}
        """;

    private static readonly BodyDescribed s_invoice = new(
        "Order",
        FieldTable.Invoice,
        ("To a person", Examples.Private),
        ("To a company", Examples.Corporate)
    );

    private static readonly BodyDescribed s_faktura = new(
        "OrderToPerson",
        FieldTable.Faktura,
        ("To a person", Examples.PrivateWithoutType)
    );

    private static readonly BodyDescribed s_ehf = new(
        "OrderToCompany",
        FieldTable.Ehf,
        ("To a company", Examples.CorporateWithoutType)
    );

    /// <param name="channels">In the order of the route.</param>
    public static Described InvoiceBy(IReadOnlyList<Channel> channels) =>
        Create("Send Invoice", s_invoice) with
        {
            Text =
                $"From the 201 on the order survives a power cut and will be invoiced. It goes by {WaysOf(channels)}, "
                + "else by way of a person.",
        };

    /// <summary>Those of companies and of persons side by side: "EHF or e-invoice, else by e-mail".</summary>
    private static string WaysOf(IReadOnlyList<Channel> channels)
    {
        var companies = channels.Where(channel => channel.Serves.HasFlag(Buyers.Companies)).ToList();
        var persons = channels.Where(channel => channel.Serves.HasFlag(Buyers.Persons)).ToList();
        return string.Join(
            ", else by ",
            Enumerable
                .Range(0, Math.Max(companies.Count, persons.Count))
                .Select(turn => companies.Skip(turn).Take(1).Concat(persons.Skip(turn).Take(1)).Distinct())
                .Select(both => string.Join(" or ", both.Select(channel => channel.Word)))
        );
    }

    public static Described Faktura { get; } = Create("Send an invoice to a person", s_faktura);

    public static Described Ehf { get; } = Create("Send an invoice to a company", s_ehf);

    public static Described PreviewInvoice { get; } = Preview("What Send Invoice would come to", s_invoice);

    public static Described PreviewFaktura { get; } = Preview("What an invoice to a person would come to", s_faktura);

    public static Described PreviewEhf { get; } = Preview("What an invoice to a company would come to", s_ehf);

    private static Described Create(string summary, BodyDescribed body) =>
        new(Tag.Sending, summary, new DataDescribed(201, "orderAddedSuccessfully", IsData: false, Added))
        {
            Body = body,
            IsKeyed = true,
            IsCalledBack = true,
        };

    private static Described Preview(string summary, BodyDescribed body) =>
        new(
            Tag.Sending,
            summary,
            new DataDescribed(
                200,
                "invoicePreviewedSuccessfully",
                IsData: true,
                Previewed,
                "heldUntil",
                "dueDate",
                "recipient",
                "simulated",
                "documents"
            )
        )
        {
            Text =
                "Refuses what the create call refuses. Stores nothing and takes no number; asks "
                + "for 2 s at most where a buyer takes EHF. Counts "
                + "as one call for each 100 lines.",
            Body = body,
            HasHints = true,
            Query =
            [
                new(
                    "documents",
                    "Whether the PDF and the UBL come along, in Base64.",
                    "false",
                    ["true", "false", "1", "0"]
                ),
            ],
        };
}
