using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Callbacks;

/// <summary>What a callback says; fixed when it is planned, so that every try calls the same URL.</summary>
/// <param name="CreatedAt">When the order was accepted.</param>
/// <param name="At">When its state changed.</param>
internal sealed record CallbackNews(
    string OrderId,
    string Status,
    decimal Amount,
    DateTimeOffset CreatedAt,
    DateTimeOffset At
);

/// <summary>The pure making of a callback's URL, with the checksum that the documented verifier computes.</summary>
internal static class CallbackUrl
{
    private const string PaymentMethod = "invoice";

    /// <summary>Appends our parameters, in the documented order, to those that the client's URL has.</summary>
    public static Uri Build(string url, CallbackNews news, string secret)
    {
        var client = new UriBuilder(url) { Fragment = "" };
        var query = client.Query.TrimStart('?');
        var ours = Parameters(news);
        var joined = string.Join('&', new[] { query }.Where(text => text.Length > 0).Concat(ours.Select(Encoded)));
        client.Query = $"{joined}&checksum={Checksum(joined, secret)}";
        return client.Uri;
    }

    private static (string Name, string Value)[] Parameters(CallbackNews news) =>
        [
            ("orderUuid", news.OrderId),
            ("status", news.Status),
            ("paymentMethod", PaymentMethod),
            ("amount", news.Amount.ToString("0.00", CultureInfo.InvariantCulture)),
            ("createdAt", news.CreatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("timestamp", news.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];

    private static string Encoded((string Name, string Value) parameter) =>
        $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}";

    /// <summary>SHA-256 in lower-case hex of the decoded values of all parameters in the URL's order, then the secret. It is no HMAC.</summary>
    public static string Checksum(string query, string secret)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(ValueOf);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(values) + secret)));
    }

    /// <summary>A plus in a query is a space, as every form decoder reads it.</summary>
    private static string ValueOf(string parameter)
    {
        var at = parameter.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? "" : Uri.UnescapeDataString(parameter[(at + 1)..].Replace('+', ' '));
    }
}
