using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Wording;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>What an order would come to if it were issued now.</summary>
/// <param name="Invoice">With a word in the place of every number that only an issued invoice has, and without a
/// KID.</param>
/// <param name="Violations">Why no invoice could be issued.</param>
internal sealed record InvoicePreview(Invoice Invoice, IReadOnlyList<Violation> Violations);

/// <summary>The pure decision: the invoice of an order that nobody has stored. It takes no number and can be paid by
/// nobody.</summary>
internal static class PreviewInvoice
{
    /// <summary>In the place of a number.</summary>
    public const string Placeholder = "PREVIEW";

    private const long NoNumber = 0;

    public static InvoicePreview Of(Order order, Client client, DateTimeOffset now, decimal fee)
    {
        var draft = DraftInvoice.From(RowOf(client), order, client, NoNumber, now, fee);
        var shown = draft with
        {
            Number = Placeholder,
            Notes = [.. draft.Notes, Terms.IsPreview.PrintedIn(RenderInvoice.LanguageOf(order.Customer.Language))],
            Payment = draft.Payment is { } payment ? payment with { Kid = null } : null,
        };
        return new(shown, InvoiceRules.Check(draft));
    }

    /// <summary>When an order that is accepted now would be invoiced: a held one on the day of its run.</summary>
    public static DateTimeOffset DayOf(Order order, Client client, DateTimeOffset now) =>
        Hold.Of(order, now, client.Settings.Runs)?.Until ?? now;

    /// <summary>The row that the order would get; only its ids reach an invoice.</summary>
    private static OrderRow RowOf(Client client) =>
        new(Placeholder, client.ClientId, Placeholder, OrderState.Sent, 0, 0, null, "", 0);
}
