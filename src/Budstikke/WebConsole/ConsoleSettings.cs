using System.Net;
using Budstikke.Storage;

namespace Budstikke.WebConsole;

/// <summary>Whether there is a console, where, and how it is called from outside.</summary>
/// <param name="Urls">Where it listens, always in plain text: TLS is the matter of the proxy before it.</param>
/// <param name="PublicUrl">What a browser calls; null on loopback, where any name of this machine will do.</param>
/// <param name="CreditLimit">Kroner: above it a credit needs a sign-in of the last few minutes.</param>
internal sealed record ConsoleSettings(string Urls, Uri? PublicUrl, int CreditLimit)
{
    public const string UrlsSetting = "Console__Urls";
    private const string PublicSetting = "Console__PublicUrl";
    private const string DefaultUrls = "http://127.0.0.1:5090";
    private const int MaxCreditLimit = 100_000_000;

    /// <summary>The cookie is for TLS alone.</summary>
    public bool IsSecure => PublicUrl is not null && PublicUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>Null where there is to be none.</summary>
    /// <exception cref="SettingRefusedException">Signing in would go over a network in plain text.</exception>
    public static ConsoleSettings? Of(IConfiguration settings)
    {
        if (!Settings.Switch(settings, "Console:Enabled", otherwise: false))
            return null;
        var urls = settings["Console:Urls"] is { Length: > 0 } said ? said : DefaultUrls;
        var isLocal = urls.Split(';', StringSplitOptions.RemoveEmptyEntries).All(IsLoopback);
        var address = settings["Console:PublicUrl"] is { Length: > 0 } text ? Public(text) : null;
        if (!isLocal && address?.Scheme != Uri.UriSchemeHttps)
            throw new SettingRefusedException(
                $"{PublicSetting} must say the https address of the console, since {UrlsSetting} is not on "
                    + $"loopback alone: {urls}"
            );
        return new(urls, address, Settings.Number(settings, "Console:CreditLimitKroner", 10_000, 0, MaxCreditLimit));
    }

    private static Uri Public(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.AbsolutePath == "/"
        && url.Query.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw new SettingRefusedException(
                $"{PublicSetting} must be https://HOST without a path (http on loopback alone): {text}"
            );

    private static bool IsLoopback(string url)
    {
        try
        {
            var host = BindingAddress.Parse(url.Trim()).Host.Trim('[', ']');
            return host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        }
        catch (FormatException)
        {
            throw new SettingRefusedException($"{UrlsSetting}: {url} is no address: it must be http://HOST:PORT");
        }
    }
}
