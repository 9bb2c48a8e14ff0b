using Budstikke.Mail;

namespace Budstikke.Distribution.Email;

/// <summary>A dispatch as a mail: the letter with the document.</summary>
internal static class InvoiceMail
{
    public static MailMessage Of(Dispatch dispatch, EmailAddress recipient, byte[] pdf, EmailAddress from)
    {
        var invoice = dispatch.Invoice;
        var letter = CoveringLetter.Of(invoice);
        var replyTo = EmailAddress.Parse(invoice.SellerEmail).Address;
        return new()
        {
            From = new(from, invoice.SellerName),
            To = new(recipient, invoice.BuyerName),
            ReplyTo = replyTo is null ? null : new(replyTo, invoice.SellerName),
            Subject = letter.Subject,
            Text = letter.Text,
            Html = letter.Html,
            Attachments = [new(letter.FileName, "application/pdf", pdf)],
            MessageId = $"{dispatch.Key}@{from.Domain}",
            Date = invoice.IssuedAt,
            Language = letter.Tag,
        };
    }
}
