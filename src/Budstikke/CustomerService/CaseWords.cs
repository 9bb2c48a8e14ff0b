using Budstikke.Documents.Wording;

namespace Budstikke.CustomerService;

/// <summary>A word or sentence for a client's contact, who reads Norwegian or English.</summary>
internal sealed record CaseTerm(string English, string Norwegian)
{
    public string In(Language language) => language == Language.En ? English : Norwegian;
}

/// <summary>A kind of case in words.</summary>
/// <param name="Title">The rest of a subject.</param>
/// <param name="What">What happened.</param>
/// <param name="Advice">What to do next.</param>
internal sealed record CaseWords(CaseTerm Title, CaseTerm What, CaseTerm Advice)
{
    public static readonly CaseTerm NeedsPerson = new("{0} needs a person.", "{0} må ses på av et menneske.");
    public static readonly CaseTerm Why = new("Why", "Hvorfor");
    public static readonly CaseTerm Customer = new("Customer", "Kunde");
    public static readonly CaseTerm Email = new("E-mail", "E-post");
    public static readonly CaseTerm Phone = new("Phone", "Telefon");
    public static readonly CaseTerm Amount = new("Amount", "Beløp");
    public static readonly CaseTerm DueDate = new("Due date", "Forfallsdato");
    public static readonly CaseTerm Order = new("Order", "Ordre");
    public static readonly CaseTerm Orders = new("Orders", "Ordrer");
    public static readonly CaseTerm Case = new("Case", "Sak");
    public static readonly CaseTerm OfOrder = new("Order {0}", "Ordre {0}");
    public static readonly CaseTerm OfInvoice = new("Invoice {0}", "Faktura {0}");
    public static readonly CaseTerm OfCreditNote = new("Credit note {0}", "Kreditnota {0}");
    public static readonly CaseTerm OfWork = new("The work on {0}", "Arbeidet med {0}");
    public static readonly CaseTerm OfServer = new("Your callback server {0}", "Serveren deres for tilbakekall, {0},");

    private static readonly CaseWords s_distributionExhausted = new(
        new("no channel could deliver it", "ingen kanal fikk levert den"),
        new(
            "It is issued and valid, and no channel could bring it to the customer.",
            "Den er utstedt og gyldig, men ingen kanal fikk levert den til kunden."
        ),
        new(
            "What to do: find the customer's right address and send it again (the call resend), or bring the attached "
                + "PDF to the customer yourself.",
            "Slik går dere videre: Finn riktig adresse og send den på nytt (kallet resend), eller lever det vedlagte "
                + "dokumentet til kunden selv."
        )
    );

    private static readonly CaseWords s_invoiceRejected = new(
        new("no lawful invoice can be made of it", "det kan ikke lages en lovlig faktura av den"),
        new(
            "It has not been invoiced, since the invoice would break the rules that apply. No invoice number has been "
                + "used.",
            "Den er ikke fakturert, fordi fakturaen ville ha brutt reglene som gjelder. Ingen fakturanummer er brukt."
        ),
        new(
            "What to do: look at the order's data. Cancel the order, or tell us to try it again: either ends this "
                + "case.",
            "Slik går dere videre: Se på opplysningene i ordren. Kanseller den, eller be oss prøve igjen: begge deler "
                + "avslutter saken."
        )
    );

    private static readonly CaseWords s_creditNoteRejected = new(
        new("no lawful credit note can be made of a refund", "det kan ikke lages en lovlig kreditnota"),
        new(
            "What was to be refunded has not been credited, since the credit note would break the rules that apply. No "
                + "number has been used, and the customer has received nothing.",
            "Det som skulle tilbakebetales, er ikke kreditert, fordi kreditnotaen ville ha brutt reglene som gjelder. "
                + "Ingen nummer er brukt, og kunden har ikke fått noe."
        ),
        new(
            "What to do: look at the order's data. The amount is free again: refund it anew, or tell us to try it "
                + "again.",
            "Slik går dere videre: Se på opplysningene i ordren. Beløpet er ledig igjen: be om tilbakebetaling på "
                + "nytt, eller be oss prøve igjen."
        )
    );

