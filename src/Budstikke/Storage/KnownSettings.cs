namespace Budstikke.Storage;

/// <summary>
/// Every setting that there is. One that looks like ours and is none is a mistake that nobody sees otherwise: the channel that it should set up
/// is absent, as if nobody had wanted it.
/// </summary>
internal static class KnownSettings
{
    /// <summary>So many letters may be wrong in a name for us to guess what was meant.</summary>
    private const int MaxWrongLetters = 2;

    /// <summary>As in the code: a room's word and the setting's.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Callbacks:AllowHttp",
        "Callbacks:AllowPrivateAddresses",
        "Callbacks:Ports",
        "Connect:HeaderSeconds",
        "Connect:RateLimitPerMinute",
        "Connect:SlowBodySeconds",
        "Email:From",
        "Email:Smtp",
        "Invoicing:PrivateFeeCapOre",
        "Node:LeaseSeconds",
        "Node:Roles",
        "Node:RunSliceOrders",
        "Node:ShutdownSeconds",
        "Peppol:Rules",
        "Post:Folder",
        "Sandbox:Enabled",
        "Secrets:Key",
        "Secrets:KeyFile",
        "Storage:Postgres",
        "Storage:Sqlite",
        "Telemetry:OtlpEndpoint",
    ];

    private static readonly HashSet<string> s_rooms = new(
        Names.Select(name => name.Split(':')[0]),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>What is set under one of our words and is no setting, each with what was likely meant. Names only: a value may be a secret.</summary>
    public static IEnumerable<(string Name, string? Likely)> UnknownIn(IConfiguration settings) =>
        from one in settings.AsEnumerable()
        where one.Value is not null
        let parts = one.Key.Split(':')
        where parts.Length > 1 && s_rooms.Contains(parts[0])
        where !Names.Contains(one.Key, StringComparer.OrdinalIgnoreCase)
        orderby one.Key
        select (Shown(one.Key), Likely(one.Key));

    private static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    private static string? Likely(string name)
    {
        var nearest = Names.MinBy(known => WrongLetters(name, known))!;
        return WrongLetters(name, nearest) <= MaxWrongLetters ? Shown(nearest) : null;
    }

    /// <summary>How many letters must be put in, left out or changed to make one of the other (Levenshtein).</summary>
    private static int WrongLetters(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (before, _) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                var changed = before + (isSame ? 0 : 1);
                before = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
