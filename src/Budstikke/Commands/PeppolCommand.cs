using System.CommandLine;
using System.Net;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Commands;

/// <summary><c>peppol status</c> and <c>peppol lookup</c>: what this installation is to the network, and where a
/// participant takes his documents. Neither needs a store.</summary>
internal static class PeppolCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "JSON on stdout, nothing else." };
    private static readonly Option<bool> s_creditNote = new("--credit-note")
    {
        Description = "Where credit notes go, not invoices.",
    };

    public static Command Of(Func<IConfiguration> settings, TimeProvider time)
    {
        var id = new Argument<string>("PARTICIPANT")
        {
            Description = "As 0192:991825827; nine digits alone are a Norwegian organisation number.",
        };
        var status = new Command(
            "status",
            "Shows network, trust and our certificate. Exits 1 where somebody must do something about them."
        )
        {
            s_json,
        };
        status.SetAction((said, _) => Status(PeppolStatus.Of(settings(), time), said));
        var lookup = new Command(
            "lookup",
            "Looks up where a participant takes invoices, each step with its time. Exits 0 where he is found, 1 where "
                + "he is not registered, 3 where nobody could say."
        )
        {
            id,
            s_creditNote,
            s_json,
        };
        lookup.SetAction((said, cancel) => Find(settings(), time, said, said.GetRequiredValue(id), cancel));
        return new Command("peppol", "The network of e-invoices: our place in it, and others'.") { status, lookup };
    }

    private static async Task<int> Status(PeppolStatus status, ParseResult said)
    {
        var output = said.InvocationConfiguration.Output;
        if (said.GetValue(s_json))
            await output.WriteLineAsync(JsonOptions.Store(status));
        else
            foreach (var line in status.Lines)
                await output.WriteLineAsync(line);
        return status.Troubles.Count > 0 ? StoreWork.NotDone : 0;
    }

    private static async Task<int> Find(
        IConfiguration configuration,
        TimeProvider time,
        ParseResult said,
        string text,
        CancellationToken cancel
    )
    {
        if (Participant.Parse(Scheme(text)) is not { } participant)
            return StoreWork.Refuse(said, [$"A participant is like 0192:991825827: {text}"]);
        var settings = PeppolSettings.Of(configuration);
        using var http = new PeppolHttp(settings, Dns.GetHostAddressesAsync);
        var lookUp = new LookUp(settings, new(settings), http, new(settings), time);
        var document = said.GetValue(s_creditNote) ? PeppolDocument.CreditNote : PeppolDocument.Invoice;
        var finding = await lookUp.Run(participant, document, cancel);
        var shown = ShownFinding.Of(participant, finding);
        var output = said.InvocationConfiguration.Output;
        if (said.GetValue(s_json))
            await output.WriteLineAsync(JsonOptions.Store(shown));
        else
            foreach (var line in shown.Lines)
                await output.WriteLineAsync(line);
        return finding switch
        {
            Found => 0,
            NotRegistered => StoreWork.NotDone,
            _ => NobodyCouldSay,
        };
    }

    private const int NobodyCouldSay = 3;
    private const int DigitsOfNumber = 9;

    private static string Scheme(string text) =>
        text.Trim() is { Length: DigitsOfNumber } number && number.All(char.IsAsciiDigit) ? $"0192:{number}" : text;
}

/// <summary>A look-up as the command shows it.</summary>
internal sealed record ShownFinding(
    string Participant,
    string Result,
    string Words,
    string? Address,
    string? AccessPoint,
    DateTimeOffset? CertificateEnds,
    IReadOnlyList<ShownStep> Steps
)
{
    public static ShownFinding Of(string participant, Finding finding)
    {
        var endpoint = (finding as Found)?.Endpoint;
        var (result, words) = finding switch
        {
            Found => ("found", $"{participant} takes documents at {endpoint!.Address}."),
            NotRegistered not => ("not-registered", not.Reason),
            CouldNotFindOut unknown => ("could-not-find-out", unknown.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, null),
        };
        return new(
            participant,
            result,
            words,
            endpoint?.Address.AbsoluteUri,
            endpoint is null ? null : PeppolTrust.NameOf(endpoint.Certificate),
            endpoint is null ? null : CertificateAlarm.EndOf(endpoint.Certificate),
            [.. finding.Steps.Select(step => new ShownStep(step.Asked, step.Said, step.Took.TotalMilliseconds))]
        );
    }

    internal IEnumerable<string> Lines =>
        [.. Steps.Select(step => $"{step.Milliseconds, 6:0} ms  {step.Asked}\n           {step.Said}"), Words];
}

internal sealed record ShownStep(string Asked, string Said, double Milliseconds);

/// <summary>What this installation is to the network.</summary>
/// <param name="Anchors">Whom it trusts, each with its end.</param>
/// <param name="Troubles">What somebody must do something about, as sentences.</param>
internal sealed record PeppolStatus(
    string Via,
    string Network,
    string Zone,
    IReadOnlyList<string> NameServers,
    IReadOnlyList<string> Anchors,
    string? Certificate,
    DateTimeOffset? CertificateEnds,
    IReadOnlyList<string> Troubles
)
{
    public static PeppolStatus Of(IConfiguration configuration, TimeProvider time)
    {
        var (settings, now) = (PeppolSettings.Of(configuration), time.GetUtcNow());
        var own = new OwnCertificate(settings, new(time, NullLogger<Outages>.Instance), time).Current;
        List<string> troubles = [];
        if (settings.Anchors.Count == 0)
            troubles.Add($"Nobody is trusted: set {settings.AnchorsSetting}.");
        if (own is null)
            troubles.Add("There is no certificate: set Peppol__Certificate.");
        else if (CertificateAlarm.Of(own, now) is { } alarm)
            troubles.Add(alarm);
        else if (new PeppolTrust(settings).WhyNot(own, [], PeppolRole.AccessPoint, now) is { } reason)
            troubles.Add($"Others will not trust our certificate, as we would not: {reason}.");
        return new(
            configuration["Ehf:Via"] ?? "nothing",
            settings.Network,
            settings.Zone,
            settings.Dns.Count > 0 ? [.. settings.Dns.Select(one => one.ToString())] : ["the system's"],
            [
                .. settings.Anchors.Select(one =>
                    $"{PeppolTrust.NameOf(one)}, until {Moments.Text(CertificateAlarm.EndOf(one))}"
                ),
            ],
            own is null ? null : PeppolTrust.NameOf(own),
            own is null ? null : CertificateAlarm.EndOf(own),
            troubles
        );
    }

    internal IEnumerable<string> Lines =>
        [
            $"EHF goes by {Via}.",
            $"Network {Network}, zone {Zone}, name servers {string.Join(", ", NameServers)}.",
            .. Anchors.Select(one => $"Trusts {one}."),
            .. Certificate is null
                ? []
                : new[] { $"Our certificate is {Certificate}, until {Moments.Text(CertificateEnds!.Value)}." },
            .. Troubles,
        ];
}
