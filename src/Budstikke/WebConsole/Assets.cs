namespace Budstikke.WebConsole;

/// <summary>Style and script, out of the program itself: one file starts alone, and nothing is fetched from
/// elsewhere.</summary>
internal static class Assets
{
    private const int DaySeconds = 24 * 60 * 60;

    private static readonly Dictionary<string, (string Type, byte[] Bytes)> s_all = new(StringComparer.Ordinal)
    {
        ["console.css"] = ("text/css; charset=utf-8", Read("console.css")),
        ["console.js"] = ("text/javascript; charset=utf-8", Read("console.js")),
    };

    /// <summary>Changes with the content, so that a browser may keep what it has.</summary>
    public static string Version { get; } =
        Convert.ToHexStringLower(
            global::System
                .Security.Cryptography.SHA256.HashData([.. s_all.Values.SelectMany(one => one.Bytes)])
                .AsSpan(0, 4)
        );

    public static void Map(WebApplication app) =>
        app.MapGet(
            "/assets/{name}",
            (string name, HttpContext call) =>
            {
                if (!s_all.TryGetValue(name, out var asset))
                    return Results.NotFound();
                call.Response.Headers.CacheControl = $"public, max-age={DaySeconds}";
                return Results.Bytes(asset.Bytes, asset.Type);
            }
        );

    private static byte[] Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream($"Budstikke.WebConsole.{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
