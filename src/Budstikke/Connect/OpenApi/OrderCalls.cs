using Budstikke.Connect.Reading;

namespace Budstikke.Connect.OpenApi;

/// <summary>The calls about orders that there are.</summary>
internal static class OrderCalls
{
    private const string StatusRetrieved = "Order Status Retrieved Successfully";
    private static readonly NotFoundDescribed s_noOrderOfStatus = new(NotFoundMessage.OrderOfStatus);
    private static readonly NotFoundDescribed s_noOrder = new(NotFoundMessage.Order);

    public static Described Statuses { get; } =
        new(
            Tag.Orders,
            "The states of all orders, the newest first",
            new DataDescribed(200, StatusRetrieved, IsData: true, """[{"uuid":"ODR3506777330","status":"SENT"}]"""),
            s_noOrderOfStatus,
            new InvalidDescribed("The selected type is invalid.")
        )
        {
            Text = "1,000 a page. Where nothing is found the answer is 404.",
            Query =
            [
                new(
                    "type",
                    "Only orders in this state, in capital or small letters.",
                    "SENT",
                    ["SENT", "PAID", "CANCELLED", "EXPIRED", "INVOICED", "REFUNDED", "PARTIAL REFUNDED"]
                ),
                new("after", "The last order of the page before.", "ODR3506777330"),
            ],
            HasPages = true,
        };

    public static Described Status { get; } =
        new(
            Tag.Orders,
            "The state of an order",
            new DataDescribed(
                200,
                StatusRetrieved,
                IsData: true,
                """{"uuid":"ODR3506777330","status":"INVOICED","orderAmount":51,"refundedAmount":0}"""
            ),
            s_noOrderOfStatus
        );

    public static Described InvoiceNumber { get; } =
        new(
            Tag.Orders,
            "The number of an order's invoice",
            new DataDescribed(
                200,
                "orderInvoiceNoRetrievedSuccessfully",
                IsData: true,
                """{"orderUuid":"ODR3506777330","invoiceNumber":"10001","status":"INVOICED"}""",
                "invoiceNumber"
            ),
            s_noOrder
        )
        {
            Text = "Null before the order is invoiced.",
        };

    public static Described Details { get; } =
        new(
            Tag.Orders,
            "An order as it was sent",
            new DataDescribed(
                200,
                "orderRetrievedSuccessfully",
                IsData: true,
                """
                {"type":"invoice","orderUuid":"ODR3506777330","invoiceNumber":"10001","status":"INVOICED",
                  "orderDate":"1703040812",
                 "paymentLinkDueDate":null,
                 "productList":[{"id":1,"name":"Hair Wash","productId":"VFDDF","quantity":1,"rate":51,"discount":0,
                 "tax":0,"amount":51}],
                 "orderSummary":{"subTotal":51,"tax":0,"discount":0,"grandTotal":51},
                 "customerDetails":{"type":"private","uuid":"CSRT3463048878","countryCode":"+47","msisdn":"46567468",
                   "email":"test@yopmail.com","name":"Kari Nordmann","preferredLanguage":"en",
                   "personalNumber":"*********01",
                   "organizationId":"987654325",
                   "address":{"street":"Luramyrveien 65","zip":"4313","city":"Sandnes","country":"NO"}}}
                """,
                "invoiceNumber",
                "productId",
                "personalNumber",
                "organizationId"
            ),
            s_noOrder
        )
        {
            Text = "A personal number is masked to its last two digits.",
        };

    public static Described Customer { get; } =
        new(
            Tag.Orders,
            "A customer as in its newest order",
            new DataDescribed(
                200,
                "customerDetailsRetrievedSuccessfully",
                IsData: true,
                """
                {"uuid":"CSRT3463048878","type":"Private","name":"Kari Nordmann","countryCode":"+47",
                  "msisdn":"46567468",
                 "organizationId":"987654325","personalNumber":"*********01","email":"test@yopmail.com",
                 "preferredLanguage":"en",
                 "status":"Active","addresses":{"billing":{"uuid":"ADRS3463048878","street":"Luramyrveien 65",
                 "zip":"4313",
                   "city":"Sandnes","country":"NO"},"shipping":null}}
                """,
                "organizationId",
                "personalNumber"
            ),
            new NotFoundDescribed(NotFoundMessage.Customer)
        );

    public static Described Cancel { get; } =
        new(
            Tag.Orders,
            "Take an order back before it is invoiced",
            new DataDescribed(202, "cancelledOrderSuccessfully", IsData: false, Data: null),
            s_noOrder,
            new ConflictDescribed("orderStatusAlreadyInvoiced", "orderStatusAlreadyCancelled", "orderStatusAlreadyPaid")
        )
        {
            Body = new(
                "Cancellation",
                FieldTable.Cancel,
                ("A reason", """{"cancellationNote":"The customer regrets it"}""")
            ),
            IsKeyed = true,
        };

    public static Described Resend { get; } =
        new(
            Tag.Orders,
            "Send an invoice again, to another address if given",
            new DataDescribed(202, "resentOrderSuccessfully", IsData: true, Data: null),
            s_noOrder,
            new ConflictDescribed("orderStatusNotInvoiced", "orderStatusAlreadyPaidOrCancelled", "tooManyResends")
        )
        {
            Body = new(
                "Resending",
                FieldTable.Resend,
                ("To another address", """{"countryCode":"+47","msisdn":"46567468","email":"kari@customer.example"}"""),
                ("As before", "{}")
            ),
            IsKeyed = true,
        };

    public static Described Refund { get; } =
        new(
            Tag.Orders,
            "Give back an invoiced order, whole, by line or by amount",
            new DataDescribed(202, "orderRefundedSuccessfully", IsData: true, Data: null),
            s_noOrder,
            new ConflictDescribed(
                "refundRejectionForRefundRequestGreaterThanOrderAmount",
                "requestProductIdNotAvailable",
                "orderStatusNotInvoiced",
                "orderStatusAlreadyCancelled"
            )
        )
        {
            Text = "The 202 is a promise; the credit note follows at once and goes the way of an invoice.",
            Body = new(
                FieldTexts.Refund,
                FieldTable.Refund,
                (
                    "Of a line",
                    """
                    {"type":"regular","grandTotal":10,"products":[{"id":1,"amount":10}],
                    "reason":"A scratch on the lid"}
                    """
                ),
                ("An amount", """{"type":"regular","grandTotal":"5.00"}""")
            )
            {
                LineName = "RefundedProduct",
            },
            IsKeyed = true,
        };
}
