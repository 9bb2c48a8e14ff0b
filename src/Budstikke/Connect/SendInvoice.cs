using Budstikke.Clients;
using Budstikke.Connect.Reading;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary><c>POST orders/invoice/create</c> and its variants: checks, stores, and answers when the order is on the
/// disk.</summary>
internal sealed class SendInvoice(Door door, OrderBody orders)
{
    private const int RetryAfterSeconds = 1;

    /// <param name="call">What the idempotency key is kept for; empty for Send Invoice itself.</param>
    public async Task<Answer> Handle(HttpContext context, Caller caller, FieldTable table, string call)
    {
        var body = await KeyedBody.Read(context, call);
        if (body.Refusal is { } refusal)
            return refusal;
        var request = orders.Read(body.Bytes, caller, table);
        if (request.Order is null)
            return await Earlier(caller, body.Key, context) ?? Envelope.Invalid(request.Errors);
        return await door.Accept(new(caller, request.Order, request.PersonalDigits, request.Warnings, body.Key)) switch
        {
            OrderStored stored => Stored(stored, context),
            KeyReused => KeyedBody.KeyReused,
            _ => Envelope.TooBusy(RetryAfterSeconds),
        };
    }

    /// <summary>
    /// An order that was taken is not refused under its key because the checks have become stricter since: its client
    /// would order again. Only who is refused pays for the look.
    /// </summary>
    private async Task<Answer?> Earlier(Caller caller, IdempotencyKey? key, HttpContext context) =>
        key is not null && await door.Earlier(caller, key) is { } stored ? Stored(stored, context) : null;

    private static Answer Stored(OrderStored stored, HttpContext context)
    {
        KeyedBody.MarkReplayed(context, stored.IsReplay);
        return Envelope.OrderAdded(stored.OrderId, stored.CustomerId);
    }
}
