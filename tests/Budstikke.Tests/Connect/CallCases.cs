namespace Budstikke.Tests.Connect;

/// <summary>
/// The calls around an invoice: <c>state of the order | call | body => status, answer</c>. ORDER and CUSTOMER stand for
/// their ids, and the answer is written without the parts of the envelope that its status decides.
/// </summary>
internal static class CallCases
{
    public const string Reads = """
        SENT | GET orders/status => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER","status":"SENT"}]
        INVOICED | GET orders/status => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER",\
          "status":"INVOICED"}]
        SENT | GET orders/status?type=SENT => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER",\
          "status":"SENT"}]
        SENT | GET orders/status?type=sent => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER",\
          "status":"SENT"}]
        SENT | GET orders/status?type= => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER",\
          "status":"SENT"}]
        PARTIAL REFUNDED | GET orders/status?type=partial%20refunded \
          => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER","status":"PARTIAL REFUNDED"}]
        PARTIAL REFUNDED | GET orders/status?type=Partial+Refunded \
          => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER","status":"PARTIAL REFUNDED"}]
        SENT | GET orders/status?type=PAID => 404 Order Not Found
        SENT | GET orders/status?type=CANCELLED => 404 Order Not Found
        SENT | GET orders/status?type=EXPIRED => 404 Order Not Found
        SENT | GET orders/status?type=INVOICED => 404 Order Not Found
        SENT | GET orders/status?type=REFUNDED => 404 Order Not Found
        SENT | GET orders/status?type=PARTIAL%20REFUNDED => 404 Order Not Found
        SENT | GET orders/status?type=LOST => 417 ["The selected type is invalid."]
        SENT | GET orders/status?type=SENT&type=PAID => 417 ["The selected type is invalid."]
        SENT | GET orders/status?after=ORDER => 404 Order Not Found
        SENT | GET orders/status?after=ODR0000000000 => 404 Order Not Found
        SENT | GET orders/status?after= => 200 Order Status Retrieved Successfully true [{"uuid":"ORDER",\
          "status":"SENT"}]
        SENT | GET orders/status?after=%00 => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=ODR000000000%00 => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=%ED%A0%80 => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=ODR00000000000 => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=odr0000000000 => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=ODR000000000%EF%BC%91 => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=CUSTOMER => 417 ["The after format is invalid."]
        SENT | GET orders/status?after=ORDER&after=ORDER => 417 ["The after format is invalid."]
        SENT | GET orders/status?type=LOST&after=x \
          => 417 ["The selected type is invalid.","The after format is invalid."]
        SENT | GET orders/status/ORDER => 200 Order Status Retrieved Successfully true {"uuid":"ORDER",\
          "status":"SENT","orderAmount":51,"refundedAmount":0}
        CANCELLED | GET orders/status/ORDER => 200 Order Status Retrieved Successfully true {"uuid":"ORDER",\
          "status":"CANCELLED","orderAmount":51,"refundedAmount":0}
        SENT | GET orders/status/ODR0000000000 => 404 Order Not Found
        SENT | GET orders/status/x'%20OR%201=1 => 404 Order Not Found
        SENT | GET orders/status/ODR000000000%ED%A0%80 => 404 Order Not Found
        SENT | GET orders/status/ORDER0 => 404 Order Not Found
        SENT | GET orders/status/CUSTOMER => 404 Order Not Found
        SENT | GET orders/details/%01 => 404 orderNotFound
        SENT | GET orders/invoice-number/x => 404 orderNotFound
        SENT | GET orders/invoice-number/ORDER \
          => 200 orderInvoiceNoRetrievedSuccessfully true {"orderUuid":"ORDER","invoiceNumber":null,"status":"SENT"}
        INVOICED | GET orders/invoice-number/ORDER \
          => 200 orderInvoiceNoRetrievedSuccessfully true {"orderUuid":"ORDER","invoiceNumber":"10001",\
          "status":"INVOICED"}
        SENT | GET orders/invoice-number/ODR0000000000 => 404 orderNotFound
        SENT | GET orders/details/ORDER => 200 orderRetrievedSuccessfully true {"type":"invoice","orderUuid":"ORDER",\
          "invoiceNumber":null,"status":"SENT","orderDate":"1703040812","paymentLinkDueDate":null,\
          "productList":[{"id":1,"name":"Hair Wash","productId":"VFDDF","quantity":1,"rate":51,"discount":0,"tax":0,\
          "amount":51}],"orderSummary":{"subTotal":51,"tax":0,"discount":0,"grandTotal":51},\
          "customerDetails":{"type":"private","uuid":"CUSTOMER","countryCode":"+47","msisdn":"46567468",\
          "email":"test@yopmail.com","name":"Kari Nordmann","preferredLanguage":"en","personalNumber":"*********01",\
          "organizationId":null,"address":{"street":"Luramyrveien 65","zip":"4313","city":"Sandnes","country":"NO"}}}
        SENT | GET orders/details/ODR0000000000 => 404 orderNotFound
        SENT | GET customers/details/CUSTOMER \
          => 200 customerDetailsRetrievedSuccessfully true {"uuid":"CUSTOMER","type":"Private","name":"Kari Nordmann",\
          "countryCode":"+47","msisdn":"46567468","organizationId":null,"personalNumber":"*********01",\
          "email":"test@yopmail.com","preferredLanguage":"en","status":"Active",\
          "addresses":{"billing":{"uuid":"ADDRESS","street":"Luramyrveien 65","zip":"4313","city":"Sandnes",\
          "country":"NO"},"shipping":null}}
        SENT | GET customers/details/CSRT0000000000 => 404 customerNotFound
        SENT | GET customers/details/x => 404 customerNotFound
        SENT | GET customers/details/ORDER => 404 customerNotFound
        SENT | GET customers/details/CSRT000000000%ED%A0%80 => 404 customerNotFound
        """;

