using System.Net.Sockets;
using Budstikke.Storage;
using Microsoft.AspNetCore.Connections;

namespace Budstikke.Commands;

/// <summary>Where a node listens: what is wrong with it is said in one line that names the setting.</summary>
internal static class Listening
{
    private const string Setting = "ASPNETCORE_URLS";
    private const string Http = "http";

    /// <exception cref="SettingRefusedException">An address is none that we can listen on.</exception>
    public static void RefuseMalformed(string? urls)
    {
        foreach (
            var url in (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
            if (Fault(url) is { } fault)
                throw new SettingRefusedException($"{Setting}: {url} {fault}.");
    }

    private static string? Fault(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return !string.Equals(address.Scheme, Http, StringComparison.OrdinalIgnoreCase)
                    ? $"must begin with {Http}://; TLS belongs to the proxy in front"
                : address.PathBase.Length > 0 ? "must have no path"
                : null;
        }
        catch (FormatException)
        {
            return $"is no address: it must be {Http}://HOST:PORT";
        }
    }

    /// <summary>Why the server could not begin to listen; null where that is not what happened.</summary>
    public static string? WhyNot(Exception error, string? urls) =>
        error is IOException { InnerException: AddressInUseException }
            ? $"{Setting}: another program listens on one of these addresses: {urls}. {error.Message}"
        : error is SocketException or IOException { InnerException: SocketException }
            ? $"{Setting}: {urls} cannot be listened on: {error.Message}."
        : null;
}
