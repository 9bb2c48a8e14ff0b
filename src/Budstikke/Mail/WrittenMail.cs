using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.IO;

namespace Budstikke.Mail;

/// <summary>
/// A message as MimeKit writes it: ASCII lines, save for addresses that are UTF-8 themselves (RFC 6532). The same
/// message gives the same bytes, so that a repeat is a repeat.
/// </summary>
internal sealed class WrittenMail : IDisposable
{
    /// <summary>Of a whole message.</summary>
    public const string MediaType = "message/rfc822";

    /// <summary>What common servers take: 25 MiB, base64 included.</summary>
    private const int MaxMessageBytes = 25 * 1024 * 1024;

    private const int MaxAttachments = 20;

    /// <summary>What a DKIM signature covers (RFC 6376 § 5.4.1); MimeKit has no headers of the body here.</summary>
    private static readonly HeaderId[] s_signed =
    [
        HeaderId.From,
        HeaderId.To,
        HeaderId.Subject,
        HeaderId.Date,
        HeaderId.MessageId,
        HeaderId.ReplyTo,
    ];

    private WrittenMail(MailMessage mail, DkimSigner? signer)
    {
        To = mail.To.Address;
        NeedsSmtpUtf8 =
            mail.From.Address.NeedsSmtpUtf8 || To.NeedsSmtpUtf8 || mail.ReplyTo is { Address.NeedsSmtpUtf8: true };
        Format = FormatOptions.Default.Clone();
        Format.NewLineFormat = NewLineFormat.Dos;
        Format.MaxLineLength = 76;
        Format.International = NeedsSmtpUtf8;
        Message = new MimeMessage { Date = mail.Date.ToUniversalTime(), Body = MailBody.Of(mail) };
        Show(HeaderId.From, Message.From, mail.From);
        Show(HeaderId.To, Message.To, mail.To);
        if (mail.ReplyTo is { } replyTo)
            Show(HeaderId.ReplyTo, Message.ReplyTo, replyTo);
        Message.Subject = MailText.Line(mail.Subject);
        if (MailText.EncodedIfRisky(Message.Subject) is { } words)
            Write(HeaderId.Subject, words);
        Message.MessageId = mail.MessageId;
        // RFC 3834 § 5: no holiday answers, please.
        Message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (mail.Language is { } language)
            Message.Headers.Add(HeaderId.ContentLanguage, language);
        signer?.Sign(Format, Message, s_signed);
        using var measure = new MeasuringStream();
        Message.WriteTo(Format, measure);
        Length = measure.Length;
    }

    public MimeMessage Message { get; }

    public FormatOptions Format { get; }

    public EmailAddress To { get; }

    /// <summary>RFC 6531: an address has characters beyond ASCII.</summary>
    public bool NeedsSmtpUtf8 { get; }

    public long Length { get; }

    /// <exception cref="ArgumentException">An identifier, media type or language that cannot be one, or a message
    /// beyond the limits.</exception>
    public static WrittenMail Of(MailMessage mail, DkimSigner? signer = null)
    {
        if (!MailText.IsMessageId(mail.MessageId))
            throw new ArgumentException("The Message-ID is not key@domain in ASCII.", nameof(mail));
        if (mail.Language is { } language && !MailText.IsToken(language))
            throw new ArgumentException("The language is not a BCP 47 tag.", nameof(mail));
        if (mail.Attachments.Count > MaxAttachments)
            throw new ArgumentException($"More than {MaxAttachments} attachments.", nameof(mail));
        if (mail.Attachments.Any(file => !IsMediaType(file.MediaType)))
            throw new ArgumentException("A media type is not type/subtype.", nameof(mail));
        var written = new WrittenMail(mail, signer);
        return written.Length <= MaxMessageBytes
            ? written
            : throw new ArgumentException($"The message is larger than {MaxMessageBytes} bytes.", nameof(mail));
    }

    public static byte[] BytesOf(MailMessage mail)
    {
        using var written = Of(mail);
        var bytes = new byte[written.Length];
        written.Message.WriteTo(written.Format, new MemoryStream(bytes));
        return bytes;
    }

    public void Dispose() => Message.Dispose();

    private void Show(HeaderId header, InternetAddressList list, Mailbox mailbox)
    {
        var name = MailText.Line(mailbox.DisplayName ?? "");
        list.Add(new MailboxAddress(Encoding.UTF8, name, mailbox.Address.ToString()));
        if (MailText.EncodedIfRisky(name) is { } words)
            Write(header, $"{words}\r\n <{mailbox.Address}>");
    }

    private void Write(HeaderId id, string value)
    {
        var header = new Header(id, "");
        header.SetRawValue(Encoding.UTF8.GetBytes($" {value}\r\n"));
        Message.Headers.Replace(header);
    }

    private static bool IsMediaType(string text) =>
        text.Split('/') is [var type, var subtype] && MailText.IsToken(type) && MailText.IsToken(subtype);
}
