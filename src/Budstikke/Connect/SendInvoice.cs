using Budstikke.Clients;
using Budstikke.Connect.Reading;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary><c>POST orders/invoice/create</c>: checks, stores, and answers when the order is on the disk.</summary>
internal sealed class SendInvoice(Door door, TimeProvider time)
{
    private const int RetryAfterSeconds = 1;
    private const int MaxKeyCharacters = 255;
    private const string KeyHeader = "Idempotency-Key";
    private const string ReplayedHeader = "idempotency-replayed";

    public async Task<Answer> Handle(HttpContext context, Caller caller)
    {
        var body = await Body.Read(context.Request, context.RequestAborted);
        if (body.Fault is { } fault)
            return Envelope.Invalid([fault]);
        var key = context.Request.Headers[KeyHeader];
        if (key.Count > 1 || key.ToString().Length > MaxKeyCharacters)
            return Envelope.Invalid([
                $"The {KeyHeader} header must stand once and not be greater than {MaxKeyCharacters} characters.",
            ]);
        var request = SendInvoiceRequest.Read(body.Bytes, caller.Client.Settings.VatRates, time.GetUtcNow());
        if (request.Order is null)
            return Envelope.Invalid(request.Errors);
        var idempotency = key.ToString().Length == 0 ? null : new IdempotencyKey(key.ToString(), body.Bytes);
        return await door.Accept(
            new(caller, request.Order, request.PersonalDigits, request.Warnings, idempotency)
        ) switch
        {
            OrderStored stored => Stored(stored, context),
            KeyReused => Envelope.Invalid([$"The {KeyHeader} header came before with another body."]),
            _ => Envelope.TooBusy(RetryAfterSeconds),
        };
    }

    private static Answer Stored(OrderStored stored, HttpContext context)
    {
        if (stored.IsReplay)
            context.Response.Headers[ReplayedHeader] = "true";
        return Envelope.OrderAdded(stored.OrderId, stored.CustomerId);
    }
}
