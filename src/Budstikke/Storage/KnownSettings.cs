namespace Budstikke.Storage;

/// <summary>
/// Every setting that there is. One that looks like ours and is none is a mistake that nobody sees otherwise: the
/// channel that it should set up is absent, as if nobody had wanted it.
/// </summary>
internal static class KnownSettings
{
    /// <summary>The settings' names as the code writes them: the word of the room, a colon, and the word of the
    /// setting.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Bounces:Domain",
        "Bounces:Imap",
        "Bounces:Listen",
        "Bounces:Maildir",
        "Callbacks:AllowHttp",
        "Callbacks:AllowPrivateAddresses",
        "Callbacks:Ports",
        "Connect:AnswerSeconds",
        "Connect:BodySeconds",
        "Connect:HeaderSeconds",
        "Connect:OpenAnswersPerAddress",
        "Connect:OpenAnswersPerClient",
        "Connect:OpenBodiesPerAddress",
        "Connect:OpenBodiesPerClient",
        "Connect:RateLimitPerMinute",
        "Connect:RefusedTokensPerMinute",
        "Connect:SlowBodySeconds",
        "Console:CreditLimitKroner",
        "Console:Enabled",
        "Console:IdleMinutes",
        "Console:PublicUrl",
        "Console:SessionHours",
        "Console:Urls",
        "EInvoice:Via",
        "Ehf:Via",
        "Email:Connections",
        "Email:Dkim:Domain",
        "Email:Dkim:KeyFile",
        "Email:Dkim:Selector",
        "Email:Dns",
        "Email:From",
        "Email:OAuth:ClientId",
        "Email:OAuth:ClientSecret",
        "Email:OAuth:Scope",
        "Email:OAuth:TokenUrl",
        "Email:PatienceHours",
        "Email:Smtp",
        "Email:SuccessReports",
        "Invoicing:PrivateFeeCapOre",
        "Maventa:Url",
        "Maventa:VendorKey",
        "Node:FaultsPerCase",
        "Node:LeaseSeconds",
        "Node:Roles",
        "Node:RunSliceOrders",
        "Node:ShutdownSeconds",
        "Peppol:AllowPrivateAddresses",
        "Peppol:Certificate",
        "Peppol:CertificateKey",
        "Peppol:CertificatePassword",
        "Peppol:Dns",
        "Peppol:Host",
        "Peppol:Network",
        "Peppol:ProductionAnchors",
        "Peppol:Receive",
        "Peppol:Rules",
        "Peppol:TestAnchors",
        "Peppol:TlsRoots",
        "Peppol:Zone",
        "Post:Folder",
        "Proxy:Trusted",
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

    /// <summary>What is set under one of our words and is no setting, each with what was likely meant. Names only: a
    /// value may be a secret.</summary>
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
        var nearest = Names.MinBy(known => Likeness.Distance(name, known))!;
        return Likeness.Distance(name, nearest) <= Likeness.MaxDistanceFor(name) ? Shown(nearest) : null;
    }
}
