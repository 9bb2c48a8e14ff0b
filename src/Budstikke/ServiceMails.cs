using System.Text;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Distribution.Email;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Sandbox;

namespace Budstikke;

/// <summary>How customer service's mail leaves the house: over SMTP where that is set up; for a test client it never
/// does.</summary>
internal static class ServiceMails
{
    private const string SimulatedChannelName = "ServiceMail";

    public static SendServiceMail Of(IServiceProvider services)
    {
        var outbox = services.GetRequiredService<SandboxOutbox>();
        var real = services.GetService<EmailSettings>() is { } email
            ? SmtpServiceMail.Through(services.GetRequiredService<SmtpSubmission>(), email.Server, email.From)
            : null;
        var isSandbox = services.GetRequiredService<SimulatedChannels>().ServesLiveClients;
        return (mail, cancel) =>
            mail.Mode == ClientMode.Test || (real is null && isSandbox) ? Simulate(outbox, mail, cancel)
            : real is null
                ? Task.FromResult<Outcome>(new Deferred("E-mail is not set up on this installation (Email__Smtp)."))
            : real(mail, cancel);
    }

    private static async Task<Outcome> Simulate(SandboxOutbox outbox, ServiceMail mail, CancellationToken cancel)
    {
        var entry = new OutboxEntry(
            mail.Key,
            mail.ClientId,
            SimulatedChannelName,
            mail.To,
            mail.Subject,
            mail.WrittenAt.ToUnixTimeMilliseconds()
        );
        await outbox.Put(entry, Encoding.UTF8.GetBytes(mail.Text), cancel);
        return new Accepted(MagicValues.Simulated($"kept in the sandbox's outbox as {mail.Key}."));
    }
}
