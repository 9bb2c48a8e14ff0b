using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Encodings;

namespace Budstikke.Mail;

/// <summary>The parts of a message, each encoded once: MimeKit's own filters would go over a PDF byte by byte each time
/// that it is measured, signed or sent.</summary>
internal static class MailBody
{
    private const int MaxLineCharacters = 76;

    /// <summary>57 bytes are 76 characters of base64.</summary>
    private const int BytesPerBase64Line = 57;

    /// <summary>Above this share of bytes beyond ASCII, base64 is shorter than quoted-printable.</summary>
    private const int Base64FromOneIn = 6;

    public static MimeEntity Of(MailMessage mail)
    {
        var text = TextOf(mail);
        return mail.Attachments.Count == 0
            ? text
            : Around("mixed", mail.MessageId, [text, .. mail.Attachments.Select(FileOf)]);
    }

    /// <summary>RFC 2046 § 5.1.4: the richest form last.</summary>
    private static MimeEntity TextOf(MailMessage mail) =>
        mail.Html is null
            ? Text("plain", mail.Text)
            : Around("alternative", mail.MessageId, [Text("plain", mail.Text), Text("html", mail.Html)]);

    private static Multipart Around(string subtype, string messageId, IEnumerable<MimeEntity> parts)
    {
        // "=_" stands in neither base64 nor quoted-printable (RFC 2045 § 6.7), so no content can look like a boundary.
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{subtype} {messageId}"));
        var multipart = new Multipart(subtype) { Boundary = "=_" + Convert.ToHexStringLower(digest, 0, 16) };
        foreach (var part in parts)
            multipart.Add(part);
        return multipart;
    }

    private static EncodedPart Text(string subtype, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var type = new ContentType("text", subtype) { Charset = "utf-8" };
        return bytes.Count(b => b >= 0x80) * Base64FromOneIn <= bytes.Length && QuotedPrintable(bytes) is { } encoded
            ? new(type, "quoted-printable", encoded)
            : new(type, "base64", Base64Lines(bytes));
    }

    private static EncodedPart FileOf(MailAttachment file)
    {
        var name = MailText.FileName(file.FileName);
        var type = ContentType.Parse(file.MediaType);
        // In ASCII beside the type, for readers that do not know RFC 2231, and in full in the disposition: two forms of
        // one parameter in one field are a defect to strict readers.
        type.Name = MailText.ToAscii(name);
        var part = new EncodedPart(type, "base64", Base64Lines(file.Content.Span))
        {
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        };
        part.ContentDisposition.Parameters.Add(Encoding.UTF8, "filename", name);
        return part;
    }

    /// <summary>
    /// Null where a line begins with a dot or "From ": base64 survives servers that stuff dots or mbox lines wrongly.
    /// </summary>
    private static byte[]? QuotedPrintable(byte[] bytes)
    {
        var encoder = new QuotedPrintableEncoder(MaxLineCharacters);
        var output = new byte[encoder.EstimateOutputLength(bytes.Length)];
        var length = encoder.Flush(bytes, 0, bytes.Length, output);
        var encoded = Encoding.ASCII.GetString(output, 0, length).ReplaceLineEndings("\r\n");
        var isRisky =
            encoded.StartsWith('.')
            || encoded.Contains("\n.", StringComparison.Ordinal)
            || encoded.StartsWith("From ", StringComparison.Ordinal)
            || encoded.Contains("\nFrom ", StringComparison.Ordinal);
        return isRisky ? null
            : encoded.EndsWith('\n') ? Encoding.ASCII.GetBytes(encoded)
            : Encoding.ASCII.GetBytes(encoded + "\r\n");
    }

    private static byte[] Base64Lines(ReadOnlySpan<byte> bytes)
    {
        var (lines, rest) = Math.DivRem(bytes.Length, BytesPerBase64Line);
        var output = new byte[lines * (MaxLineCharacters + 2) + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + 2)];
        var length = 0;
        while (bytes.Length > 0)
        {
            var line = bytes[..Math.Min(bytes.Length, BytesPerBase64Line)];
            Base64.EncodeToUtf8(line, output.AsSpan(length), out _, out var written);
            "\r\n"u8.CopyTo(output.AsSpan(length + written));
            length += written + 2;
            bytes = bytes[line.Length..];
        }
        return output;
    }

    /// <summary>Content that is written as it is.</summary>
    private sealed class EncodedPart : MimeEntity
    {
        private readonly byte[] _content;

        public EncodedPart(ContentType type, string encoding, byte[] content)
            : base(type)
        {
            Headers.Add(HeaderId.ContentTransferEncoding, encoding);
            _content = content;
        }

        public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78) { }

        public override void WriteTo(
            FormatOptions options,
            Stream stream,
            bool contentOnly,
            CancellationToken cancel = default
        )
        {
            base.WriteTo(options, stream, contentOnly, cancel);
            stream.Write(_content);
        }

        public override async Task WriteToAsync(
            FormatOptions options,
            Stream stream,
            bool contentOnly,
            CancellationToken cancel = default
        )
        {
            await base.WriteToAsync(options, stream, contentOnly, cancel);
            await stream.WriteAsync(_content, cancel);
        }
    }
}
