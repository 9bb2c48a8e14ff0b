namespace Budstikke.Providers.Maventa;

/// <summary>The installation's; company and key are each client's own.</summary>
/// <param name="Url">Ends with a slash.</param>
/// <param name="VendorKey">Of whoever integrates.</param>
internal sealed record MaventaSettings(Uri Url, string VendorKey)
{
    public const string Production = "https://ax.maventa.com/";

    /// <summary>Until a connection stands.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A whole call, with the document or without.</summary>
    public TimeSpan WholeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public static (MaventaSettings? Settings, string? Reason) Parse(string? url, string vendorKey) =>
        !Uri.TryCreate($"{(url ?? Production).TrimEnd('/')}/", UriKind.Absolute, out var address)
        || address is not ({ Scheme: "https" } or { Scheme: "http", IsLoopback: true })
        || address.UserInfo.Length + address.Query.Length > 0
            ? (null, $"Maventa__Url must be https://…, without a name or a query: {url}")
            : (new(address, vendorKey), null);
}
