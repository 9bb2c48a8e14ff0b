using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Budstikke.Callbacks;

/// <summary>What a client is told of one change of an order's state.</summary>
/// <param name="Amount">The order's grand total.</param>
internal sealed record StatusNews(
    string OrderId,
    string Status,
    decimal Amount,
    DateTimeOffset AcceptedAt,
    DateTimeOffset ChangedAt
);

/// <summary>The URL that tells it, with a checksum that only the client and we can make.</summary>
internal static partial class CallbackUrl
{
    public const string ChecksumName = "checksum";

    /// <summary>What we append to the client's own parameters, in this order.</summary>
    public static readonly IReadOnlyList<string> OurNames =
    [
        "orderUuid",
        "status",
        "paymentMethod",
        "amount",
        "createdAt",
        "timestamp",
        ChecksumName,
    ];

    public const string PaymentMethod = "invoice";

    /// <summary>
    /// Whether the URL's own values, joined as the checksum joins them, contain the id of an order. Since nothing
    /// stands between the values, whoever can choose the URL could then pass off the news of one order as another's.
    /// </summary>
    public static bool NamesAnOrder(string callbackUrl) =>
        OrderId().IsMatch(Encoding.Latin1.GetString([.. ValuesOf(QueryOf(callbackUrl)).SelectMany(value => value)]));

    /// <summary>
    /// Our parameters follow the URL's own. The checksum is over the decoded values of all of them in the order of the
    /// URL, since the receiver's loop runs over what its framework decoded. The same news always give the same URL, so
    /// that a repeat is seen as one.
    /// </summary>
    public static string Build(string callbackUrl, StatusNews news, string secret)
    {
        var query = QueryOf(callbackUrl);
        var ours = ParametersOf(news);
        var checksum = Checksum([.. ValuesOf(query), .. ours.Select(one => Encoding.UTF8.GetBytes(one.Value))], secret);
        string[] parameters =
        [
            .. query.Length == 0 ? [] : new[] { query },
            .. ours.Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"),
            $"{ChecksumName}={checksum}",
        ];
        return $"{callbackUrl.Split('#', 2)[0].Split('?', 2)[0]}?{string.Join('&', parameters)}";
    }

    /// <summary>What a receiver expects of a query: over all values but the checksum's own.</summary>
    public static string ChecksumOf(string query, string secret) =>
        Checksum([.. ValuesOf(query, except: ChecksumName)], secret);

    private static string QueryOf(string callbackUrl) =>
        callbackUrl.Split('#', 2)[0].Split('?', 2) is [_, var query] ? query.Trim('&') : "";

    private static (string Name, string Value)[] ParametersOf(StatusNews news) =>
        [
            .. OurNames.Zip([
                news.OrderId,
                news.Status,
                PaymentMethod,
                news.Amount.ToString("0.00", CultureInfo.InvariantCulture),
                Seconds(news.AcceptedAt),
                Seconds(news.ChangedAt),
            ]),
        ];

    private static string Seconds(DateTimeOffset time) =>
        time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Checksum(IReadOnlyList<byte[]> values, string secret) =>
        Convert.ToHexStringLower(
            SHA256.HashData([.. values.SelectMany(value => value), .. Encoding.UTF8.GetBytes(secret)])
        );

    private static IEnumerable<byte[]> ValuesOf(string query, string? except = null) =>
        from pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        let end = pair.IndexOf('=', StringComparison.Ordinal)
        where except is null || (end < 0 ? pair : pair[..end]) != except
        select Decode(end < 0 ? "" : pair[(end + 1)..]);

    /// <summary>As bytes, since what a URL's percent signs spell need not be UTF-8; a percent sign without two digits
    /// is itself.</summary>
    private static byte[] Decode(string text)
    {
        var raw = Encoding.UTF8.GetBytes(text);
        var decoded = new List<byte>(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '%' && i + 2 < raw.Length && IsHex(raw[i + 1]) && IsHex(raw[i + 2]))
            {
                decoded.Add(Convert.FromHexString(Encoding.ASCII.GetString(raw, i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                decoded.Add(raw[i] == '+' ? (byte)' ' : raw[i]);
            }
        }
        return [.. decoded];
    }

    private static bool IsHex(byte value) => char.IsAsciiHexDigit((char)value);

    [GeneratedRegex("ODR[0-9]{10}")]
    private static partial Regex OrderId();
}