    private static readonly CaseWords s_callbackGivenUp = new(
        new("your system could not be told of a change", "systemet deres fikk ikke vite om en endring"),
        new(
            "Its callback was not received: the address gave no answer that counts for days, or it may not be called.",
            "Tilbakekallet kom ikke fram: adressen svarte ikke slik den skal på flere døgn, eller den kan ikke kalles."
        ),
        new(
            "What to do: check that your callback address answers, and read the order's status from the API.",
            "Slik går dere videre: Se til at adressen for tilbakekall svarer, og les ordrens status fra API-et."
        )
    );

    private static readonly CaseWords s_endpointAsleep = new(
        new("it has not answered for three days", "den har ikke svart på tre døgn"),
        new(
            "No callback to it has been received for three days, whatever its order.",
            "Den har ikke tatt imot noe på tre døgn, uansett ordre."
        ),
        new(
            "What to do: check that it answers with a 2xx; it is asked once an hour, and then hears everything that "
                + "waits, in order. Until then, read the orders' status from the API.",
            "Slik går dere videre: Se til at den svarer med 2xx. Den blir spurt hver time, og får da alt som venter, i "
                + "rekkefølge. Les ordrenes status fra API-et inntil da."
        )
    );

    private static readonly CaseWords s_endpointGivenUp = new(
        new("what waited for it was given up", "det som ventet på den, er gitt opp"),
        new(
            "No callback to it has been received for many days, and what waited for it is not tried any more.",
            "Den har ikke tatt imot noe på mange døgn. Det som ventet, blir ikke forsøkt igjen av seg selv."
        ),
        new(
            "What to do: read the orders' status from the API. When it answers again, tell whoever runs the service, "
                + "who can have all of it told once more.",
            "Slik går dere videre: Les ordrenes status fra API-et. Si fra til den som driver tjenesten når den svarer "
                + "igjen, så kan alt meldes på nytt."
        )
    );

    private static readonly CaseWords s_jobFailing = new(
        new("an error of ours keeps it from going on", "en feil hos oss hindrer den"),
        new(
            "The service fails at it again and again, and goes on trying ever more rarely.",
            "Tjenesten feiler gang på gang og prøver videre, stadig sjeldnere."
        ),
        new(
            "You need not do anything: whoever runs the service looks after it, and nothing is lost.",
            "Dere trenger ikke gjøre noe: den som driver tjenesten, tar seg av det, og ingenting er tapt."
        )
    );

    private static readonly CaseWords s_arrivalUnknown = new(
        new("nobody knows whether it arrived", "ingen vet om den kom fram"),
        new(
            "It was sent and may have arrived, although the last that was heard of it says that it has not. Until this "
                + "is decided it is not sent by another channel.",
            "Den ble sendt og kan ha kommet fram, selv om det siste vi hørte, sier at den ikke har det. Den sendes "
                + "ikke på annen måte før dette er avgjort."
        ),
        new(
            "What to do: find out whether the customer has it, and tell whoever runs the service.",
            "Slik går dere videre: Finn ut om kunden har fått den, og si fra til den som driver tjenesten."
        )
    );

    private static readonly CaseWords s_returnedNearDue = new(
        new("it came back shortly before it is due", "den kom i retur rett før forfall"),
        new(
            "It had been sent, and came back. It is sent by the next channel, which may reach the customer late.",
            "Den var sendt og kom i retur. Den sendes nå på neste måte, og kan nå kunden sent."
        ),
        new(
            "What to do: tell the customer, or give him more time. You need not send it yourself.",
            "Slik går dere videre: Si fra til kunden, eller gi kunden lengre frist. Dere trenger ikke sende den selv."
        )
    );

    private static readonly CaseWords s_mailHeld = new(
        new("e-mail waits for the service", "e-post venter på tjenesten"),
        new(
            "Invoices by e-mail have not gone out, for a reason that is the service's and no customer's.",
            "Fakturaer på e-post har ikke gått ut, av en grunn som er tjenestens og ingen kundes."
        ),
        new(
            "You need not do anything: whoever runs the service mends it, and then all goes out.",
            "Dere trenger ikke gjøre noe: den som driver tjenesten, retter det, og så går alt ut."
        )
    );

    private static readonly CaseWords s_other = new(
        new("something needs a look", "noe må ses på"),
        new("The service could not go on with it by itself.", "Tjenesten kom ikke videre alene."),
        new("What to do: please look at it.", "Slik går dere videre: Se på den.")
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
            NewCase.ReturnedNearDue => s_returnedNearDue,
            NewCase.MailHeld => s_mailHeld,
            _ => s_other,
        };
}
