using System.Text;
using Budstikke.Invoicing;

namespace Budstikke.CustomerService;

/// <summary>What the client's contact reads, in English and shortly in Norwegian.</summary>
internal sealed record CaseLetter(string Subject, string Text)
{
    public static CaseLetter Of(CaseAbout about)
    {
        var (row, orders) = (about.Row, about.OrderIds);
        var (english, norwegian) = About(about);
        var words = CaseWords.For(row.Kind);
        var text = new StringBuilder();
        text.Append(null, $"{english} needs a person. {words.English}\n\n");
        text.Append(null, $"Why / Hvorfor:\n{Listed(row.Reason)}\n\n");
        text.Append(null, $"{words.Advice}\n\n");
        text.Append(null, $"Norsk: {norwegian} må ses på av et menneske. {words.Norwegian}\n\n");
        text.Append(null, $"Case / sak: {row.CaseId}\n");
        if (orders.Count > 0)
            text.Append(null, $"{(orders.Count == 1 ? "Order / ordre" : "Orders / ordrer")}: {about.NamedOrders}\n");
        return new($"{english}: {words.Title} ({row.CaseId})", text.ToString());
    }

    private static (string English, string Norwegian) About(CaseAbout about) =>
        about.Invoice switch
        {
            null when about.Row.Kind is NewCase.CallbackEndpointAsleep or NewCase.CallbackEndpointGivenUp => (
                $"Your callback server {about.Other}",
                $"Serveren deres for tilbakekall, {about.Other},"
            ),
            null when about.Other is { } other => ($"The work on {other}", $"Arbeidet med {other}"),
            null => ($"Order {about.Row.OrderId}", $"Ordre {about.Row.OrderId}"),
            { Kind: InvoiceRow.CreditNote } note => ($"Credit note {note.Number}", $"Kreditnota {note.Number}"),
            { } invoice => ($"Invoice {invoice.Number}", $"Faktura {invoice.Number}"),
        };

    /// <summary>A server's answer may have several lines of its own.</summary>
    private static string Listed(string reason) =>
        string.Join('\n', reason.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  - {line}"));
}

/// <summary>A kind of case in words.</summary>
internal sealed record CaseWords(string Title, string English, string Advice, string Norwegian)
{
    private static readonly CaseWords s_distributionExhausted = new(
        "no channel could deliver it",
        "It is issued and valid, and no channel could bring it to the customer.",
        "Please correct the customer's address data, or bring the document to the customer yourself. It is kept "
            + "with its number.",
        "Den er utstedt og gyldig, men ingen kanal fikk levert den til kunden."
    );

    private static readonly CaseWords s_invoiceRejected = new(
        "no lawful invoice can be made of it",
        "It has not been invoiced, since the invoice would break the rules that apply.",
        "Please look at the order's data; no invoice number has been used. Cancel the order, or tell us to try "
            + "it again: either ends this case.",
        "Den er ikke fakturert, fordi fakturaen ville ha brutt reglene."
    );

    private static readonly CaseWords s_creditNoteRejected = new(
        "no lawful credit note can be made of a refund",
        "What was to be refunded has not been credited, since the credit note would break the rules that apply.",
        "Please look at the order's data; no number has been used, and the customer has received nothing. The "
            + "amount is free again: refund it anew, or tell us to try it again.",
        "Det som skulle tilbakebetales er ikke kreditert, fordi kreditnotaen ville ha brutt reglene."
    );

    private static readonly CaseWords s_callbackGivenUp = new(
        "your system could not be told of a change",
        "Its callback was not received: the address gave no answer that counts for days, or it may not be called.",
        "Please check that your callback address answers, and read the order's status from the API.",
        "Vi fikk ikke meldt fra til systemet deres om en endring."
    );

    private static readonly CaseWords s_endpointAsleep = new(
        "it has not answered for three days",
        "No callback to it has been received for three days, whatever its order.",
        "Please check that it answers with a 2xx; it is asked once an hour, and then hears everything that waits, in "
            + "order. Until then, read the orders' status from the API.",
        "Den har ikke tatt imot noe på tre døgn. Den blir spurt hver time, og får da alt som venter."
    );

    private static readonly CaseWords s_endpointGivenUp = new(
        "what waited for it was given up",
        "No callback to it has been received for many days, and what waited for it is not tried any more.",
        "Please read the orders' status from the API. When it answers again, tell whoever runs the service, who can "
            + "have all of it told once more.",
        "Den har ikke tatt imot noe på mange døgn. Det som ventet, blir ikke forsøkt igjen av seg selv."
    );

    private static readonly CaseWords s_jobFailing = new(
        "an error of ours keeps it from going on",
        "The service fails at it again and again, and goes on trying ever more rarely.",
        "You need not do anything: whoever runs the service looks after it, and nothing is lost.",
        "Tjenesten feiler gang på gang og prøver videre, stadig sjeldnere. Dere trenger ikke gjøre noe."
    );

    private static readonly CaseWords s_arrivalUnknown = new(
        "nobody knows whether it arrived",
        "It was sent and may have arrived, although the last that was heard of it says that it has not.",
        "Please find out whether the customer has it, and tell whoever runs the service. Until then it is not "
            + "sent by another channel.",
        "Den ble sendt og kan ha kommet fram, selv om det siste vi hørte, sier at den ikke har det."
    );

    private static readonly CaseWords s_other = new(
        "something needs a look",
        "The service could not go on with it by itself.",
        "Please look at it.",
        "Tjenesten kom ikke videre alene."
    );

    public static CaseWords For(string kind) =>
        kind switch
        {
            NewCase.DistributionExhausted => s_distributionExhausted,
            NewCase.InvoiceRejected => s_invoiceRejected,
            NewCase.CreditNoteRejected => s_creditNoteRejected,
            NewCase.CallbackGivenUp => s_callbackGivenUp,
            NewCase.CallbackEndpointAsleep => s_endpointAsleep,
            NewCase.CallbackEndpointGivenUp => s_endpointGivenUp,
            NewCase.JobFailing => s_jobFailing,
            NewCase.ArrivalUnknown => s_arrivalUnknown,
            _ => s_other,
        };
}
