using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>What became of the wish to have an invoice sent again.</summary>
internal enum Resending
{
    Requested,
    NotInvoiced,
    AlreadyPaidOrCancelled,
}

/// <summary>Where the customer is to be reached instead; null where the order's own stays. The document is not touched by it.</summary>
internal sealed record Correction(string? CountryCode, string? Msisdn, string? Email);

/// <summary>
/// Sends an issued invoice again, by the route from its beginning. Every sending has a number of its own, which stands in the keys of its
/// dispatches; what is left of an earlier sending ends with it.
/// </summary>
internal sealed class ResendInvoice(KeyedChanges changes, InvoiceStore invoices)
{
    /// <summary>Null: the idempotency key came before with something else.</summary>
    /// <param name="orderId">One of the caller's own.</param>
    public async Task<Answered<Resending>?> Run(
        Caller caller,
        string orderId,
        Correction correction,
        IdempotencyKey? key
    ) =>
        await changes.Once(
            caller,
            key,
            // The orders of a collective invoice are sent again together.
            $"resends {await invoices.OriginalOf(caller.Client.ClientId, orderId) ?? orderId}",
            async (session, now) =>
                ReasonAgainst(await OrderStore.StateOf(session, caller.Client.ClientId, orderId)) is { } reason
                    ? new Effect<Resending>(reason)
                    : new Effect<Resending>(Resending.Requested)
                    {
                        Facts = [await Request(session, caller, orderId, correction, now)],
                    }
        );

    private static async Task<ResendRequested> Request(
        Session session,
        Caller caller,
        string orderId,
        Correction correction,
        DateTimeOffset now
    )
    {
        var invoiceId = await InvoiceStore.OriginalOf(session, caller.Client.ClientId, orderId);
        return new()
        {
            ClientId = caller.Client.ClientId,
            OrderIds = await InvoiceStore.OrdersOf(session, caller.Client.ClientId, invoiceId),
            CausedBy = caller.CausedBy,
            InvoiceId = invoiceId,
            Resend = await DispatchStore.AddResend(session, caller.Client.ClientId, invoiceId, correction.Email, now),
            CountryCode = correction.CountryCode,
            Msisdn = correction.Msisdn,
            Email = correction.Email,
        };
    }

    /// <summary>What is only partly refunded, reminded of or collected is still owed.</summary>
    private static Resending? ReasonAgainst(string state) =>
        state switch
        {
            OrderState.Sent => Resending.NotInvoiced,
            OrderState.Paid or OrderState.Refunded or OrderState.Cancelled or OrderState.Expired =>
                Resending.AlreadyPaidOrCancelled,
            _ => null,
        };
}
