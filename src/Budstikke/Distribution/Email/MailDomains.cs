using System.Collections.Concurrent;
using System.Net;
using Budstikke.Jobs.Network;
using DnsClient;

namespace Budstikke.Distribution.Email;

/// <param name="Evidence">Who was asked, and what was answered.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record NoMail(string Evidence, string Reason);

/// <summary>
/// Asks the DNS whether mail can reach a domain at all, where <c>Email__Dns</c> says so: over TCP, since the library
/// believes whatever comes over UDP under the right number. That nobody could say is no verdict: the relay finds out.
/// </summary>
internal sealed class MailDomains(MailDns dns, TimeProvider time)
{
    /// <summary>A domain that is set up today is found today.</summary>
    private static readonly TimeSpan s_keptBad = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_keptGood = TimeSpan.FromHours(1);
    private const int MaxKept = 20_000;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<LookupClient?> _client = new(() => NameServers.Client(dns.Servers));

    private sealed record Kept(NoMail? Found, DateTimeOffset Until);

    /// <summary>Null where mail can reach it, or nobody could say.</summary>
    public async Task<NoMail?> WhyNoMail(string domain, CancellationToken cancel)
    {
        if (!dns.IsAsked || _client.Value is not { } client)
            return null;
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(domain, out var kept) && kept.Until > now)
            return kept.Found;
        try
        {
            var found = await Ask(client, domain, cancel);
            if (_kept.Count >= MaxKept)
                _kept.Clear();
            _kept[domain] = new(found, now + (found is null ? s_keptGood : s_keptBad));
            return found;
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // No answer, or one that the library cannot read.
            return null;
        }
    }

    /// <summary>RFC 5321 § 5.1: the MX records; without one, the domain's own addresses. RFC 7505: a null MX.</summary>
    private static async Task<NoMail?> Ask(LookupClient client, string domain, CancellationToken cancel)
    {
        var mx = await Query(client, domain, QueryType.MX, cancel);
        if (mx.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
            return new($"DNS, MX of {domain}: NXDOMAIN", $"There is no domain {domain}.");
        var exchanges = mx.Answers.MxRecords().Select(one => one.Exchange.Value).ToList();
        if (exchanges.Count > 0)
            return exchanges.TrueForAll(name => name is "." or "")
                ? new($"DNS, MX of {domain}: a null MX (RFC 7505)", $"The domain {domain} takes no mail.")
                : null;
        foreach (var type in new[] { QueryType.A, QueryType.AAAA })
            if ((await Query(client, domain, type, cancel)).Answers.AddressRecords().Any())
                return null;
        return new($"DNS of {domain}: no MX, A or AAAA record", $"The domain {domain} has no mail server.");
    }

    /// <exception cref="DnsResponseException">The server has not answered the question.</exception>
    private static async Task<IDnsQueryResponse> Query(
        LookupClient client,
        string domain,
        QueryType type,
        CancellationToken cancel
    )
    {
        var response = await client.QueryAsync(domain, type, cancellationToken: cancel);
        return response.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
            ? response
            : throw new DnsResponseException(DnsResponseCode.ServerFailure);
    }
}

/// <summary>The setting <c>Email__Dns</c>.</summary>
/// <param name="Servers">Empty: the system's.</param>
internal sealed record MailDns(bool IsAsked, IReadOnlyList<IPEndPoint> Servers)
{
    private const string System = "system";

    public static (MailDns Dns, string? Reason) Parse(string? text)
    {
        if (text is not { Length: > 0 })
            return (new(IsAsked: false, []), null);
        if (text == System)
            return (new(IsAsked: true, []), null);
        return NameServers.Parse(text) is { } servers
            ? (new(IsAsked: true, servers), null)
            : (
                new(IsAsked: false, []),
                $"Email__Dns must be system, or addresses of name servers like 192.0.2.1 or 192.0.2.1:5353: {text}."
            );
    }
}