    public const string Changes = """
        SENT | POST orders/cancel/ORDER | {"cancellationNote":"Regrets it"} => 202 cancelledOrderSuccessfully false null
        INVOICED | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyInvoiced
        CANCELLED | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyCancelled
        EXPIRED | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyCancelled
        PAID | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyPaid
        PARTIAL REFUNDED | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyInvoiced
        REFUNDED | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyInvoiced
        PURRING | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyInvoiced
        INKASSO | POST orders/cancel/ORDER | {"cancellationNote":"x"} => 400 orderStatusAlreadyInvoiced
        SENT | POST orders/cancel/ORDER | {} => 417 ["The cancellation note field is required."]
        SENT | POST orders/cancel/ORDER | {"cancellationNote":" "} => 417 ["The cancellation note field is required."]
        SENT | POST orders/cancel/ORDER | {"cancellationNote":null} => 417 ["The cancellation note field is required."]
        SENT | POST orders/cancel/ORDER | {"cancellationNote":5} => 417 ["The cancellation note must be a string."]
        SENT | POST orders/cancel/ORDER | {"cancellationNote":"\u0000"} \
          => 417 ["The cancellation note format is invalid."]
        SENT | POST orders/cancel/ORDER | [] => 417 ["The request body must be a JSON object."]
        SENT | POST orders/cancel/ORDER | { => 417 ["The request body is not valid JSON at line 1, byte 2."]
        CANCELLED | POST orders/cancel/ORDER | {} => 417 ["The cancellation note field is required."]
        SENT | POST orders/cancel/ODR0000000000 | {} => 404 orderNotFound
        SENT | POST orders/cancel/x | {"cancellationNote":"x"} => 404 orderNotFound
        SENT | POST orders/cancel/ODR0000000000 | {"cancellationNote":"x"} => 404 orderNotFound
        INVOICED | POST orders/resend/ORDER | {} => 202 resentOrderSuccessfully true null
        INVOICED | POST orders/resend/ORDER | {"countryCode":"+47","msisdn":"90000000",\
          "email":"new@customer.example"} => 202 resentOrderSuccessfully true null
        INVOICED | POST orders/resend/ORDER | {"countryCode":null,"msisdn":"","email":null} \
          => 202 resentOrderSuccessfully true null
        SENT | POST orders/resend/ORDER | {} => 400 orderStatusNotInvoiced
        CANCELLED | POST orders/resend/ORDER | {} => 400 orderStatusAlreadyPaidOrCancelled
        EXPIRED | POST orders/resend/ORDER | {} => 400 orderStatusAlreadyPaidOrCancelled
        PAID | POST orders/resend/ORDER | {} => 400 orderStatusAlreadyPaidOrCancelled
        REFUNDED | POST orders/resend/ORDER | {} => 400 orderStatusAlreadyPaidOrCancelled
        INVOICED | POST orders/resend/ORDER | {"email":"x"} => 417 ["The email must be a valid email address."]
        INVOICED | POST orders/resend/ORDER | {"countryCode":47,"msisdn":90000000,"email":5} \
          => 417 ["The country code must be a string.","The msisdn must be a string.","The email must be a string.",\
          "The email must be a valid email address."]
        SENT | POST orders/resend/ORDER | {"email":"x"} => 417 ["The email must be a valid email address."]
        INVOICED | POST orders/resend/ODR0000000000 | {"email":"x"} => 404 orderNotFound
        """;

