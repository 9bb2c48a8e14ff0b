using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Mail;

/// <summary>
/// A message as bytes (RFC 5322, 2045–2047, 2231): ASCII lines ended by CRLF, save for addresses that are UTF-8
/// themselves (RFC 6532). The same message gives the same bytes, so that a repeat is a repeat.
/// </summary>
internal static class MimeWriter
{
    /// <summary>Of a whole message.</summary>
    public const string MediaType = "message/rfc822";

    private const int MaxAttachments = 20;

    /// <summary>What common servers take: 25 MiB, base64 included.</summary>
    private const int MaxMessageBytes = 25 * 1024 * 1024;

    private const int MaxMessageIdCharacters = 250;
    private const int MaxTokenCharacters = 100;

    private static readonly SearchValues<char> AtomText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~."
    );

    private static readonly SearchValues<char> TokenText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+"
    );

    /// <exception cref="ArgumentException">An identifier, media type or language that cannot be one, or a message
    /// beyond the limits.</exception>
    public static byte[] Write(MailMessage message)
    {
        Check(message);
        var output = new ArrayBufferWriter<byte>(1024 + message.Attachments.Sum(a => a.Content.Length * 3 / 2));
        WriteHeaders(message, new MimeHeaders(output));
        if (message.Attachments.Count == 0)
            WriteBody(message, output);
        else
            WriteMixed(message, output);
        return output.WrittenCount <= MaxMessageBytes
            ? output.WrittenSpan.ToArray()
            : throw new ArgumentException($"The message is larger than {MaxMessageBytes} bytes.", nameof(message));
    }

    private static void WriteHeaders(MailMessage message, MimeHeaders headers)
    {
        headers.WriteDate(message.Date);
        headers.WriteMailbox("From", message.From);
        if (message.ReplyTo is not null)
            headers.WriteMailbox("Reply-To", message.ReplyTo);
        headers.WriteMailbox("To", message.To);
        headers.WriteText("Subject", message.Subject);
        headers.Write("Message-ID", $"<{message.MessageId}>");
        // RFC 3834 § 5: no holiday answers, please.
        headers.Write("Auto-Submitted", "auto-generated");
        if (message.Language is not null)
            headers.Write("Content-Language", message.Language);
        headers.Write("MIME-Version", "1.0");
    }

    private static void WriteMixed(MailMessage message, ArrayBufferWriter<byte> output)
    {
        var boundary = StartMultipart("mixed", message.MessageId, output);
        StartPart(boundary, output);
        WriteBody(message, output);
        foreach (var attachment in message.Attachments)
        {
            StartPart(boundary, output);
            new MimeHeaders(output).WriteAttachment(attachment.MediaType, attachment.FileName);
            TransferEncoding.WriteBase64(attachment.Content.Span, output);
        }
        EndMultipart(boundary, output);
    }

    private static void WriteBody(MailMessage message, ArrayBufferWriter<byte> output)
    {
        if (message.Html is null)
        {
            WriteTextPart("plain", message.Text, output);
            return;
        }
        // RFC 2046 § 5.1.4: the richest form last.
        var boundary = StartMultipart("alternative", message.MessageId, output);
        StartPart(boundary, output);
        WriteTextPart("plain", message.Text, output);
        StartPart(boundary, output);
        WriteTextPart("html", message.Html, output);
        EndMultipart(boundary, output);
    }

    private static void WriteTextPart(string subtype, string text, ArrayBufferWriter<byte> output)
    {
        output.Write(Encoding.ASCII.GetBytes($"Content-Type: text/{subtype}; charset=utf-8\r\n"));
        TransferEncoding.WriteText(text, output);
    }

    private static string StartMultipart(string subtype, string messageId, ArrayBufferWriter<byte> output)
    {
        // "=_" stands in neither base64 nor quoted-printable (RFC 2045 § 6.7), so no content can look like a boundary.
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{subtype} {messageId}"));
        var boundary = "=_" + Convert.ToHexStringLower(digest, 0, 16);
        output.Write(
            Encoding.ASCII.GetBytes($"Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n\r\n")
        );
        return boundary;
    }

    private static void StartPart(string boundary, ArrayBufferWriter<byte> output) =>
        output.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\n"));

    private static void EndMultipart(string boundary, ArrayBufferWriter<byte> output) =>
        output.Write(Encoding.ASCII.GetBytes($"--{boundary}--\r\n"));

    private static void Check(MailMessage message)
    {
        if (!IsMessageId(message.MessageId))
            throw new ArgumentException("The Message-ID is not key@domain in ASCII.", nameof(message));
        if (message.Language is { } language && !IsToken(language))
            throw new ArgumentException("The language is not a BCP 47 tag.", nameof(message));
        if (message.Attachments.Count > MaxAttachments)
            throw new ArgumentException($"More than {MaxAttachments} attachments.", nameof(message));
        if (
            !message.Attachments.All(a =>
                a.MediaType.Split('/') is [var type, var subtype] && IsToken(type) && IsToken(subtype)
            )
        )
            throw new ArgumentException("A media type is not type/subtype.", nameof(message));
    }

    private static bool IsMessageId(string id) =>
        id.Length <= MaxMessageIdCharacters
        && id.Split('@') is [{ Length: > 0 } left, { Length: > 0 } right]
        && !left.AsSpan().ContainsAnyExcept(AtomText)
        && !right.AsSpan().ContainsAnyExcept(AtomText);

    private static bool IsToken(string text) =>
        text.Length is > 0 and <= MaxTokenCharacters && !text.AsSpan().ContainsAnyExcept(TokenText);
}
