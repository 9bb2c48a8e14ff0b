#pragma warning disable CS1591 // Each term's first text is its English wording: a sentence about it would repeat it.
namespace Budstikke.Documents.Wording;

/// <summary>
/// The words of invoices and credit notes. Never translated are Foretaksregisteret (foretaksregisterloven § 10-2),
/// the suffix MVA, KID, and the law's reasons for charging no VAT (<see cref="Vat.VatReasons"/>).
/// </summary>
public static class Terms
{
    public const string Foretaksregisteret = "Foretaksregisteret";
    public const string VatSuffix = "MVA";

    public static readonly Term Invoice = new("Invoice", "Faktura", "Faktura", "Faktura", "Rechnung");
    public static readonly Term Preview = new(
        "Preview",
        "Forhåndsvisning",
        "Förhandsvisning",
        "Forhåndsvisning",
        "Vorschau"
    );
    public static readonly Term IsPreview = new(
        "This is a preview and no invoice. It must not be paid.",
        "Dette er en forhåndsvisning og ingen faktura. Den skal ikke betales.",
        "Detta är en förhandsvisning och ingen faktura. Den ska inte betalas.",
        "Dette er en forhåndsvisning og ingen faktura. Den skal ikke betales.",
        "Dies ist eine Vorschau und keine Rechnung. Sie ist nicht zu bezahlen."
    );
    public static readonly Term CreditNote = new(
        "Credit note",
        "Kreditnota",
        "Kreditfaktura",
        "Kreditnota",
        "Gutschrift (Rechnungskorrektur)"
    );
    public static readonly Term Reminder = new(
        "Payment reminder",
        "Purring",
        "Betalningspåminnelse",
        "Rykker",
        "Zahlungserinnerung"
    );
    public static readonly Term InvoiceNumber = new(
        "Invoice no.",
        "Fakturanr.",
        "Fakturanr",
        "Fakturanr.",
        "Rechnungsnr."
    );
    public static readonly Term CreditNoteNumber = new(
        "Credit note no.",
        "Kreditnotanr.",
        "Kreditfakturanr",
        "Kreditnotanr.",
        "Gutschriftsnr."
    );
    public static readonly Term InvoiceDate = new(
        "Invoice date",
        "Fakturadato",
        "Fakturadatum",
        "Fakturadato",
        "Rechnungsdatum"
    );
    public static readonly Term Date = new("Date", "Dato", "Datum", "Dato", "Datum");
    public static readonly Term DueDate = new(
        "Due date",
        "Forfallsdato",
        "Förfallodatum",
        "Forfaldsdato",
        "Fälligkeitsdatum"
    );
    public static readonly Term PaymentTerms = new(
        "Payment terms",
        "Betalingsbetingelser",
        "Betalningsvillkor",
        "Betalingsbetingelser",
        "Zahlungsbedingungen"
    );
    public static readonly Term DeliveryDate = new(
        "Delivery date",
        "Leveringsdato",
        "Leveransdatum",
        "Leveringsdato",
        "Lieferdatum"
    );
    public static readonly Term DeliveryPlace = new(
        "Place of delivery",
        "Leveringssted",
        "Leveransplats",
        "Leveringssted",
        "Lieferort"
    );
    public static readonly Term Period = new("Period", "Periode", "Period", "Periode", "Zeitraum");
    public static readonly Term Customer = new("Customer", "Kunde", "Kund", "Kunde", "Kunde");
    public static readonly Term CustomerNumber = new("Customer no.", "Kundenr.", "Kundnr", "Kundenr.", "Kundennr.");
    public static readonly Term CustomerOrganization = new(
        "Customer org. no.",
        "Kundens org.nr.",
        "Kundens org.nr",
        "Kundens CVR/org.nr.",
        "Org.-Nr. des Kunden"
    );
    public static readonly Term Seller = new("Seller", "Selger", "Säljare", "Sælger", "Verkäufer");
    public static readonly Term YourReference = new(
        "Your ref.",
        "Deres ref.",
        "Er referens",
        "Deres ref.",
        "Ihr Zeichen"
    );
    public static readonly Term OurReference = new(
        "Our ref.",
        "Vår ref.",
        "Vår referens",
        "Vores ref.",
        "Unser Zeichen"
    );
    public static readonly Term OrderNumber = new("Order no.", "Ordrenr.", "Ordernr", "Ordrenr.", "Bestellnr.");
    public static readonly Term OriginalInvoice = new(
        "Original invoice",
        "Opprinnelig faktura",
        "Ursprunglig faktura",
        "Oprindelig faktura",
        "Ursprüngliche Rechnung"
    );
    public static readonly Term Description = new(
        "Description",
        "Beskrivelse",
        "Beskrivning",
        "Beskrivelse",
        "Beschreibung"
    );
    public static readonly Term ItemNumber = new("Item no.", "Varenr.", "Artikelnr", "Varenr.", "Artikelnr.");
    public static readonly Term Quantity = new("Quantity", "Antall", "Antal", "Antal", "Menge");
    public static readonly Term UnitPrice = new("Unit price", "Enhetspris", "À-pris", "Enhedspris", "Einzelpreis");
    public static readonly Term Discount = new("Discount", "Rabatt", "Rabatt", "Rabat", "Rabatt");
    public static readonly Term PriceReduction = new(
        "Price reduction",
        "Prisavslag",
        "Prisavdrag",
        "Prisnedslag",
        "Preisnachlass"
    );
    public static readonly Term InvoiceFee = new(
        "Invoice fee",
        "Fakturagebyr",
        "Faktureringsavgift",
        "Fakturagebyr",
        "Rechnungsgebühr"
    );
    public static readonly Term Amount = new("Amount", "Beløp", "Belopp", "Beløb", "Betrag");
    public static readonly Term ExcludingVat = new("excl. VAT", "ekskl. mva.", "exkl. moms", "ekskl. moms", "netto");
    public static readonly Term IncludingVat = new(
        "incl. VAT",
        "inkl. mva.",
        "inkl. moms",
        "inkl. moms",
        "inkl. MwSt."
    );

