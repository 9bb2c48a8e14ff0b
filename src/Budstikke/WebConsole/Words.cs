using Budstikke.Orders;
using Budstikke.Timeline;
using Budstikke.Users;

namespace Budstikke.WebConsole;

/// <summary>The console's own words; what happened is worded by the Timeline room.</summary>
internal static class Words
{
    public static readonly Term Find = new("Finn", "Find");
    public static readonly Term Cases = new("Saker", "Cases");
    public static readonly Term Trail = new("Hvem gjorde hva", "Who did what");
    public static readonly Term Sessions = new("Pålogginger", "Sessions");
    public static readonly Term Help = new("Hjelp", "Help");
    public static readonly Term SkipLink = new("Gå til innholdet", "Skip to the content");
    public static readonly Term SignIn = new("Logg inn", "Sign in");
    public static readonly Term SignOut = new("Logg ut", "Sign out");
    public static readonly Term SignInTitle = new("Logg inn i konsollen", "Sign in to the console");
    public static readonly Term Name = new("Brukernavn", "User name");
    public static readonly Term Password = new("Passord", "Password");
    public static readonly Term Code = new("Kode fra appen", "Code from the app");
    public static readonly Term CodeHint = new("Eller en av gjenopprettingskodene.", "Or one of the recovery codes.");
    public static readonly Term SignInFailed = new(
        "Det stemmer ikke. Se over navn, passord og kode. En kode gjelder én gang: vent på den neste.",
        "That is not right. Check name, password and code. A code is good for once: wait for the next."
    );
    public static readonly Term TooMany = new(
        "For mange forsøk herfra. Vent fem minutter.",
        "Too many tries from here. Wait five minutes."
    );
    public static readonly Term FindPrompt = new("Hva har du for hånden?", "What do you have in hand?");
    public static readonly Term FindHint = new(
        "Navn, e-post, telefon, fakturanummer, KID, ordre- eller kundenummer, organisasjonsnummer, "
            + "fødselsnummer, beløp eller referanse.",
        "Name, e-mail, phone, invoice number, KID, order or customer id, organisation number, personal "
            + "number, amount or reference."
    );
    public static readonly Term SoughtAs = new("Søkt som {0}", "Searched as {0}");
    public static readonly Term NothingFound = new("Ingen ordre funnet.", "No order found.");
    public static readonly Term SearchedNewest = new(
        "Det ble søkt i de {0} nyeste ordrene. Ordrenummer, fakturanummer, KID, kundenummer, "
            + "organisasjonsnummer og fødselsnummer finner også eldre.",
        "The newest {0} orders were searched. Order id, invoice number, KID, customer id, organisation and "
            + "personal number find older ones too."
    );
    public static readonly Term FoundMany = new("Bare de {0} nyeste vises.", "Only the newest {0} are shown.");
    public static readonly Term ChooseClient = new(
        "Velg en klient å opptre for, eller søk med et ordrenummer.",
        "Choose a client to act for, or search by an order id."
    );
    public static readonly Term Order = new("Ordre", "Order");
    public static readonly Term Customer = new("Kunde", "Customer");
    public static readonly Term Accepted = new("Mottatt", "Accepted");
    public static readonly Term Amount = new("Beløp", "Amount");
    public static readonly Term State = new("Tilstand", "State");
    public static readonly Term Open = new("Ubetalt", "Open");
    public static readonly Term Due = new("Forfall", "Due");
    public static readonly Term Channel = new("Sendt med", "Sent by");
    public static readonly Term Timeline = new("Hva som har skjedd", "What happened");
    public static readonly Term Lines = new("Linjer", "Lines");
    public static readonly Term Documents = new("Dokumenter", "Documents");
    public static readonly Term Callbacks = new("Tilbakekall til klienten", "Callbacks to the client");
    public static readonly Term Invoice = new("Faktura {0}", "Invoice {0}");
    public static readonly Term CreditNote = new("Kreditnota {0}", "Credit note {0}");
    public static readonly Term LookAt = new("Se på den", "Look at it");
    public static readonly Term Resend = new("Send på nytt", "Send again");
    public static readonly Term Cancel = new("Kanseller", "Cancel");
    public static readonly Term Credit = new("Krediter", "Credit");
    public static readonly Term Back = new("Tilbake", "Back");
    public static readonly Term None = new("ingen", "none");
    public static readonly Term By = new("av {0}", "by {0}");
    public static readonly Term Item = new("Vare", "Item");
    public static readonly Term Quantity = new("Antall", "Quantity");
    public static readonly Term Price = new("Pris", "Price");
    public static readonly Term Vat = new("Mva", "VAT");
    public static readonly Term Reference = new("Referanse", "Reference");
    public static readonly Term Email = new("E-post", "E-mail");
    public static readonly Term Phone = new("Telefon", "Phone");
    public static readonly Term Address = new("Adresse", "Address");
    public static readonly Term CasesOpen = new("Åpne saker", "Open cases");
    public static readonly Term NoCases = new(
        "Ingen åpne saker. Alt som skulle fram, er framme eller på vei.",
        "No open cases. What was to arrive has arrived or is on its way."
    );
    public static readonly Term Close = new("Lukk saken", "Close the case");
    public static readonly Term Note = new("Hva ble gjort?", "What was done?");
    public static readonly Term Opened = new("Åpnet", "Opened");
    public static readonly Term Arrived = new("Kunden har fått den", "The customer has it");
    public static readonly Term SendOn = new("Send den videre på neste måte", "Send it on by the next channel");
    public static readonly Term NotFound = new("Finnes ikke", "Not found");
    public static readonly Term NotFoundText = new(
        "Det du ba om finnes ikke, eller hører ikke til hos deg.",
        "What you asked for is not here, or is not yours."
    );
    public static readonly Term ActFor = new("Opptre for en klient", "Act for a client");
    public static readonly Term Reason = new("Grunn", "Reason");
    public static readonly Term Begin = new("Begynn", "Begin");
    public static readonly Term End = new("Avslutt", "End");
    public static readonly Term ActsFor = new(
        "Du opptrer for {0}: {1}. Klienten ser det.",
        "You act for {0}: {1}. The client sees it."
    );
    public static readonly Term TestClient = new("TEST", "TEST");
    public static readonly Term Client = new("Klient", "Client");
    public static readonly Term When = new("Når", "When");
    public static readonly Term Who = new("Hvem", "Who");
    public static readonly Term What = new("Hva", "What");
    public static readonly Term About = new("Om", "About");
    public static readonly Term Changed = new("Endret", "Changed");
    public static readonly Term WriteNote = new("Skriv et notat", "Write a note");
    public static readonly Term Take = new("Ta saken", "Take the case");
    public static readonly Term Snooze = new("Utsett", "Put off");
    public static readonly Term Days = new("{0} dager", "{0} days");
    public static readonly Term SnoozedUntil = new("utsatt til {0}", "put off until {0}");
    public static readonly Term TakenBy = new("Tatt av", "Taken by");
    public static readonly Term Done = new("Gjort.", "Done.");

