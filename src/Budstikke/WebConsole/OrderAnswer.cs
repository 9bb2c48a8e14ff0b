using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.WebConsole;

/// <summary>The answer to who calls: where is it, when is it due, is it paid?</summary>
internal static class OrderAnswer
{
    private static readonly Term s_waits = new(
        "Ordren er mottatt og venter på faktura",
        "The order is accepted and waits for its invoice"
    );
    private static readonly Term s_cancelled = new("Ordren er kansellert", "The order is cancelled");
    private static readonly Term s_rejected = new(
        "Det kan ikke lages en lovlig faktura av ordren; en sak er åpnet",
        "No lawful invoice can be made of the order; a case is open"
    );
    private static readonly Term s_with = new("Hos kunden siden {0} med {1}", "With the customer since {0} by {1}");
    private static readonly Term s_handedOver = new("Overlevert {0} med {1}", "Handed over on {0} by {1}");
    private static readonly Term s_onTheWay = new("Fakturert, på vei med {0}", "Invoiced, on its way by {0}");
    private static readonly Term s_late = new(
        "Fakturert, men {0} tar ikke imot nå; det prøves igjen",
        "Invoiced, but {0} does not take it now; it is tried again"
    );
    private static readonly Term s_failed = new(
        "Fakturert, men ingen kanal fikk levert den; et menneske må hjelpe",
        "Invoiced, but no channel could deliver it; a person must help"
    );
    private static readonly Term s_doubt = new(
        "Fakturert; ingen vet om den kom fram",
        "Invoiced; nobody knows whether it arrived"
    );
    private static readonly Term s_issued = new("Fakturert", "Invoiced");
    private static readonly Term s_due = new("forfaller {0}", "due {0}");
    private static readonly Term s_unpaid = new("ubetalt", "unpaid");
    private static readonly Term s_paid = new("betalt", "paid");
    private static readonly Term s_credited = new("kreditert", "credited");

    public static string Of(OrderSeen seen, Shown shown)
    {
        var parts = new List<string> { WhereOf(seen, shown) };
        if (seen is { Invoice: not null, Open: { } open })
        {
            if (open > 0 && seen.DueDate is { } due)
                parts.Add(s_due.In(shown.IsEnglish, shown.Day(due)));
            parts.Add(
                (
                    open > 0 ? s_unpaid
                    : seen.Row.State == OrderState.Refunded ? s_credited
                    : s_paid
                ).In(shown.IsEnglish)
            );
        }
        return string.Join("; ", parts) + ".";
    }

    private static string WhereOf(OrderSeen seen, Shown shown)
    {
        if (seen.Row.State is OrderState.Cancelled or OrderState.Expired)
            return s_cancelled.In(shown.IsEnglish);
        var (term, about) = seen
            .Facts.Reverse()
            .Select(row => Of(row, FactKinds.Read(row.Kind, row.Content), shown))
            .FirstOrDefault(said => said.Term is not null);
        return (term ?? (seen.Invoice is null ? s_waits : s_issued)).In(shown.IsEnglish, about);
    }

    /// <summary>No term where the fact says nothing about where the document is.</summary>
    private static (Term? Term, object?[] About) Of(FactRow row, Fact? fact, Shown shown) =>
        fact switch
        {
            DispatchDelivered it => (s_with, [shown.Moment(row.At), ChannelWords.Of(it.Channel).In(shown.IsEnglish)]),
            DispatchAccepted it => (
                s_handedOver,
                [shown.Moment(row.At), ChannelWords.Of(it.Channel).In(shown.IsEnglish)]
            ),
            DispatchDeferred it => (s_late, [ChannelWords.Of(it.Channel).In(shown.IsEnglish)]),
            DispatchPlanned it => (s_onTheWay, [ChannelWords.Of(it.Channel).In(shown.IsEnglish)]),
            DispatchInDoubt => (s_doubt, []),
            DistributionExhausted => (s_failed, []),
            InvoiceIssued => (s_issued, []),
            InvoiceRejected => (s_rejected, []),
            _ => (null, []),
        };
}

/// <summary>The channels as people call them.</summary>
internal static class ChannelWords
{
    public static Term Of(string channel) =>
        channel switch
        {
            "Email" => new("e-post", "e-mail"),
            "Post" => new("post", "post"),
            "EInvoice" => new("eFaktura", "e-invoice"),
            "Ehf" => new("EHF", "EHF"),
            _ => new(channel, channel),
        };
}
