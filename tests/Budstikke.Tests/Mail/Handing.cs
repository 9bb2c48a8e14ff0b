using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;

namespace Budstikke.Tests.Mail;

/// <summary>A mail handed to a server, and what its answer means.</summary>
internal static class Handing
{
    public static async Task<Outcome> Hand(
        this SmtpSubmission submission,
        MailServer server,
        MailMessage mail,
        string sender = "faktura@budstikke.test",
        CancellationToken cancel = default
    ) => SmtpVerdict.Of(await submission.Send(server, EmailAddress.Parse(sender).Address, mail, cancel));

    /// <summary>What a channel sends by, without a store and its pauses.</summary>
    public static SendMail Over(this SmtpSubmission submission, MailServer server) =>
        async (sender, mail, cancel) => SmtpVerdict.Of(await submission.Send(server, sender, mail, cancel));
}