    public static Term Of(SoughtKind kind) =>
        kind switch
        {
            SoughtKind.Order => new("ordrenummer", "order id"),
            SoughtKind.Customer => new("kundenummer", "customer id"),
            SoughtKind.PersonalNumber => new("fødselsnummer", "personal number"),
            SoughtKind.OrganizationNumber => new("organisasjonsnummer", "organisation number"),
            SoughtKind.Kid => new("KID", "KID"),
            SoughtKind.Number => new("fakturanummer", "invoice number"),
            SoughtKind.Phone => new("telefonnummer", "phone number"),
            SoughtKind.Email => new("e-postadresse", "e-mail address"),
            SoughtKind.Amount => new("beløp", "amount"),
            _ => new("navn eller referanse", "name or reference"),
        };

    public static Term Of(Role role) =>
        role switch
        {
            Role.Support => new("kundeservice", "support"),
            Role.Accountant => new("regnskap", "accountant"),
            Role.Admin => new("administrator", "admin"),
            _ => new("operatør", "operator"),
        };

    /// <summary>A word and a sign of another shape for each, so that the colour says nothing alone.</summary>
    public static (Term Word, string Sign, string Class) OfState(string state) =>
        state switch
        {
            OrderState.Sent => (new("Venter på faktura", "Waits for its invoice"), "○", "wait"),
            OrderState.Invoiced => (new("Fakturert", "Invoiced"), "◐", "plain"),
            OrderState.Paid => (new("Betalt", "Paid"), "●", "good"),
            OrderState.PartiallyRefunded => (new("Delvis kreditert", "Credited in part"), "◇", "plain"),
            OrderState.Refunded => (new("Kreditert", "Credited"), "◆", "plain"),
            OrderState.Cancelled => (new("Kansellert", "Cancelled"), "✕", "off"),
            OrderState.Expired => (new("Utløpt", "Expired"), "✕", "off"),
            OrderState.Reminded => (new("Purret", "Reminded"), "▲", "bad"),
            OrderState.InCollection => (new("Til inkasso", "In collection"), "▲", "bad"),
            _ => (new(state, state), "•", "plain"),
        };
}
