using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Budstikke.Documents.Identifiers;

namespace Budstikke.Distribution.Email;

/// <summary>What the customer reads before opening the PDF; in the customer's language, as text and as HTML that loads nothing.</summary>
/// <param name="Language">BCP 47.</param>
internal sealed record CoveringLetter(string Language, string Subject, string Text, string Html, string FileName)
{
    private static readonly HtmlEncoder s_html = HtmlEncoder.Create(UnicodeRanges.All);

    public static CoveringLetter Of(DispatchedInvoice invoice)
    {
        var words = LetterWords.In(invoice.Language);
        var seller = OneLine(invoice.SellerName);
        var buyer = OneLine(invoice.BuyerName);
        var (document, fileStem) = invoice.IsCreditNote
            ? (words.CreditNote, words.CreditNoteFile)
            : (words.Invoice, words.InvoiceFile);
        var subject = string.Format(null, words.Subject, document, invoice.Number, seller);
        var greeting = buyer.Length == 0 ? $"{words.Greeting}," : $"{words.Greeting} {buyer},";
        var opening = string.Format(
            null,
            invoice.IsCreditNote ? words.CreditNoteOpening : words.InvoiceOpening,
            invoice.Number,
            seller
        );
        if (!invoice.IsCreditNote && invoice.AmountDue <= 0)
            opening = $"{opening} {words.NothingDue}";
        var closing = string.Format(null, words.Closing, seller);
        var payment = PaymentLines(invoice, words);
        return new(
            words.Tag,
            subject,
            TextOf(greeting, opening, payment, closing, words.Regards, seller),
            HtmlOf(words.Tag, subject, greeting, opening, payment, closing, words.Regards, seller),
            $"{fileStem}-{invoice.Number}.pdf"
        );
    }

    /// <summary>Nothing where nothing is to be paid.</summary>
    private static List<(string Name, string Value)> PaymentLines(DispatchedInvoice invoice, LetterWords words)
    {
        List<(string, string)> lines = [];
        if (invoice.IsCreditNote || invoice.AmountDue <= 0)
            return lines;
        lines.Add((words.AmountDue, words.Figures.Amount(invoice.AmountDue)));
        if (invoice.DueDate is { } due)
            lines.Add((words.DueDate, words.Figures.Date(due)));
        lines.Add((words.Account, BankAccount.Parse(invoice.Account).ValueOrNull?.Grouped ?? invoice.Account));
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
