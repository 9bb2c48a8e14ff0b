using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;

namespace Budstikke.CustomerService;

/// <summary>A letter to a client's contact.</summary>
/// <param name="Key">The same in every try: the case's id.</param>
/// <param name="Mode">A test client's is never really sent.</param>
/// <param name="WrittenAt">When the case was opened.</param>
internal sealed record ServiceMail(
    string Key,
    string ClientId,
    ClientMode Mode,
    string To,
    string Subject,
    string Text,
    DateTimeOffset WrittenAt
)
{
    /// <summary>The document that it is about, as a PDF.</summary>
    public MailAttachment? Document { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }
}

/// <summary>Whether mail to a live client's contact leaves the house.</summary>
internal sealed record ServiceMailWay(ChannelReality ForLiveClients)
{
    public const string NotSetUp = "E-mail is not set up on this installation (Email__Smtp).";

    /// <summary>A case of this client is told of to nobody.</summary>
    public bool TellsNobody(ClientMode mode) => mode == ClientMode.Live && ForLiveClients == ChannelReality.Absent;
}

/// <summary>Brings a letter to a client's contact, or only seems to.</summary>
internal delegate Task<Outcome> SendServiceMail(ServiceMail mail, CancellationToken cancel);

internal static class SmtpServiceMail
{
    private const string SenderName = "Budstikke";

    /// <summary>The real way; the same letter gives the same bytes, and its key is the Message-ID.</summary>
    public static SendServiceMail Through(SendMail send, EmailAddress from) =>
        async (mail, cancel) =>
            MessageOf(mail, from) is { } message
                ? await send(from, message, cancel)
                : new Refused($"The contact address of {mail.ClientId} cannot be one.");

    /// <summary>Null when the contact address is none.</summary>
    public static MailMessage? MessageOf(ServiceMail mail, EmailAddress from) =>
        EmailAddress.Parse(mail.To).Address is { } to
            ? new()
            {
                From = new(from, SenderName),
                To = new(to),
                Subject = mail.Subject,
                Text = mail.Text,
                Attachments = mail.Document is { } document ? [document] : [],
                MessageId = $"{mail.Key}@{from.Domain}",
                Date = mail.WrittenAt,
                Language = mail.Language,
            }
            : null;
}
