using System.Text.RegularExpressions;
using DnsClient;
using DnsClient.Protocol;

namespace Budstikke.Peppol;

/// <summary>Where a participant's SMP is, by the network's directory; or that there is none; or neither.</summary>
internal abstract partial record SmlAnswer(string Said)
{
    internal sealed record At(Uri Smp, string Said) : SmlAnswer(Said);

    internal sealed record NotThere(string Said) : SmlAnswer(Said);

    internal sealed record Unclear(string Said) : SmlAnswer(Said);

    private const string Service = "Meta:SMP";
    private const string Flag = "U";

    /// <summary>
    /// A participant is not registered only by the word of the directory itself: its zone's SOA stands in the answer. A
    /// wrong zone, or a server that answers for others, would else send every EHF to the next channel.
    /// </summary>
    public static SmlAnswer Of(IDnsQueryResponse response, string zone)
    {
        var code = response.Header.ResponseCode;
        if (code is not (DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain))
            return new Unclear($"the name server answered {code}");
        var all = response.Answers.OfType<NAPtrRecord>().ToList();
        var smp = all.Where(one => one.Services == Service)
            .OrderBy(one => one.Order)
            .ThenBy(one => one.Preference)
            .FirstOrDefault();
        if (smp is not null)
            return TargetOf(smp);
        var said =
            code == DnsHeaderResponseCode.NotExistentDomain ? "NXDOMAIN"
            : all.Count > 0 ? $"no NAPTR record of the service {Service}"
            : "no NAPTR record";
        var zones = response.Authorities.OfType<SoaRecord>().Select(one => NameOf(one.DomainName)).ToList();
        if (zones.Contains(zone, StringComparer.OrdinalIgnoreCase))
            return new NotThere($"{said}, says the zone {zone}");
        return new Unclear(
            zones.Count > 0
                ? $"{said}, but by the zone {string.Join(", ", zones)}, not by {zone}"
                : $"{said}, but not by the zone {zone}: no SOA record came with it"
        );
    }

    private static SmlAnswer TargetOf(NAPtrRecord record)
    {
        if (!record.Flags.Equals(Flag, StringComparison.OrdinalIgnoreCase))
            return new Unclear($"a NAPTR record with the flag {Cut(record.Flags)}, not {Flag}");
        if (!AnyToUrl().IsMatch(record.RegularExpression))
            return new Unclear($"a NAPTR record with the rule {Cut(record.RegularExpression)}, which names no SMP");
        var target = AnyToUrl().Match(record.RegularExpression).Groups["url"].Value;
        return Uri.TryCreate(target, UriKind.Absolute, out var smp) && smp is { Query: "", Fragment: "" }
            ? new At(smp, $"SMP {Cut(target)}")
            : new Unclear($"a NAPTR record to {Cut(target)}, which is no address of an SMP");
    }

    private static string NameOf(DnsString name) => name.Value.TrimEnd('.');

    private static string Cut(string text) => Jobs.Cut.To(text, 200);

    /// <summary>RFC 3402 § 3.2 with the only rule that the network's policy knows: everything becomes this
    /// URL.</summary>
    [GeneratedRegex(@"\A(?<mark>[^\w\\])\^?\.\*\$?\k<mark>(?<url>[^\\]+?)\k<mark>i?\z")]
    private static partial Regex AnyToUrl();
}
