using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Budstikke.Tests.Fuzz;

/// <summary>A call of the service, by the pattern that it is routed with.</summary>
internal sealed record Route(string Method, string Pattern)
{
    /// <summary>All that a service answers, so that a new call is tried from its first day.</summary>
    public static IReadOnlyList<Route> All(IEnumerable<Endpoint> endpoints) =>
        [
            .. from endpoint in endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            select new Route(method, endpoint.RoutePattern.RawText!),
        ];
}

/// <summary>Requests to every route, good ones with something odd in body, path, query or headers. The same seed makes
/// the same ones.</summary>
internal sealed class OddRequests(int seed, IReadOnlyList<Route> routes, string order, IReadOnlyList<string> orderIds)
{
    private const string Cancel = """{"cancellationNote": "not wanted"}""";
    private const string Resend = """{"countryCode": "+47", "msisdn": "46567468", "email": "kari@customer.example"}""";
    private const string Refund =
        """{"type": "regular", "grandTotal": "51.00", "products": [{"id": 1, "amount": "51.00"}]}""";

    private static readonly string[] s_odd =
    [
        "",
        "x",
        "ODR0000000000",
        "..",
        "%2e%2e%2f",
        "%0d%0aX-Odd:1",
        "a%20b",
        "'",
        "%22",
        "æøå",
        "%F0%9F%98%80",
        "%ff",
        "-1",
        "99999999999999999999",
        new('9', 3000),
        "ODR" + new string('0', 3000),
        "ODR000000000%ED%A0%80",
        "ODR000000000%EF%BC%91",
        "CSRT0000000000",
    ];

    /// <summary>What cannot stand in a path.</summary>
    private static readonly string[] s_oddQueries = [.. s_odd, "%00", "ODR000000000%00", "%00ODR0000000000"];

    /// <summary>As far as the client that sends them lets them through.</summary>
    private static readonly string[] s_oddHeaders = [.. s_odd.Where(text => text.All(char.IsAscii))];

    private static readonly string[] s_contentTypes =
    [
        "text/plain",
        "application/xml",
        "application/json; charset=latin1",
        "application/json;charset=\"utf-8\"",
        "application/problem+json",
        "multipart/form-data; boundary=x",
        "?",
    ];

    private static readonly string[] s_queries = ["type", "after", "documents", "odd", "type=sent&type", "%00", "a[]"];

    private readonly Random _chance = new(seed);

    public HttpRequestMessage Next()
    {
        var route = Any(routes);
        var request = new HttpRequestMessage(new(route.Method), PathOf(route) + Query());
        if (route.Method == HttpMethod.Post.Method)
            request.Content = Content(route);
        if (OneIn(10))
            request.Headers.TryAddWithoutValidation(
                "Idempotency-Key",
                OneIn(2) ? $"key {_chance.Next(50)}" : Any(s_oddHeaders)
            );
        if (OneIn(40))
            request.Headers.TryAddWithoutValidation("Authorization", Any(["Bearer", "Bearer x", "Basic eDp4", "x"]));
        if (OneIn(40))
            request.Headers.TryAddWithoutValidation("Accept-Language", Any(s_oddHeaders));
        return request;
    }

    private string PathOf(Route route)
    {
        var path = route.Pattern;
        for (
            var open = path.IndexOf('{', StringComparison.Ordinal);
            open >= 0;
            open = path.IndexOf('{', StringComparison.Ordinal)
        )
        {
            var close = path.IndexOf('}', open);
            path = path[..open] + (OneIn(3) ? Any(s_odd) : Any(orderIds)) + path[(close + 1)..];
        }
        return path;
    }

    private string Query() => OneIn(4) ? $"?{Any(s_queries)}={Any(s_oddQueries)}" : "";

    private ByteArrayContent Content(Route route)
    {
        var good =
            route.Pattern.Contains("/cancel/", StringComparison.Ordinal) ? Cancel
            : route.Pattern.Contains("/resend/", StringComparison.Ordinal) ? Resend
            : route.Pattern.Contains("/refund/", StringComparison.Ordinal) ? Refund
            : order;
        var content = new ByteArrayContent(OneIn(10) ? Encoding.UTF8.GetBytes(good) : OddBodies.Of(_chance, good));
        if (!OneIn(20))
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        else
            content.Headers.TryAddWithoutValidation("Content-Type", Any(s_contentTypes));
        if (OneIn(50))
            content.Headers.TryAddWithoutValidation("Content-Encoding", Any(["gzip", "identity", "x"]));
        return content;
    }

    private bool OneIn(int many) => _chance.Next(many) == 0;

    private T Any<T>(IReadOnlyList<T> some) => some[_chance.Next(some.Count)];
}
