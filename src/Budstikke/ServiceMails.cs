using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Distribution.Email;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;
using Budstikke.Sandbox;

namespace Budstikke;

/// <summary>How customer service's mail leaves the house: over SMTP where that is set up; for a test client it never
/// does.</summary>
internal static class ServiceMails
{
    private const string SimulatedChannelName = "ServiceMail";

    /// <summary>Who a simulated mail is from; a domain that nobody can have (RFC 2606).</summary>
    private static readonly EmailAddress s_sandbox = EmailAddress.Parse("budstikke@sandbox.invalid").Address!;

    public static SendServiceMail Of(IServiceProvider services)
    {
        var outbox = services.GetRequiredService<SandboxOutbox>();
        var real = services.GetService<EmailSettings>() is { } email
            ? SmtpServiceMail.Through(services.GetRequiredService<SendMail>(), email.From)
            : null;
        var isSandbox = services.GetRequiredService<SimulatedChannels>().ServesLiveClients;
        return (mail, cancel) =>
            mail.Mode == ClientMode.Test || (real is null && isSandbox) ? Simulate(outbox, mail, cancel)
            : real is null ? Task.FromResult<Outcome>(new Deferred(ServiceMailWay.NotSetUp))
            : real(mail, cancel);
    }

    public static ServiceMailWay WayOf(IServiceProvider services) =>
        new(
            services.GetService<EmailSettings>() is not null ? ChannelReality.Real
            : services.GetRequiredService<SimulatedChannels>().ServesLiveClients ? ChannelReality.Simulated
            : ChannelReality.Absent
        );

    private static async Task<Outcome> Simulate(SandboxOutbox outbox, ServiceMail mail, CancellationToken cancel)
    {
        var entry = new OutboxEntry(
            mail.Key,
            mail.ClientId,
            SimulatedChannelName,
            mail.To,
            mail.Subject,
            mail.WrittenAt.ToUnixTimeMilliseconds(),
            WrittenMail.MediaType
        );
        if (SmtpServiceMail.MessageOf(mail, s_sandbox) is not { } message)
            return new Refused(MagicValues.Simulated($"the contact address of {mail.ClientId} cannot be one."));
        await outbox.Put(entry, WrittenMail.BytesOf(message), cancel);
        return new Accepted(MagicValues.Simulated($"kept in the sandbox's outbox as {mail.Key}."));
    }
}
