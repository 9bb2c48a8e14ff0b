using System.Text;

namespace Budstikke.Mail;

/// <summary>A message on its way to one recipient, and what it asks of a server.</summary>
internal sealed record SmtpEnvelope
{
    private SmtpEnvelope(EmailAddress? sender, EmailAddress recipient, ReadOnlyMemory<byte> message)
    {
        Sender = sender;
        Recipient = recipient;
        Message = message;
        Is8Bit = !Ascii.IsValid(message.Span);
        NeedsSmtpUtf8 =
            sender is { NeedsSmtpUtf8: true }
            || recipient.NeedsSmtpUtf8
            || (Is8Bit && !Ascii.IsValid(Header(message.Span)));
    }

    /// <summary>Null is the empty return path <c>&lt;&gt;</c>: no bounces wanted.</summary>
    public EmailAddress? Sender { get; }

    public EmailAddress Recipient { get; }

    public ReadOnlyMemory<byte> Message { get; }

    /// <summary>RFC 6152: bytes beyond ASCII anywhere.</summary>
    public bool Is8Bit { get; }

    /// <summary>RFC 6531: bytes beyond ASCII in an address or the header.</summary>
    public bool NeedsSmtpUtf8 { get; }

    /// <exception cref="ArgumentException">The message has a bare CR or LF, which servers read differently
    /// ("smuggling").</exception>
    public static SmtpEnvelope Of(EmailAddress? sender, EmailAddress recipient, ReadOnlyMemory<byte> message) =>
        HasOnlyCrLf(message.Span)
            ? new(sender, recipient, message)
            : throw new ArgumentException("The message has a line end other than CRLF.", nameof(message));

    /// <summary>Why the server can never take the message; null when it may.</summary>
    public string? ReasonAgainst(SmtpConnection server)
    {
        if (NeedsSmtpUtf8 && !server.Offers("SMTPUTF8"))
            return $"{Recipient} or the sender has characters that need SMTPUTF8 (RFC 6531), which the mail server "
                + "does not offer.";
        if (Is8Bit && !server.Offers("8BITMIME"))
            return "The message needs 8BITMIME (RFC 6152), which the mail server does not offer.";
        if (Message.Length > server.MaxMessageBytes)
            return $"The message has {Message.Length} bytes; the mail server takes {server.MaxMessageBytes}.";
        return null;
    }

    public string MailCommand(SmtpConnection server)
    {
        var command = new StringBuilder($"MAIL FROM:<{Sender}>");
        if (server.Offers("SIZE"))
            command.Append(" SIZE=").Append(Message.Length);
        if (Is8Bit)
            command.Append(" BODY=8BITMIME");
        if (NeedsSmtpUtf8)
            command.Append(" SMTPUTF8");
        return command.ToString();
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        return end < 0 ? message : message[..end];
    }

    private static bool HasOnlyCrLf(ReadOnlySpan<byte> message)
    {
        for (int at; (at = message.IndexOfAny((byte)'\r', (byte)'\n')) >= 0; message = message[(at + 2)..])
            if (!message[at..].StartsWith("\r\n"u8))
                return false;
        return true;
    }
}
