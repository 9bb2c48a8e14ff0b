using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Wording;

namespace Budstikke.Distribution.Email;

/// <summary>What the customer reads before opening the PDF; in the customer's language, as text and as HTML that loads
/// nothing.</summary>
/// <param name="Tag">The language by BCP 47.</param>
internal sealed record CoveringLetter(string Tag, string Subject, string Text, string Html, string FileName)
{
    private const string Currency = "NOK";
    private static readonly HtmlEncoder s_html = HtmlEncoder.Create(UnicodeRanges.All);

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
        var greeting = buyer.Length == 0 ? $"{hello}," : $"{hello} {buyer},";
        var opening = string.Format(null, sentence.In(language), invoice.Number, seller);
        if (!invoice.IsCreditNote && invoice.AmountDue <= 0)
            opening = $"{opening} {LetterTerms.NothingDue.In(language)}";
        var closing = string.Format(null, LetterTerms.Closing.In(language), seller);
        var regards = LetterTerms.Regards.In(language);
        var payment = PaymentLines(invoice, language);
        var tag = Languages.TagOf(language);
        return new(
            tag,
            subject,
            TextOf(greeting, opening, payment, closing, regards, seller),
            HtmlOf(tag, subject, greeting, opening, payment, closing, regards, seller),
            // The name of the attached file has no blanks, which mail programs do not always show.
            $"{document.Replace(' ', '-')}-{invoice.Number}.pdf"
        );
    }

    /// <summary>The lines that say how to pay; none where nothing is to be paid.</summary>
    private static List<(string Name, string Value)> PaymentLines(DispatchedInvoice invoice, Language language)
    {
        List<(string, string)> lines = [];
        if (invoice.IsCreditNote || invoice.AmountDue <= 0)
            return lines;
        lines.Add((Terms.AmountDue.In(language), Formats.AmountWithCurrency(invoice.AmountDue, Currency, language)));
        if (invoice.DueDate is { } due)
            lines.Add((LetterTerms.DueDate.In(language), Formats.Date(due, language)));
        lines.Add(
            (
                LetterTerms.Account.In(language),
                BankAccount.Parse(invoice.Account).ValueOrNull?.Grouped ?? invoice.Account
            )
        );
        if (invoice.Kid is { } kid)
            lines.Add(("KID", kid));
        return lines;
    }

    private static string TextOf(
        string greeting,
        string opening,
        List<(string Name, string Value)> payment,
        string closing,
        string regards,
        string seller
    )
    {
        var text = new StringBuilder($"{greeting}\n\n{opening}\n\n");
        foreach (var (name, value) in payment)
            text.Append(null, $"{name}: {value}\n");
        if (payment.Count > 0)
            text.Append('\n');
        return text.Append(null, $"{closing}\n\n{regards}\n{seller}\n").ToString();
    }

    private static string HtmlOf(
        string language,
        string title,
        string greeting,
        string opening,
        List<(string Name, string Value)> payment,
        string closing,
        string regards,
        string seller
    )
    {
        var html = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head><meta charset="utf-8"><title>{Encode(title)}</title></head>
            <body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em">
            <p>{Encode(greeting)}</p>
            <p>{Encode(opening)}</p>

            """
        );
        if (payment.Count > 0)
            html.Append("<table>\n");
        foreach (var (name, value) in payment)
            html.Append("<tr><th scope=\"row\" style=\"text-align: left; font-weight: normal; padding-right: 1.5em\">")
                .Append(null, $"{Encode(name)}</th><td><strong>{Encode(value)}</strong></td></tr>\n");
        if (payment.Count > 0)
            html.Append("</table>\n");
        return html.Append(null, $"<p>{Encode(closing)}</p>\n<p>{Encode(regards)}<br>\n{Encode(seller)}</p>\n")
            .Append("</body>\n</html>\n")
            .ToString();
    }

    private static string Encode(string text) => s_html.Encode(text);

    /// <summary>A name with line ends must not add lines of its own to our letter.</summary>
    private static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
