using System.Text;

namespace Budstikke.Distribution.Email;

/// <summary>The letter's words in one language.</summary>
internal sealed record LetterWords
{
    /// <summary>BCP 47.</summary>
    public required string Tag { get; init; }

    public required LetterFigures Figures { get; init; }

    public required string Invoice { get; init; }

    public required string CreditNote { get; init; }

    /// <summary>Of the attached file, in ASCII.</summary>
    public required string InvoiceFile { get; init; }

    public required string CreditNoteFile { get; init; }

    /// <summary>Document, number, seller.</summary>
    public required CompositeFormat Subject { get; init; }

    public required string Greeting { get; init; }

    /// <summary>Number, seller.</summary>
    public required CompositeFormat InvoiceOpening { get; init; }

    /// <summary>Number, seller.</summary>
    public required CompositeFormat CreditNoteOpening { get; init; }

    /// <summary>A sentence, behind the opening of an invoice of nothing.</summary>
    public required string NothingDue { get; init; }

    public required string AmountDue { get; init; }

    public required string DueDate { get; init; }

    public required string Account { get; init; }

    /// <summary>Seller.</summary>
    public required CompositeFormat Closing { get; init; }

    public required string Regards { get; init; }

    /// <summary>English for a language that we do not write.</summary>
    public static LetterWords In(string language) =>
        language switch
        {
            "no" => s_norwegian,
            "sv" => s_swedish,
            "da" => s_danish,
            "de" => s_german,
            _ => s_english,
        };

    private static CompositeFormat F(string format) => CompositeFormat.Parse(format);

    private static readonly LetterWords s_english = new()
    {
        Tag = "en",
        Figures = new(',', '.', DateOrder.DayMonthNameYear),
        Invoice = "Invoice",
        CreditNote = "Credit note",
        InvoiceFile = "Invoice",
        CreditNoteFile = "Credit-note",
        Subject = F("{0} {1} from {2}"),
        Greeting = "Hello",
        InvoiceOpening = F("here is invoice {0} from {1}. You find it attached as a PDF."),
        CreditNoteOpening = F(
            "here is credit note {0} from {1}. You find it attached as a PDF, and there is nothing to pay for it."
        ),
        NothingDue = "There is nothing to pay.",
        AmountDue = "Amount due",
        DueDate = "Due date",
        Account = "Account number",
        Closing = F("Any questions? Just answer this e-mail, and {0} will read it."),
        Regards = "Kind regards",
    };

    private static readonly LetterWords s_norwegian = new()
    {
        Tag = "nb",
        Figures = new('\u00a0', ',', DateOrder.DayMonthYear),
        Invoice = "Faktura",
        CreditNote = "Kreditnota",
        InvoiceFile = "Faktura",
        CreditNoteFile = "Kreditnota",
        Subject = F("{0} {1} fra {2}"),
        Greeting = "Hei",
        InvoiceOpening = F("her kommer faktura {0} fra {1}. Den ligger ved som PDF."),
        CreditNoteOpening = F(
            "her kommer kreditnota {0} fra {1}. Den ligger ved som PDF, og det er ingenting å betale for den."
        ),
        NothingDue = "Det er ingenting å betale.",
        AmountDue = "Å betale",
        DueDate = "Forfallsdato",
        Account = "Kontonummer",
        Closing = F("Har du spørsmål? Bare svar på denne e-posten, så leser {0} den."),
        Regards = "Vennlig hilsen",
    };

    private static readonly LetterWords s_swedish = new()
    {
        Tag = "sv",
        Figures = new('\u00a0', ',', DateOrder.YearMonthDay),
        Invoice = "Faktura",
        CreditNote = "Kreditfaktura",
        InvoiceFile = "Faktura",
        CreditNoteFile = "Kreditfaktura",
        Subject = F("{0} {1} från {2}"),
        Greeting = "Hej",
        InvoiceOpening = F("här kommer faktura {0} från {1}. Den är bifogad som PDF."),
        CreditNoteOpening = F(
            "här kommer kreditfaktura {0} från {1}. Den är bifogad som PDF, och du behöver inte betala något för den."
        ),
        NothingDue = "Du behöver inte betala något.",
        AmountDue = "Att betala",
        DueDate = "Förfallodatum",
        Account = "Kontonummer",
        Closing = F("Har du frågor? Svara bara på det här mejlet, så läser {0} det."),
        Regards = "Vänliga hälsningar",
    };

    private static readonly LetterWords s_danish = new()
    {
        Tag = "da",
        Figures = new('.', ',', DateOrder.DayMonthYear),
        Invoice = "Faktura",
        CreditNote = "Kreditnota",
        InvoiceFile = "Faktura",
        CreditNoteFile = "Kreditnota",
        Subject = F("{0} {1} fra {2}"),
        Greeting = "Hej",
        InvoiceOpening = F("her er faktura {0} fra {1}. Den er vedhæftet som PDF."),
        CreditNoteOpening = F(
            "her er kreditnota {0} fra {1}. Den er vedhæftet som PDF, og der er ikke noget at betale for den."
        ),
        NothingDue = "Der er ikke noget at betale.",
        AmountDue = "At betale",
        DueDate = "Forfaldsdato",
        Account = "Kontonummer",
        Closing = F("Har du spørgsmål? Svar blot på denne e-mail, så læser {0} den."),
        Regards = "Venlig hilsen",
    };

    private static readonly LetterWords s_german = new()
    {
        Tag = "de",
        Figures = new('.', ',', DateOrder.DayMonthYear),
        Invoice = "Rechnung",
        CreditNote = "Gutschrift",
        InvoiceFile = "Rechnung",
        CreditNoteFile = "Gutschrift",
        Subject = F("{0} {1} von {2}"),
        Greeting = "Guten Tag",
        InvoiceOpening = F("hier ist die Rechnung {0} von {1}. Sie liegt dieser E-Mail als PDF bei."),
        CreditNoteOpening = F(
            "hier ist die Gutschrift {0} von {1}. Sie liegt dieser E-Mail als PDF bei; zu bezahlen ist dafür nichts."
        ),
        NothingDue = "Zu bezahlen ist nichts.",
        AmountDue = "Zu zahlen",
        DueDate = "Fällig am",
        Account = "Kontonummer",
        Closing = F("Haben Sie Fragen? Antworten Sie einfach auf diese E-Mail, und {0} liest sie."),
        Regards = "Freundliche Grüße",
    };
}
