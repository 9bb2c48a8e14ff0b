using System.Net;
using Budstikke.Mail;
using DnsClient;

namespace Budstikke.Relays;

/// <summary>One thing that must be so for mail to arrive.</summary>
/// <param name="Check">resolve, log-in, sender, spf, dkim, dmarc or mail.</param>
/// <param name="About">A relay, a domain or an address.</param>
/// <param name="IsGood">Null where nobody could say.</param>
/// <param name="Words">What was found, and what is missing, as a sentence.</param>
internal sealed record CheckedMail(string Check, string About, bool? IsGood, string Words);

/// <summary>Tries the settings of mail, in the order in which a mail meets them.</summary>
internal sealed class MailCheck(SmtpSubmission submission, DkimKey? dkim, LookupClient dns)
{
    private const string TestSubject = "Budstikke: mail check";

    public async Task<IReadOnlyList<CheckedMail>> Run(
        IReadOnlyList<MailServer> servers,
        EmailAddress from,
        EmailAddress? to,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        List<CheckedMail> found = [];
        foreach (var server in servers)
            found.AddRange(await OfServer(server, from, cancel));
        found.Add(await OfRecord("spf", from.Domain, "v=spf1", IsSpf, cancel));
        found.Add(
            dkim is null
                ? new("dkim", from.Domain, null, "Our mail has no signature (Email__Dkim__*); the relay may add one.")
                : await OfRecord("dkim", $"{dkim.Selector}._domainkey.{dkim.Domain}", "p=", IsOurKey, cancel)
        );
        found.Add(await OfRecord("dmarc", $"_dmarc.{from.Domain}", "v=DMARC1", _ => null, cancel));
        if (to is not null)
            found.Add(await OfMail(servers[0], from, to, now, cancel));
        return found;
    }

    private async Task<IReadOnlyList<CheckedMail>> OfServer(
        MailServer server,
        EmailAddress from,
        CancellationToken cancel
    )
    {
        var relay = server.ToString();
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(server.Host, cancel);
        }
        catch (System.Net.Sockets.SocketException unknown)
        {
            return [new("resolve", relay, false, $"{server.Host} has no address: {unknown.Message}.")];
        }
        var resolved = new CheckedMail("resolve", relay, true, $"{string.Join(", ", addresses.Take(4))}.");
        var (whyNot, offered, refusal) = await submission.Try(server, from, cancel);
        if (whyNot is not null)
            return [resolved, new("log-in", relay, false, SmtpVerdict.Of(whyNot).Evidence)];
        return
        [
            resolved,
            new("log-in", relay, true, $"It lets us in and offers {offered}."),
            refusal is null
                ? new("sender", relay, true, $"It takes mail from {from}.")
                : new("sender", relay, false, $"It takes no mail from {from}: {refusal}"),
        ];
    }

    /// <param name="begin">What the record begins with, or has.</param>
    /// <param name="trouble">Of the record as it is; null where there is none.</param>
    private async Task<CheckedMail> OfRecord(
        string check,
        string name,
        string begin,
        Func<string, string?> trouble,
        CancellationToken cancel
    )
    {
        try
        {
            var answer = await dns.QueryAsync(name, QueryType.TXT, cancellationToken: cancel);
            if (answer.HasError && answer.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain)
                return new(check, name, null, $"Nobody could say: {answer.ErrorMessage}.");
            var texts = answer.Answers.TxtRecords().Select(record => string.Concat(record.Text));
            var record = texts.FirstOrDefault(text => text.Contains(begin, StringComparison.OrdinalIgnoreCase));
            if (record is null)
                return new(check, name, false, $"There is no TXT record with {begin}.");
            return trouble(record) is { } what
                ? new(check, name, false, $"{what} {record}")
                : new(check, name, true, record);
        }
        catch (DnsResponseException failed)
        {
            return new(check, name, null, $"Nobody could say: {failed.Message}.");
        }
    }

    private static string? IsSpf(string record) =>
        record.Contains("+all", StringComparison.OrdinalIgnoreCase) ? "It lets everybody send:" : null;

    private string? IsOurKey(string record) =>
        record.Replace(" ", "", StringComparison.Ordinal).Contains($"p={dkim!.PublicKey}", StringComparison.Ordinal)
            ? null
            : $"It is not the key that we sign with, whose record has p={dkim.PublicKey}:";

    private async Task<CheckedMail> OfMail(
        MailServer server,
        EmailAddress from,
        EmailAddress to,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var mail = new MailMessage
        {
            From = new(from, "Budstikke"),
            To = new(to),
            Subject = TestSubject,
            Text = "This mail tries the settings of an installation of Budstikke. Nothing is to be done.\n",
            MessageId = $"mail-check-{now.ToUnixTimeMilliseconds()}@{from.Domain}",
            Date = now,
        };
        var outcome = SmtpVerdict.Of(await submission.Send(server, from, mail, cancel));
        return new("mail", to.ToString(), outcome is Jobs.Accepted, outcome.Evidence);
    }
}