    /// <summary>What one order of a collective document comes to.</summary>
    public static readonly Term Subtotal = new("Subtotal", "Delsum", "Delsumma", "Subtotal", "Zwischensumme");

    /// <summary>Behind a heading that is repeated on the next page.</summary>
    public static readonly Term Continued = new("(cont.)", "(forts.)", "(forts.)", "(fortsat)", "(forts.)");
    public static readonly Term TotalWithoutVat = new(
        "Total excl. VAT",
        "Sum ekskl. mva.",
        "Summa exkl. moms",
        "I alt ekskl. moms",
        "Netto (ohne MwSt.)"
    );
    public static readonly Term TotalWithVat = new(
        "Total incl. VAT",
        "Sum inkl. mva.",
        "Summa inkl. moms",
        "I alt inkl. moms",
        "Brutto (inkl. MwSt.)"
    );
    public static readonly Term Vat = new("VAT", "MVA", "Moms", "Moms", "MwSt.");
    public static readonly Term VatRate = new("VAT rate", "MVA-sats", "Momssats", "Momssats", "Steuersatz");
    public static readonly Term VatBasis = new(
        "VAT basis",
        "MVA-grunnlag",
        "Momsunderlag",
        "Momsgrundlag",
        "Bemessungsgrundlage"
    );
    public static readonly Term Exempt = new("VAT exempt", "Avgiftsfritt", "Momsfritt", "Momsfri", "Steuerfrei");
    public static readonly Term Total = new("Total", "Totalsum", "Totalt", "I alt", "Gesamtbetrag");
    public static readonly Term Rounding = new("Rounding", "Avrunding", "Avrundning", "Afrunding", "Rundung");
    public static readonly Term Paid = new("Paid", "Betalt", "Betalt", "Betalt", "Bezahlt");
    public static readonly Term AmountDue = new("Amount due", "Å betale", "Att betala", "At betale", "Zu zahlen");
    public static readonly Term NothingDue = new(
        "Nothing to pay",
        "Ingenting å betale",
        "Inget att betala",
        "Intet at betale",
        "Nichts zu zahlen"
    );
    public static readonly Term AmountCredited = new(
        "Amount credited",
        "Kreditert beløp",
        "Krediterat belopp",
        "Krediteret beløb",
        "Gutgeschrieben"
    );
    public static readonly Term CreditedInvoice = new(
        "The credited invoice",
        "Fakturaen som krediteres",
        "Fakturan som krediteras",
        "Fakturaen, der krediteres",
        "Die berichtigte Rechnung"
    );
    public static readonly Term LeftToPay = new(
        "Left to pay of the invoice",
        "Igjen å betale på fakturaen",
        "Kvar att betala på fakturan",
        "Tilbage at betale på fakturaen",
        "Noch zu zahlen auf die Rechnung"
    );

    /// <summary>Why a credit note was issued.</summary>
    public static readonly Term Reason = new("Reason", "Årsak", "Orsak", "Årsag", "Grund");
    public static readonly Term PaymentInformation = new(
        "Payment information",
        "Betalingsinformasjon",
        "Betalningsinformation",
        "Betalingsoplysninger",
        "Zahlungsinformationen"
    );
    public static readonly Term Account = new(
        "Account no.",
        "Kontonummer",
        "Kontonummer",
        "Kontonummer",
        "Kontonummer"
    );
    public static readonly Term Kid = new(
        "Payment reference (KID)",
        "KID",
        "OCR-/betalningsreferens (KID)",
        "Betalings-id (KID)",
        "Verwendungszweck (KID)"
    );
    public static readonly Term OrganizationNumber = new(
        "Org. no.",
        "Org.nr.",
        "Org.nr",
        "CVR/Org.nr.",
        "Org.-Nr. (Registernr.)"
    );

    /// <summary>With the places of the page and of how many there are.</summary>
    public static readonly Term Page = new(
        "Page {0} of {1}",
        "Side {0} av {1}",
        "Sida {0} av {1}",
        "Side {0} af {1}",
        "Seite {0} von {1}"
    );
    public static readonly Term LateInterest = new(
        "Interest on late payment under the Norwegian Act relating to interest on overdue payments.",
        "Ved forsinket betaling beregnes forsinkelsesrente etter forsinkelsesrenteloven.",
        "Dröjsmålsränta enligt norsk lag.",
        "Morarenter efter norsk lov.",
        "Verzugszinsen nach norwegischem Recht."
    );
}