    public const string Refunds = """
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51,"products":[{"id":1,"amount":51}]} \
          => 202 orderRefundedSuccessfully true null
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":"51.00","products":{"0":{"id":"1",\
          "amount":"51"}}} => 202 orderRefundedSuccessfully true null
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} \
          => 202 orderRefundedSuccessfully true null
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":0.01,"products":[]} \
          => 202 orderRefundedSuccessfully true null
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":5,"reason":"A scratch on the lid"} \
          => 202 orderRefundedSuccessfully true null
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51,"products":[{"id":1,"amount":50},\
          {"id":1,"amount":1}]} => 202 orderRefundedSuccessfully true null
        PAID | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} => 202 orderRefundedSuccessfully true null
        PURRING | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} \
          => 202 orderRefundedSuccessfully true null
        INKASSO | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} \
          => 202 orderRefundedSuccessfully true null
        PARTIAL REFUNDED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} \
          => 202 orderRefundedSuccessfully true null
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51.01} \
          => 400 refundRejectionForRefundRequestGreaterThanOrderAmount
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51.01,"products":[{"id":1,\
          "amount":51.01}]} => 400 refundRejectionForRefundRequestGreaterThanOrderAmount
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":1,"products":[{"id":2,"amount":1}]} \
          => 400 requestProductIdNotAvailable
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":1,"products":[{"id":0,"amount":1}]} \
          => 400 requestProductIdNotAvailable
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":1,"products":[{"id":99999999999,\
          "amount":1}]} => 400 requestProductIdNotAvailable
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":99,"products":[{"id":2,"amount":99}]} \
          => 400 requestProductIdNotAvailable
        SENT | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} => 400 orderStatusNotInvoiced
        CANCELLED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} => 400 orderStatusAlreadyCancelled
        EXPIRED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51} => 400 orderStatusAlreadyCancelled
        INVOICED | POST orders/refund/ORDER | {} \
          => 417 ["The type field is required.","The grand total field is required."]
        INVOICED | POST orders/refund/ORDER | {"type":"full","grandTotal":0} \
          => 417 ["The selected type is invalid.","The grand total must be greater than 0."]
        INVOICED | POST orders/refund/ORDER | {"type":5,"grandTotal":"x","products":5} \
          => 417 ["The products must be an array.","The type must be a string.","The selected type is invalid.",\
          "The grand total must be a number."]
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":1,"products":[{"id":1.5,"amount":1},\
          {"id":"x","amount":-1e9},{}],"reason":5} \
          => 417 ["The reason must be a string.","The products.0.id must be an integer.",\
          "The products.1.id must be a number.","The products.2.id field is required.",\
          "The products.1.amount must be at least -999999999.99.","The products.2.amount field is required."]
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":0.04,"products":[{"id":1,\
          "amount":0}]} => 417 ["The grand total does not match the products."]
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":0.01,"products":[{"id":1,"amount":1},\
          {"id":1,"amount":-1}]} => 417 ["The grand total does not match the products."]
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":1,"products":[{"id":1,"amount":-1}]} \
          => 417 ["The grand total does not match the products."]
        INVOICED | POST orders/refund/ORDER | {"type":"regular","grandTotal":51,"products":[{"id":1,\
          "amount":50.95}]} => 417 ["The grand total does not match the products."]
        SENT | POST orders/refund/ORDER | {"type":"regular","grandTotal":1,"products":[{"id":1,"amount":2}]} \
          => 417 ["The grand total does not match the products."]
        INVOICED | POST orders/refund/ODR0000000000 | {} => 404 orderNotFound
        """;
}
