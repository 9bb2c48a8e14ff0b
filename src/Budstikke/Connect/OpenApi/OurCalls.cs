namespace Budstikke.Connect.OpenApi;

/// <summary>What we add beside the Connect API.</summary>
internal static class OurCalls
{
    private static readonly NotFoundDescribed s_noOrder = new(NotFoundMessage.Order);

    public static Described Timeline { get; } =
        new(
            Tag.Ours,
            "Everything that became true of an order, the oldest first",
            new DataDescribed(
                200,
                "timelineRetrievedSuccessfully",
                IsData: true,
                """
                [{"id":"4711","at":"2026-03-19T09:57:01.123Z","kind":"OrderAccepted",
                "by":"token:first","content":{}}]
                """
            ),
            s_noOrder,
            new InvalidDescribed("The selected after is invalid.")
        )
        {
            Text =
                "500 a page. What `content` has depends on the `kind`: every attempt with its evidence is among them.",
            Query = [new("after", "The id of the last fact of the page before.", "4711")],
            HasPages = true,
        };

    public static Described Documents { get; } =
        new(
            Tag.Ours,
            "The invoice and the credit notes of an order",
            new DataDescribed(
                200,
                "documentsRetrievedSuccessfully",
                IsData: true,
                """
                [{"number":"10001","kind":"invoice",
                  "sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]
                """
            ),
            s_noOrder
        )
        {
            Text = "Each as `documents/{number}.pdf` and `.xml`.",
        };

    public static Described Validate { get; } =
        new(
            Tag.Ours,
            "Whether a UBL invoice or credit note keeps the official rules",
            new DataDescribed(
                200,
                "documentValidatedSuccessfully",
                IsData: true,
                """
                {"outcome":"invalid","reason":"","rules":["CEN-EN16931-UBL 1.3.16","PEPPOL-EN16931-UBL 3.0.21"],
                 "findings":[{"ruleSet":"CEN-EN16931-UBL","rule":"BR-CO-16","severity":"fatal",
                   "location":"/Invoice[1]/cac:LegalMonetaryTotal[1]","line":88,"column":4,
                   "text":"[BR-CO-16]-Amount due for payment (BT-115) = Invoice total amount with VAT (BT-112) …",
                   "value":"cbc:PayableAmount = \"1.00\""}]}
                """,
                "reason",
                "value"
            ),
            new InvalidDescribed("The selected scope is invalid.")
        )
        {
            Text =
                "Of any origin, as XML of up to 10 MiB; nothing of it is stored. `outcome` is `valid`, `invalid` or "
                + "`couldNotCheck` with its `reason`: it took more than 10 s, or is deeper than is looked at. Each "
                + "100 KiB count as a call. 503 `noOfficialRulesAreSet` where the operator has set no rules.",
            Query =
            [
                new(
                    "scope",
                    "`en16931` leaves out the rules of Peppol, for a document that never travels over it.",
                    "peppol",
                    ["peppol", "en16931"]
                ),
            ],
            FileBody = BodyRules.Xml.ContentType,
        };

    public static Described Outbox { get; } =
        new(
            Tag.Ours,
            "What the sandbox would have sent, the newest first",
            new DataDescribed(
                200,
                "outboxRetrievedSuccessfully",
                IsData: true,
                """
                [{"key":"inv0000000123-email","sentAt":"2026-03-19T09:57:01Z","channel":"Email",
                  "recipient":"kari@customer.example",
                  "description":"Invoice 10001 from Fjord Frisør AS to Kari Nordmann, NOK 51.00",
                  "contentType":"message/rfc822"}]
                """
            ),
            new InvalidDescribed("The selected after is invalid.")
        )
        {
            Text = "100 a page. Your own alone, and nothing of a client whose channels are real.",
            Query = [new("after", "The key of the last one of the page before.", "inv0000000123-email")],
            HasPages = true,
        };

    public static Described OutboxEntry { get; } =
        new(
            Tag.Ours,
            "One of them, as it would have gone out",
            new FileDescribed("message/rfc822", "application/pdf", "application/xml"),
            new NotFoundDescribed(NotFoundMessage.OutboxEntry)
        )
        {
            Text = "A mail whole, with its letter and the PDF; of post the PDF; of EHF and e-invoice the UBL.",
        };

    public static Described Bounces { get; } =
        new(
            Tag.Ours,
            "Hands in a mail that came back",
            new DataDescribed(
                202,
                "bounceReceivedSuccessfully",
                IsData: true,
                """
                {"id":"BNC00112233445566778899aabb","ending":"Failed","dispatch":"inv0000000123-email"}
                """,
                "dispatch"
            ),
            new InvalidDescribed("The content type must be message/rfc822.")
        )
        {
            FileBody = "message/rfc822",
            Text =
                "The body is the mail as it came (`message/rfc822`). It needs a token with the scope `bounces`, and "
                + "can say something of that client's dispatches alone. `ending` is `Failed` (the route goes on), "
                + "`Delivered`, `Noted`, `TooLate`, `Unproven` or `Unmatched`. The same mail again changes nothing.",
        };

    public static Described Evidence { get; } =
        new(
            Tag.Ours,
            "What can be shown of an order to somebody who doubts it",
            new FileDescribed("application/zip"),
            s_noOrder
        )
        {
            Text =
                "A ZIP with the documents as issued, what each channel was asked and answered, the times, and a page "
                + "(summary.pdf) with the files' SHA-256.",
        };

    public static Described InvoiceAs(string format) => FileAs(format, "The invoice as");

    public static Described DocumentAs(string format) => FileAs(format, "An invoice or credit note as");

    private static Described FileAs(string format, string what) =>
        new(
            Tag.Ours,
            $"{what} {(format == "xml" ? "UBL" : "PDF")}",
            new FileDescribed(OrderReads.ContentTypeOf(format)),
            new NotFoundDescribed(NotFoundMessage.Invoice, NotFoundMessage.Order)
        )
        {
            Text = "As issued, byte for byte.",
        };
}
