using System.Globalization;

namespace Budstikke.Callbacks;

/// <summary>Where callbacks may go.</summary>
/// <param name="Ports">Ranges, both ends included; empty for any port.</param>
/// <param name="OwnReceiver">A receiver of this process, which is allowed whatever its address; null outside <c>demo</c>.</param>
internal sealed record CallbackSettings(
    bool AllowsPrivateAddresses,
    bool AllowsHttp,
    IReadOnlyList<(int From, int To)> Ports,
    Uri? OwnReceiver = null
)
{
    private const string DefaultPorts = "80,443,8000-9999";
    private const int MaxPort = 65535;

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static CallbackSettings Of(IConfiguration settings, Uri? ownReceiver) =>
        new(
            settings.GetValue("Callbacks:AllowPrivateAddresses", false),
            settings.GetValue("Callbacks:AllowHttp", true),
            PortsOf(settings["Callbacks:Ports"] is { Length: > 0 } ports ? ports : DefaultPorts),
            ownReceiver
        );

    public bool AllowsPort(int port) => Ports.Count == 0 || Ports.Any(range => port >= range.From && port <= range.To);

    public bool IsOwnReceiver(string host, int port) => OwnReceiver is { } own && own.Host == host && own.Port == port;

    private static (int, int)[] PortsOf(string text) =>
        text.Trim() == "*"
            ? []
            :
            [
                .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(range => RangeOf(range, text)),
            ];

    private static (int, int) RangeOf(string range, string text)
    {
        var ends = range.Split('-');
        if (
            ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from is > 0 and <= MaxPort
            && to >= from
            && to <= MaxPort
        )
            return (from, to);
        throw new InvalidOperationException(
            $"Callbacks__Ports must be ports and ranges with commas between, or *: {text}"
        );
    }
}
