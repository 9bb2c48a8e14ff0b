using System.Net;
using Budstikke.Jobs.Network;

namespace Budstikke.Callbacks;

/// <summary>Where a callback may go: its URL is a stranger's text (<see cref="PublicAddress"/>).</summary>
internal static class CallbackAddress
{
    /// <summary>
    /// All that a client learns of an address that is refused. One text for a port, a private address and a name that
    /// is not found: a client that could tell them apart could map the network that this node stands in.
    /// </summary>
    public const string Refusal = "The callback's address was not found, or may not be called from here.";

    /// <summary>Why the URL may not be called, before its name is looked up; null when it may. The reason is for the
    /// operator alone.</summary>
    public static string? Check(Uri url, CallbackSettings settings)
    {
        if (url.Scheme is not ("http" or "https"))
            return "The URL is neither http nor https.";
        if (url.UserInfo.Length > 0)
            return "The URL has a user name in it.";
        if (!PublicAddress.CanBeLookedUp(url))
            return "The URL's host cannot be a name on the internet.";
        if (settings.IsAlsoAllowed(url))
            return null;
        if (url.Scheme == "http" && !settings.AllowHttp)
            return "Unencrypted callbacks are not allowed on this installation.";
        if (!settings.Ports.Any(range => range.Has(url.Port)))
            return $"Port {url.Port} is not allowed on this installation.";
        return IPAddress.TryParse(url.IdnHost, out var literal) ? Check(url, [literal], settings) : null;
    }

    /// <summary>Why none of the addresses of the URL's host may be called; null when all may.</summary>
    public static string? Check(Uri url, IReadOnlyCollection<IPAddress> addresses, CallbackSettings settings) =>
        settings.AllowPrivateAddresses || settings.IsAlsoAllowed(url) || addresses.All(PublicAddress.Is)
            ? null
            : $"{url.IdnHost} has an address that is not on the public internet.";
}
