using Budstikke.Clients;
using Budstikke.Connect.Reading;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>
/// <c>POST orders/cancel</c>, <c>orders/resend</c> and <c>orders/refund</c>. The order must be the caller's own (404),
/// then the body right (417), then the state must allow it (400); only what comes after the 417 is kept under an
/// idempotency key.
/// </summary>
internal sealed class OrderChanges(
    OrderStore orders,
    KeyedChanges changes,
    CancelOrder cancel,
    ResendInvoice resend,
    RefundOrder refund
)
{
    public Task<Answer> Cancel(HttpContext context, Caller caller) =>
        Change<Cancellation>(
            context,
            caller,
            FieldTable.Cancel,
            (order, fields, key) => cancel.Run(caller, order.OrderId, fields["cancellationNote"].Text, key),
            result =>
                result switch
                {
                    Cancellation.Cancelled => Envelope.Success(202, "cancelledOrderSuccessfully", isData: false),
                    Cancellation.AlreadyInvoiced => Envelope.Conflict("orderStatusAlreadyInvoiced"),
                    Cancellation.AlreadyCancelled => Envelope.Conflict("orderStatusAlreadyCancelled"),
                    _ => Envelope.Conflict("orderStatusAlreadyPaid"),
                }
        );

    public Task<Answer> Resend(HttpContext context, Caller caller) =>
        Change<Resending>(
            context,
            caller,
            FieldTable.Resend,
            (order, fields, key) => resend.Run(caller, order.OrderId, CorrectionOf(fields), key),
            result =>
                result switch
                {
                    Resending.Requested => Envelope.Success(202, "resentOrderSuccessfully", isData: true),
                    Resending.NotInvoiced => Envelope.Conflict("orderStatusNotInvoiced"),
                    Resending.TooOften => Envelope.Conflict("tooManyResends"),
                    _ => Envelope.Conflict("orderStatusAlreadyPaidOrCancelled"),
                }
        );

    public Task<Answer> Refund(HttpContext context, Caller caller) =>
        Change<Refunding>(
            context,
            caller,
            FieldTable.Refund,
            (order, fields, key) => refund.Run(caller, order, RefundOf.Read(fields), key),
            result =>
                result switch
                {
                    Refunding.Refunded => Envelope.Success(202, "orderRefundedSuccessfully", isData: true),
                    Refunding.NotInvoiced => Envelope.Conflict("orderStatusNotInvoiced"),
                    Refunding.AlreadyCancelled => Envelope.Conflict("orderStatusAlreadyCancelled"),
                    Refunding.NoSuchLine => Envelope.Conflict("requestProductIdNotAvailable"),
                    _ => Envelope.Conflict("refundRejectionForRefundRequestGreaterThanOrderAmount"),
                },
            (order, fields) => RefundOf.SumFault(RefundOf.Read(fields), order.Order)
        );

    private async Task<Answer> Change<T>(
        HttpContext context,
        Caller caller,
        FieldTable table,
        Func<OrderRow, FieldValues, IdempotencyKey?, Task<Answered<T>?>> work,
        Func<T, Answer> answerTo,
        Func<OrderRow, FieldValues, string?>? faultOf = null
    )
        where T : struct, Enum
    {
        // The body is read first, because an answer in the middle of a body would break the connection.
        var body = await KeyedBody.Read(context, context.Request.Path.ToString());
        if (await orders.FindOwn(context, caller) is not { } order)
            return Envelope.NotFound(NotFoundMessage.Order);
        if (body.Refusal is { } refusal)
            return refusal;
        var (fields, errors) = Checked(
            SmallRequest.Read(body.Bytes, table),
            request => faultOf?.Invoke(order, request)
        );
        var answered =
            fields is not null ? await work(order, fields, body.Key)
            // What was done is not refused under its key because the checks have become stricter since.
            : body.Key is not null ? await changes.Given<T>(caller, body.Key)
            : null;
        if (answered is null)
            return fields is null ? Envelope.Invalid(errors) : KeyedBody.KeyReused;
        KeyedBody.MarkReplayed(context, answered.IsReplay);
        return answerTo(answered.Result);
    }

    private static SmallRequest Checked(SmallRequest request, Func<FieldValues, string?> faultOf) =>
        request.Fields is { } fields && faultOf(fields) is { } fault ? new(null, [fault]) : request;

    private static Correction CorrectionOf(FieldValues fields) =>
        new(fields["countryCode"].TextOrNull, fields["msisdn"].TextOrNull, fields["email"].TextOrNull)
        {
            Warnings = fields.Unknown.Count == 0 ? null : [.. fields.Unknown.Select(field => field.Warning)],
        };
}
