#pragma warning disable CS1591 // Each term's first text is its English wording: a sentence about it would repeat it.
namespace Budstikke.Documents.Wording;

/// <summary>
/// The words of the short letter that brings a document; what it shares with the document stands in
/// <see cref="Terms"/>.
/// </summary>
public static class LetterTerms
{
    /// <summary>With the places of the kind of document, its number and the seller.</summary>
    public static readonly Term Subject = new(
        "{0} {1} from {2}",
        "{0} {1} fra {2}",
        "{0} {1} från {2}",
        "{0} {1} fra {2}",
        "{0} {1} von {2}"
    );
    public static readonly Term Greeting = new("Hello", "Hei", "Hej", "Hej", "Guten Tag");

    /// <summary>With the places of the number and the seller.</summary>
    public static readonly Term InvoiceOpening = new(
        "here is invoice {0} from {1}. You find it attached as a PDF.",
        "her kommer faktura {0} fra {1}. Den ligger ved som PDF.",
        "här kommer faktura {0} från {1}. Den är bifogad som PDF.",
        "her er faktura {0} fra {1}. Den er vedhæftet som PDF.",
        "hier ist die Rechnung {0} von {1}. Sie liegt dieser E-Mail als PDF bei."
    );

    /// <summary>With the places of the number and the seller.</summary>
    public static readonly Term CreditNoteOpening = new(
        "here is credit note {0} from {1}. You find it attached as a PDF, and there is nothing to pay for it.",
        "her kommer kreditnota {0} fra {1}. Den ligger ved som PDF, og det er ingenting å betale for den.",
        "här kommer kreditfaktura {0} från {1}. Den är bifogad som PDF, och du behöver inte betala något för den.",
        "her er kreditnota {0} fra {1}. Den er vedhæftet som PDF, og der er ikke noget at betale for den.",
        "hier ist die Gutschrift {0} von {1}. Sie liegt dieser E-Mail als PDF bei; zu bezahlen ist dafür nichts."
    );
    public static readonly Term CreditedInvoice = new(
        "For invoice",
        "Gjelder faktura",
        "Gäller faktura",
        "Vedrører faktura",
        "Zur Rechnung"
    );
    public static readonly Term Credited = new("Credited", "Kreditert", "Krediterat", "Krediteret", "Gutgeschrieben");
    public static readonly Term NothingDue = new(
        "There is nothing to pay.",
        "Det er ingenting å betale.",
        "Du behöver inte betala något.",
        "Der er ikke noget at betale.",
        "Zu bezahlen ist nichts."
    );
    public static readonly Term DueDate = new("Due date", "Forfallsdato", "Förfallodatum", "Forfaldsdato", "Fällig am");
    public static readonly Term Account = new(
        "Account number",
        "Kontonummer",
        "Kontonummer",
        "Kontonummer",
        "Kontonummer"
    );

    /// <summary>With the place of the seller.</summary>
    public static readonly Term Closing = new(
        "Any questions? Just answer this e-mail, and {0} will read it.",
        "Har du spørsmål? Bare svar på denne e-posten, så leser {0} den.",
        "Har du frågor? Svara bara på det här mejlet, så läser {0} det.",
        "Har du spørgsmål? Svar blot på denne e-mail, så læser {0} den.",
        "Haben Sie Fragen? Antworten Sie einfach auf diese E-Mail, und {0} liest sie."
    );
    public static readonly Term Regards = new(
        "Kind regards",
        "Vennlig hilsen",
        "Vänliga hälsningar",
        "Venlig hilsen",
        "Freundliche Grüße"
    );
}
