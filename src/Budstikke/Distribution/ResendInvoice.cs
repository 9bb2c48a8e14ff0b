using System.Text.Json.Serialization;
using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>What became of the wish to have an invoice sent again.</summary>
internal enum Resending
{
    [JsonStringEnumMemberName("Requested")]
    Requested,

    [JsonStringEnumMemberName("NotInvoiced")]
    NotInvoiced,

    [JsonStringEnumMemberName("AlreadyPaidOrCancelled")]
    AlreadyPaidOrCancelled,

    /// <summary>As often as it may be in a day.</summary>
    [JsonStringEnumMemberName("TooOften")]
    TooOften,
}

/// <summary>
/// Where the customer is to be reached instead, by whatever channel: kept as JSON, so that a field more is no
/// migration. Null where the order's own stays. The document is not touched by it.
/// </summary>
internal sealed record Correction(string? CountryCode, string? Msisdn, string? Email)
{
    /// <summary>What the client sent along and had no effect; null for nothing.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? Warnings { get; init; }

    [JsonIgnore]
    public bool IsOfAnything => (CountryCode ?? Msisdn ?? Email) is not null;

    /// <summary>The same customer, reached where the client says now.</summary>
    public Customer Of(Customer customer) =>
        customer with
        {
            CountryCode = CountryCode ?? customer.CountryCode,
            Msisdn = Msisdn ?? customer.Msisdn,
            Email = Email ?? customer.Email,
        };
}

/// <summary>
/// Sends an issued invoice again, by the route from its beginning. Every sending has a number of its own, which stands
/// in the keys of its dispatches; what is left of an earlier sending ends with it.
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
            {
                var clientId = caller.Client.ClientId;
                if (ReasonAgainst(await OrderStore.StateOf(session, clientId, orderId)) is { } reason)
                    return new Effect<Resending>(reason);
                var invoiceId = await InvoiceStore.OriginalOf(session, clientId, orderId);
                // An order that was paid and then refunded in part is PARTIAL REFUNDED, and nothing of it is owed.
                if (LedgerState.IsSettled(await LedgerEntries.Of(session, clientId, [invoiceId])))
                    return new Effect<Resending>(Resending.AlreadyPaidOrCancelled);
                return await Request(session, caller, invoiceId, correction, now) is { } requested
                    ? new Effect<Resending>(Resending.Requested) { Facts = [requested] }
                    : new Effect<Resending>(Resending.TooOften);
            }
        );

    /// <summary>Null where it was sent again often enough.</summary>
    private static async Task<ResendRequested?> Request(
        Session session,
        Caller caller,
        string invoiceId,
        Correction correction,
        DateTimeOffset now
    )
    {
        var clientId = caller.Client.ClientId;
        if (await DispatchStore.AddResend(session, clientId, invoiceId, correction, now) is not { } resend)
            return null;
        return new()
        {
            ClientId = clientId,
            OrderIds = await InvoiceStore.OrdersOf(session, clientId, invoiceId),
            CausedBy = caller.CausedBy,
            InvoiceId = invoiceId,
            Resend = resend,
            CountryCode = correction.CountryCode,
            Msisdn = correction.Msisdn,
            Email = correction.Email,
            Warnings = correction.Warnings,
        };
    }

    /// <summary>Whether what is only partly refunded, reminded of or collected is still owed, the ledger
    /// says.</summary>
    private static Resending? ReasonAgainst(string state) =>
        state switch
        {
            OrderState.Sent => Resending.NotInvoiced,
            OrderState.Paid or OrderState.Refunded or OrderState.Cancelled or OrderState.Expired =>
                Resending.AlreadyPaidOrCancelled,
            _ => null,
        };
}
