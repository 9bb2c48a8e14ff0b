using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Mail;

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
);

/// <summary>Brings a letter to a client's contact, or only seems to.</summary>
internal delegate Task<Outcome> SendServiceMail(ServiceMail mail, CancellationToken cancel);

internal static class SmtpServiceMail
{
    private const string SenderName = "Budstikke";

    /// <summary>The real way; the same letter gives the same bytes, and its key is the Message-ID.</summary>
    public static SendServiceMail Through(SmtpSubmission submission, MailServer server, EmailAddress from) =>
        async (mail, cancel) =>
            MessageOf(mail, from) is { } message
                ? await submission.Send(server, from.ToString(), mail.To, MimeWriter.Write(message), cancel)
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
                MessageId = $"{mail.Key}@{from.Domain}",
                Date = mail.WrittenAt,
            }
            : null;
}
