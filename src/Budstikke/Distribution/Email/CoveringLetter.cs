using System.Text;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Wording;

namespace Budstikke.Distribution.Email;

/// <summary>What the customer reads before opening the PDF; in the customer's language, as text and as HTML that loads
/// nothing.</summary>
/// <param name="Tag">The language by BCP 47.</param>
internal sealed record CoveringLetter(string Tag, string Subject, string Text, string Html, string FileName)
{
    private const string Currency = "NOK";

    /// <summary>Before the subject of what a test client sends, so that nobody takes it for an invoice.</summary>
    private const string Test = "TEST: ";

    public static CoveringLetter Of(DispatchedInvoice invoice)
    {
        var language = Languages.Of(invoice.Language) ?? Language.En;
        var seller = OneLine(invoice.SellerName);
        var buyer = OneLine(invoice.BuyerName);
        var (document, sentence) = invoice.IsCreditNote
            ? (Terms.CreditNote.In(language), LetterTerms.CreditNoteOpening)
            : (Terms.Invoice.In(language), LetterTerms.InvoiceOpening);
        var subject = string.Format(null, LetterTerms.Subject.In(language), document, invoice.Number, seller);
        var hello = LetterTerms.Greeting.In(language);
        var opening = string.Format(null, sentence.In(language), invoice.Number, seller);
        if (!invoice.IsCreditNote && invoice.AmountDue <= 0)
            opening = $"{opening} {LetterTerms.NothingDue.In(language)}";
        LetterBody body = new(
            Title: invoice.IsTest ? Test + subject : subject,
            Greeting: buyer.Length == 0 ? $"{hello}," : $"{hello} {buyer},",
            opening,
            [.. invoice.IsCreditNote ? CreditLines(invoice, language) : PaymentLines(invoice, language)],
            Closing: string.Format(null, LetterTerms.Closing.In(language), seller),
            Regards: LetterTerms.Regards.In(language),
            seller
        );
        var tag = Languages.TagOf(language);
        // The name of the attached file has no blanks or brackets, which mail programs do not always show.
        var name = string.Concat(document.Where(c => c is not ('(' or ')')));
        var fileName = $"{name.Replace(' ', '-')}-{invoice.Number}.pdf";
        return new(tag, body.Title, TextOf(body), LetterHtml.Of(tag, body), fileName);
    }

    /// <summary>The lines that say how to pay; none where nothing is to be paid.</summary>
    private static IEnumerable<LetterLine> PaymentLines(DispatchedInvoice invoice, Language language)
    {
        if (invoice.AmountDue <= 0)
            yield break;
        yield return new(Terms.AmountDue.In(language), Amount(invoice.AmountDue, language));
        if (invoice.DueDate is { } due)
            yield return new(LetterTerms.DueDate.In(language), Formats.Date(due, language));
        yield return new(
            LetterTerms.Account.In(language),
            BankAccount.Parse(invoice.Account).ValueOrNull?.Grouped ?? invoice.Account,
            IsCopied: true
        );
        if (invoice.Iban is { } iban)
            yield return new("IBAN", Iban.Parse(iban).ValueOrNull?.Grouped ?? iban, IsCopied: true);
        if (invoice is { Iban: not null, Bic: { } bic })
            yield return new("BIC", bic, IsCopied: true);
        if (invoice.Kid is { } kid)
            yield return new("KID", kid, IsCopied: true);
    }

    /// <summary>Which invoice is credited, why, and what that leaves of it.</summary>
    private static IEnumerable<LetterLine> CreditLines(DispatchedInvoice invoice, Language language)
    {
        if (invoice.Credits is not { } credited)
            yield break;
        yield return new(LetterTerms.CreditedInvoice.In(language), credited.Number);
        if (credited.Reason is { } reason)
            yield return new(Terms.Reason.In(language), OneLine(reason));
        yield return new(LetterTerms.Credited.In(language), Amount(invoice.AmountDue, language));
        yield return new(Terms.LeftToPay.In(language), Amount(credited.LeftToPay, language));
    }

    private static string Amount(decimal amount, Language language) =>
        Formats.AmountWithCurrency(amount, Currency, language);

    private static string TextOf(LetterBody body)
    {
        var text = new StringBuilder($"{body.Greeting}\n\n{body.Opening}\n\n");
        foreach (var line in body.Lines)
            text.Append(null, $"{line.Name}: {line.Value}\n");
        if (body.Lines.Count > 0)
            text.Append('\n');
        return text.Append(null, $"{body.Closing}\n\n{body.Regards}\n{body.Seller}\n").ToString();
    }

    /// <summary>A name with line ends must not add lines of its own to our letter.</summary>
    private static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}

/// <summary>The letter's parts, in their order.</summary>
internal sealed record LetterBody(
    string Title,
    string Greeting,
    string Opening,
    IReadOnlyList<LetterLine> Lines,
    string Closing,
    string Regards,
    string Seller
);

/// <summary>A line that stands out between the paragraphs.</summary>
/// <param name="IsCopied">A figure that the customer takes along to a bank.</param>
internal sealed record LetterLine(string Name, string Value, bool IsCopied = false);
