using System.Net;
using System.Net.Sockets;

namespace Budstikke.Jobs.Network;

/// <summary>From where a call comes, as it is counted: by IPv4 address, and by network of IPv6, of which one household
/// has a whole one.</summary>
internal static class CallerAddress
{
    private const int NetworkBits = 64;
    private const string Unknown = "local";

    /// <summary>The address that a trusted proxy names, or else that of the connection; see
    /// <c>Proxy__Trusted</c>.</summary>
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address)
    {
        if (address is null)
            return Unknown;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBits / 8).Clear();
        return $"{new IPAddress(bytes)}/{NetworkBits}";
    }
}
