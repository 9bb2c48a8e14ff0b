using System.Net;
using System.Net.Sockets;

namespace Budstikke.Callbacks;

/// <summary>The pure decision whether we call an address: a client's URL must not reach what stands behind our own walls.</summary>
internal static class CallbackAddress
{
    /// <summary>Ranges that no public receiver has (IANA's special-purpose registries).</summary>
    private static readonly IPNetwork[] s_closed =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::1/128",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_6to4 = IPNetwork.Parse("2002::/16");

    /// <summary>Why the URL is not called; null when it may be, if its addresses may be.</summary>
    public static string? ReasonAgainst(Uri url, CallbackSettings settings)
    {
        if (url.Scheme != Uri.UriSchemeHttps && (url.Scheme != Uri.UriSchemeHttp || !settings.AllowsHttp))
            return settings.AllowsHttp ? "the URL is neither http nor https" : "the URL is not https";
        if (url.UserInfo.Length > 0)
            return "the URL holds a user name";
        return settings.IsOwnReceiver(url.Host, url.Port) || settings.AllowsPort(url.Port)
            ? null
            : $"port {url.Port} is not among those that we call";
    }

    /// <summary>True for an address of the public internet, also where it stands inside an IPv6 address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        if (
            Array.Exists(
                s_closed,
                network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)
            )
        )
            return false;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.AddressFamily == AddressFamily.InterNetwork;
        var bytes = address.GetAddressBytes();
        if (s_nat64.Contains(address))
            return IsPublic(new IPAddress(bytes.AsSpan(12, 4)));
        return !s_6to4.Contains(address) || IsPublic(new IPAddress(bytes.AsSpan(2, 4)));
    }
}
