using System.Net;
using System.Net.Sockets;

namespace Budstikke.Jobs.Network;

/// <summary>
/// Which addresses are places on the public internet. Where a name comes from outside (a callback's URL, a look-up's
/// answer), the node that calls it stands inside somebody's network: without this a stranger could have us knock on any
/// door there.
/// </summary>
internal static class PublicAddress
{
    /// <summary>RFC 6890 and the IANA registry of special-purpose addresses: what is not a place on the public
    /// internet.</summary>
    private static readonly IPNetwork[] s_notPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // behind a carrier's translation
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
        IPNetwork.Parse("2001::/23"), // protocol assignments, Teredo among them
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: an IPv4 address within
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>
    /// The only part of IPv6 that is given out for the internet. Loopback, unique local, link-local, multicast,
    /// IPv4-mapped and NAT64 addresses all lie outside of it.
    /// </summary>
    private static readonly IPNetwork s_globalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>RFC 1035 § 2.3.4: 255 octets, of which the text lacks the first length and the root.</summary>
    private const int MaxHostCharacters = 253;

    private const string Localhost = "localhost";

    /// <summary>Whether it is a place on the public internet.</summary>
    public static bool Is(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || IsGlobalUnicast(address))
        && !Array.Exists(s_notPublic, network => network.Contains(address));

    /// <summary>A mapped address is asked for by itself: a network of .NET 10 takes it for the IPv4 address
    /// within.</summary>
    private static bool IsGlobalUnicast(IPAddress address) =>
        !address.IsIPv4MappedToIPv6 && s_globalUnicast.Contains(address);

    /// <summary>RFC 6761 § 6.3: such a name is always loopback, so that its refusal says nothing about the
    /// network.</summary>
    public static bool IsLocalhost(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A URL may be well-formed although its host has no form that DNS knows (RFC 5891); that shows only when
    /// the form is asked for.</summary>
    public static bool CanBeLookedUp(Uri url)
    {
        try
        {
            return url.IdnHost.Length is > 0 and <= MaxHostCharacters;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
