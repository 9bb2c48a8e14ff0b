using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>Where callbacks may go.</summary>
internal sealed record CallbackSettings
{
    private const string DefaultPorts = "80,443,8000-9999";
    private const string AnyPort = "*";
    private const int MaxPort = 65_535;

    public bool AllowPrivateAddresses { get; init; }

    public bool AllowHttp { get; init; } = true;

    public IReadOnlyList<PortRange> Ports { get; init; } = [new(80, 80), new(443, 443), new(8000, 9999)];

    /// <summary>
    /// Endpoints (<c>host:port</c>) that may be called whatever the rest says. No setting fills it: it is for the
    /// receiver that
    /// <c>demo</c> itself has put up.
    /// </summary>
    public IReadOnlyCollection<string> AlsoAllowed { get; init; } = [];

    /// <summary>For the connection, TLS included. No setting fills this or the next: only tests have less
    /// patience.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For everything together, from the name's look-up to the answer.</summary>
    public TimeSpan WholeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whom a server's certificate must be from; null for the authorities that the machine believes. No
    /// setting fills it: only tests have an authority of their own.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>As they are set: <c>80,443,8000-9999</c>.</summary>
    public string PortsText => string.Join(',', Ports);

    public bool IsAlsoAllowed(Uri url) =>
        AlsoAllowed.Contains($"{url.Host}:{url.Port}", StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SettingRefusedException">A setting does not say anything that can be done; the message names
    /// it.</exception>
    public static CallbackSettings Of(IConfiguration settings)
    {
        var allowPrivate = Settings.Switch(settings, "Callbacks:AllowPrivateAddresses", false);
        return new()
        {
            AllowPrivateAddresses = allowPrivate,
            AllowHttp = Settings.Switch(settings, "Callbacks:AllowHttp", true),
            // Whoever lets callbacks into the own network has receivers there on any port.
            Ports = ReadPorts(settings["Callbacks:Ports"] ?? (allowPrivate ? AnyPort : DefaultPorts)),
        };
    }

    private static IReadOnlyList<PortRange> ReadPorts(string text)
    {
        if (text.Trim() == AnyPort)
            return [new(1, MaxPort)];
        PortRange?[] ranges = [.. text.Split(',').Select(ReadRange)];
        return ranges.Contains(null)
            ? throw new SettingRefusedException(
                $"Callbacks__Ports must be {AnyPort}, or numbers and ranges from 1 to {MaxPort} like "
                    + $"{DefaultPorts}: {text}"
            )
            : [.. ranges.OfType<PortRange>()];
    }

    private static PortRange? ReadRange(string text)
    {
        var ends = text.Split('-');
        if (ends.Length > 2 || ReadPort(ends[0]) is not { } first || ReadPort(ends[^1]) is not { } last)
            return null;
        return first <= last ? new(first, last) : null;
    }

    private static int? ReadPort(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is >= 1 and <= MaxPort
            ? port
            : null;
}

/// <summary>Both ends belong to it.</summary>
internal sealed record PortRange(int First, int Last)
{
    public bool Has(int port) => port >= First && port <= Last;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
