using System.Net;
using DnsClient;

namespace Budstikke.Jobs.Network;

/// <summary>
/// Name servers as a setting names them, asked over TCP: the library believes a UDP answer that has the right number of
/// 16 bits, whoever sent it. Nothing is kept; whoever asks keeps what he found out.
/// </summary>
internal static class NameServers
{
    private const int Port = 53;
    private const int Retries = 1;

    /// <summary>Of one try with one server.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(4);

    /// <summary>Addresses with commas between, each with a port or without; null where one is none.</summary>
    public static IReadOnlyList<IPEndPoint>? Parse(string text)
    {
        var servers = new List<IPEndPoint>();
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!IPEndPoint.TryParse(one, out var server))
                return null;
            servers.Add(new(server.Address, server.Port == 0 ? Port : server.Port));
        }
        return servers;
    }

    /// <summary>Null where none is named and the system has none either: nobody else's is taken.</summary>
    /// <param name="servers">Empty: the system's.</param>
    public static LookupClient? Client(IReadOnlyList<IPEndPoint> servers)
    {
        var named =
            servers.Count > 0
                ? [.. servers.Select(one => new NameServer(one))]
                : NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false);
        return named.Count == 0
            ? null
            : new(
                new LookupClientOptions([.. named])
                {
                    UseTcpOnly = true,
                    UseCache = false,
                    ThrowDnsErrors = false,
                    Timeout = s_timeout,
                    Retries = Retries,
                }
            );
    }
}
