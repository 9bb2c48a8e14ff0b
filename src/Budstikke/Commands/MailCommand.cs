using System.CommandLine;
using System.Net;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;
using DnsClient;

namespace Budstikke.Commands;

/// <summary><c>mail check</c>: whether mail would arrive by these settings, and what is missing. It needs no
/// store.</summary>
internal static class MailCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "JSON on stdout, nothing else." };
    private static readonly Option<string?> s_to = new("--to") { Description = "Also sends a mail to this address." };
    private static readonly Option<string?> s_dns = new("--dns")
    {
        Description = "Asks this name server (ADDRESS or ADDRESS:PORT), not the machine's own.",
    };

    public static Command Of(Func<IConfiguration> settings, TimeProvider time)
    {
        var check = new Command(
            "check",
            "Tries the relays (name, TLS, log-in, sender) and looks up SPF, DKIM and DMARC of the sender's domain. "
                + "Exits 1 where something is wrong."
        )
        {
            s_to,
            s_dns,
            s_json,
        };
        check.SetAction((said, cancel) => Check(settings(), said, time, cancel));
        return new Command("mail", "How our mail leaves the house.") { check };
    }

    private static async Task<int> Check(
        IConfiguration settings,
        ParseResult said,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var from = EmailAddress.Parse(settings["Email:From"] ?? $"invoice@{Dns.GetHostName()}").Address;
        var to = EmailAddress.Parse(said.GetValue(s_to)).Address;
        var servers = said.GetValue(s_dns) is { } name ? NameServer(name) : null;
        var (list, whyNot) = RelayList.Parse(
            settings["Email:Smtp"] ?? "",
            settings["Email:OAuth:TokenUrl"] is { Length: > 0 }
        );
        string?[] reasons =
        [
            whyNot is null ? null : $"Email__Smtp {whyNot}.",
            from is null ? "Email__From is no address." : null,
            to is null && said.GetValue(s_to) is not null ? "--to is no address." : null,
            servers is null && said.GetValue(s_dns) is not null ? "--dns must be ADDRESS or ADDRESS:PORT." : null,
        ];
        if (reasons.OfType<string>().ToList() is { Count: > 0 } wrong)
            return StoreWork.Refuse(said, wrong);
        await using var ways = MailWays.Of(settings, time);
        var dns = servers is null ? new LookupClient() : new LookupClient(new LookupClientOptions(servers));
        var check = new MailCheck(ways.Submission, ways.Dkim, dns);
        var found = await check.Run(list!.Servers, from!, to, time.GetUtcNow(), cancel);
        var output = said.InvocationConfiguration.Output;
        if (said.GetValue(s_json))
            await output.WriteLineAsync(JsonOptions.Store(found));
        else
            foreach (var one in found)
                await output.WriteLineAsync($"{Mark(one.IsGood)} {one.Check, -8} {one.About}: {one.Words}");
        return found.Any(one => one.IsGood == false) ? StoreWork.NotDone : 0;
    }

    private static string Mark(bool? isGood) =>
        isGood switch
        {
            true => "good ",
            false => "WRONG",
            _ => "?    ",
        };

    private static IPEndPoint? NameServer(string text) =>
        IPEndPoint.TryParse(text, out var end) ? new(end.Address, end.Port == 0 ? 53 : end.Port) : null;
}
