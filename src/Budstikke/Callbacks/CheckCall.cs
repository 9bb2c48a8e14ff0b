using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Budstikke.Callbacks;

/// <summary>A callback as it came in at a client's server.</summary>
/// <param name="Target">Path and query, byte for byte as the request's line has them.</param>
/// <param name="Headers">By lower-case name; what is absent is not in it.</param>
internal sealed record ReceivedCall(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    string Body
)
{
    public bool IsPost => Method == "POST";

    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    /// <summary>Decoded, in the order of the query.</summary>
    public IReadOnlyList<(string Name, string Value)> Parameters =>
        [
            .. from pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            let parts = pair.Split('=', 2)
            select (Decode(parts[0]), Decode(parts.ElementAtOrDefault(1) ?? "")),
        ];

    /// <summary>What it is about, in a few words; as far as they are there.</summary>
    public string Summary => string.Join(' ', (IsPost ? OfBody() : OfQuery()).OfType<string>());

    public string? Parameter(string name) => Parameters.FirstOrDefault(one => one.Name == name).Value;

    private IEnumerable<string?> OfQuery() => new[] { "orderUuid", "status", "amount" }.Select(Parameter);

    private IEnumerable<string?> OfBody()
    {
        try
        {
            using var json = JsonDocument.Parse(Body);
            return
            [
                TextOf(json.RootElement, "data", "orderUuid"),
                TextOf(json.RootElement, "type"),
                TextOf(json.RootElement, "data", "status"),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string? TextOf(JsonElement from, params IEnumerable<string> path)
    {
        foreach (var name in path)
            if (from.ValueKind is not JsonValueKind.Object || !from.TryGetProperty(name, out from))
                return null;
        return from.ValueKind is JsonValueKind.String ? from.GetString() : null;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>What a receiver must look at before it believes a callback, and says in words.</summary>
internal static class CheckCall
{
    private const int MaxNamed = 5;

    /// <summary>Empty when the call is genuine. Whether the order is one's own only the API says.</summary>
    public static IReadOnlyList<string> Faults(ReceivedCall call, string secret, DateTimeOffset now)
    {
        var isSigned = IsSigned(call, secret);
        return
        [
            .. call.IsPost ? OfBody(call) : OfParameters(call),
            .. OfHeaders(call),
            .. OfMoment(call, now),
            .. call.IsPost ? OfSecret(isSigned) : OfSecret(isSigned, HasChecksum(call, secret)),
        ];
    }

    private static IEnumerable<string> OfParameters(ReceivedCall call)
    {
        string[] names = [.. call.Parameters.Select(one => one.Name)];
        foreach (var name in names.GroupBy(name => name).Where(group => group.Count() > 1).Take(MaxNamed))
            yield return $"The parameter {name.Key} is there more than once.";
        var missing = CallbackUrl.OurNames.Except(names).ToList();
        if (missing.Count > 0)
            yield return $"Not there: {string.Join(", ", missing)}.";
        else if (!names.TakeLast(CallbackUrl.OurNames.Count).SequenceEqual(CallbackUrl.OurNames))
            yield return $"The last parameters are not {string.Join(", ", CallbackUrl.OurNames)}, in this order.";
    }

    private static IEnumerable<string> OfBody(ReceivedCall call)
    {
        if (!IsEvent(call.Body))
            yield return "The body is no JSON object with type, timestamp and data.";
    }

    private static bool IsEvent(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object
                && new[] { "type", "timestamp", "data" }.All(name => json.RootElement.TryGetProperty(name, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<string> OfHeaders(ReceivedCall call) =>
        from name in new[] { Signature.IdHeader, Signature.TimestampHeader, Signature.SignatureHeader }
        where !call.Headers.ContainsKey(name)
        select $"The header {name} is not there.";

    private static IEnumerable<string> OfMoment(ReceivedCall call, DateTimeOffset now)
    {
        if (!call.Headers.TryGetValue(Signature.TimestampHeader, out var text))
            yield break;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
            yield return $"{Signature.TimestampHeader} is no number of seconds since 1970.";
        else if (now.ToUnixTimeSeconds() - timestamp > Signature.ToleranceSeconds)
            yield return $"It was sent {now.ToUnixTimeSeconds() - timestamp} s ago, more than "
                + $"{Signature.ToleranceSeconds}: an old call that somebody repeats, or a wrong clock.";
        else if (timestamp - now.ToUnixTimeSeconds() > Signature.ToleranceSeconds)
            yield return $"It was sent {timestamp - now.ToUnixTimeSeconds()} s from now: a clock is wrong.";
    }

    private static IEnumerable<string> OfSecret(bool isSigned)
    {
        if (!isSigned)
            yield return "No signature of it is of this secret: the secret is another, the body was changed on "
                + "its way, or somebody else made this call.";
    }

    private static IEnumerable<string> OfSecret(bool isSigned, bool hasChecksum)
    {
        if (!isSigned && !hasChecksum)
            yield return "Neither checksum nor signature is of this secret: the secret is another, values were "
                + "changed, or somebody else made this call.";
        else if (!isSigned)
            yield return "The checksum is right and the signature is not: values were moved between parameters, or "
                + "path or query was rewritten on its way.";
        else if (!hasChecksum)
            yield return "The signature is right and the checksum is not: it is of the other secret of a rotation.";
    }

    private static bool HasChecksum(ReceivedCall call, string secret) =>
        AreSame(CallbackUrl.ChecksumOf(call.Query, secret), call.Parameter(CallbackUrl.ChecksumName) ?? "");

    private static bool IsSigned(ReceivedCall call, string secret)
    {
        var expected = Signature.Of(
            call.Headers.GetValueOrDefault(Signature.IdHeader, ""),
            call.Headers.GetValueOrDefault(Signature.TimestampHeader, ""),
            call.IsPost ? call.Body : call.Target,
            Signature.KeyOf(secret)
        );
        return call
            .Headers.GetValueOrDefault(Signature.SignatureHeader, "")
            .Split(' ')
            .Any(signature => AreSame(expected, signature));
    }

    private static bool AreSame(string expected, string claimed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(claimed));
}
