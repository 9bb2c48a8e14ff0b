using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>Whose server a callback's URL leads to, and what may be shown of the URL.</summary>
internal static class CallbackEndpoint
{
    /// <summary>In the place of what is not shown.</summary>
    public const string Withheld = "*";

    private const int MaxShownCharacters = 1000;

    /// <summary>Scheme, host and port, <c>https://client.example:443</c>; null where the URL leads nowhere.</summary>
    public static string? Of(string callbackUrl) =>
        Parse(callbackUrl) is { } url ? $"{url.Scheme}://{HostOf(url)}:{url.Port}" : null;

    /// <summary>
    /// The URL without what may be a secret of the client's: a user's name and the values of its query. What stands
    /// there without a name counts as a value.
    /// </summary>
    public static string Shown(string callbackUrl)
    {
        if (Parse(callbackUrl) is not { } url)
            return "";
        var parameters = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Shown);
        var query = string.Join('&', parameters);
        var shown = $"{url.Scheme}://{url.Authority}{url.AbsolutePath}{(query.Length == 0 ? "" : $"?{query}")}";
        return Cut.To(MaskedText.Of(shown), MaxShownCharacters);

        static string Shown(string pair) =>
            pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var end ? $"{pair[..end]}={Withheld}" : Withheld;
    }

    private static Uri? Parse(string callbackUrl) =>
        Uri.TryCreate(callbackUrl, UriKind.Absolute, out var url)
        && (url.Scheme is "http" or "https")
        && url.Host.Length > 0
            ? url
            : null;

    /// <summary>As DNS knows it, so that one server has one name; as it is written where DNS knows none.</summary>
    private static string HostOf(Uri url)
    {
        try
        {
            var host = url.HostNameType == UriHostNameType.Dns ? url.IdnHost : url.Host;
            return host.TrimEnd('.').ToLowerInvariant();
        }
        catch (UriFormatException)
        {
            return url.Host.ToLowerInvariant();
        }
    }
}
