using Budstikke.Mail;

namespace Budstikke.Tests.Mail;

/// <summary>Messages as the service writes them.</summary>
internal static class Letters
{
    public static readonly byte[] Pdf =
    [
        .. "%PDF-1.7\n"u8,
        .. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31)),
    ];

    public static EmailAddress Address(string text) => EmailAddress.Parse(text).Address.ShouldNotBeNull();

    public static MailMessage Invoice(
        string to = "kari@budstikke.test",
        string messageId = "dispatch-1@budstikke.test"
    ) =>
        new()
        {
            From = new(Address("faktura@budstikke.test"), "Blåbær & Co. AS"),
            To = new(Address(to), "Kari Nordmann"),
            ReplyTo = new(Address("post@blabaer.example")),
            Subject = "Faktura 10001 fra Blåbær & Co. AS – forfall 5. desember",
            Text =
                "Hei Kari,\n\nHer er fakturaen på 1 250,00 kr.\n.En linje med punktum først\n\nVennlig "
                + "hilsen\nBlåbær & Co. AS\n",
            Attachments = [new("faktura-10001.pdf", "application/pdf", Pdf)],
            MessageId = messageId,
            Date = new(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(1)),
            Language = "nb",
        };
}
