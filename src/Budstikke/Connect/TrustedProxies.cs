using System.Net;
using Budstikke.Storage;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Budstikke.Connect;

/// <summary>
/// Whose word is taken for a caller's address. Anybody can write <c>X-Forwarded-For</c>: it is believed only where the
/// connection comes from a proxy that the operator names, and no other header of that family is believed at all.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "Proxy:Trusted";

    /// <summary>The framework's own switch (<c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>) would believe
    /// everybody.</summary>
    private const string SwitchOfFramework = "ForwardedHeaders_Enabled";

    public static void Configure(IServiceCollection services, IConfiguration settings)
    {
        settings[SwitchOfFramework] = "false";
        var networks = Read(settings[Setting] ?? "");
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor;
            // From one trusted proxy to the next, until an address that is none.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
        });
    }

    /// <exception cref="SettingRefusedException">What is set names no address.</exception>
    private static List<IPNetwork> Read(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            networks.Add(
                NetworkOf(one)
                    ?? throw new SettingRefusedException(
                        $"Proxy__Trusted must be addresses and networks like 10.0.0.5,10.1.0.0/16,fd00::/8: {text}"
                    )
            );
        return networks;
    }

    private static IPNetwork? NetworkOf(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network) ? network : null;
    }
}
