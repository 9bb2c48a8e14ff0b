using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

/// <summary>By which name we send, and where we are answered.</summary>
/// <param name="Host">On the right of the <c>@</c> in our ids; null for the seat that our certificate names.</param>
/// <param name="Receive">Where late answers come in; null where they do not.</param>
internal sealed record As4Settings(string? Host, Uri? Receive)
{
    /// <exception cref="SettingRefusedException">A setting does not say anything that can be done; the message names
    /// it.</exception>
    public static As4Settings Of(IConfiguration settings) =>
        new(HostOf(settings["Peppol:Host"]), AddressOf(settings["Peppol:Receive"]));

    private static string? HostOf(string? text) =>
        text is not { Length: > 0 } ? null
        : Uri.CheckHostName(text) == UriHostNameType.Dns ? text
        : throw new SettingRefusedException($"Peppol__Host must be a name like ap.example.com: {text}");

    private static Uri? AddressOf(string? text) =>
        text is not { Length: > 0 } ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http", AbsolutePath.Length: > 1, Query.Length: 0, UserInfo.Length: 0 }
            ? url
        : throw new SettingRefusedException(
            $"Peppol__Receive must be an address like http://127.0.0.1:8083/as4, behind a server for TLS: {text}"
        );
}
