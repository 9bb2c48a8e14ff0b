using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Distribution.Email;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Sandbox;

namespace Budstikke;

/// <summary>How customer service's mail leaves the house: over SMTP where that is set up; for a test client it never does.</summary>
internal static class ServiceMails
{
    private const string SimulatedChannelName = "ServiceMail";

    public static SendServiceMail Of(IServiceProvider services)
    {
        var email = services.GetService<EmailSettings>();
        var submission = services.GetRequiredService<SmtpSubmission>();
        var outbox = services.GetRequiredService<SandboxOutbox>();
        var isSandbox = services.GetRequiredService<SimulatedChannels>().ServesLiveClients;
        return (mail, cancel) =>
            mail.Mode == ClientMode.Test || (email is null && isSandbox) ? Simulate(outbox, mail, cancel)
            : email is null
                ? Task.FromResult<Outcome>(new Refused("E-mail is not set up on this installation (Email__Smtp)."))
            : Send(email, submission, mail, cancel);
    }

    private static async Task<Outcome> Send(
        EmailSettings email,
        SmtpSubmission submission,
        ServiceMail mail,
        CancellationToken cancel
    )
    {
        var (to, reason) = EmailAddress.Parse(mail.To);
        if (to is null)
            return new Refused($"The client's contact address {reason}.");
        var message = new MailMessage
        {
            From = new Mailbox(email.From, "Budstikke"),
            To = new Mailbox(to, null),
            Subject = mail.Subject,
            Text = mail.Text,
            MessageId = $"{mail.Key}@{email.From.Domain}",
            Date = mail.Date,
        };
        return await submission.Send(email.Server, email.From.ToString(), mail.To, MimeWriter.Write(message), cancel);
    }

    private static async Task<Outcome> Simulate(SandboxOutbox outbox, ServiceMail mail, CancellationToken cancel)
    {
        var entry = new OutboxEntry(
            mail.Key,
            mail.ClientId,
            SimulatedChannelName,
            mail.To,
            mail.Subject,
            mail.Date.ToUnixTimeMilliseconds()
        );
        await outbox.Put(entry, System.Text.Encoding.UTF8.GetBytes(mail.Text), cancel);
        return new Accepted(MagicValues.Simulated($"kept in the sandbox's outbox as {mail.Key}."));
    }
}
