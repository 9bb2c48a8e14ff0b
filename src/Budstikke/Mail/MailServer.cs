using System.Globalization;
using System.Net;
using System.Text;

namespace Budstikke.Mail;

/// <summary>How the way to the server is secured.</summary>
internal enum TransportSecurity
{
    /// <summary>Plain text; credentials are sent to loopback only.</summary>
    None,

    /// <summary>Port 587's way: STARTTLS must be offered and succeed, there is no silent downgrade (RFC
    /// 3207).</summary>
    StartTls,

    /// <summary>Port 465's way: TLS from the first byte (RFC 8314).</summary>
    Implicit,
}

/// <summary>The submission server of the setting <c>Email__Smtp</c>.</summary>
internal sealed record MailServer
{
    private const string Form = "smtp://[user:password@]host:port[?tls=none|starttls|implicit]";

    public required string Host { get; init; }

    public required int Port { get; init; }

    public TransportSecurity Security { get; init; } = TransportSecurity.StartTls;

    public SmtpCredentials? Credentials { get; init; }

    /// <summary>Reads the setting: the server, or why there is none. A reason never repeats the text, which may hold a
    /// password.</summary>
    /// <param name="hasTokens">A user without a password is let in by a token.</param>
    public static (MailServer? Server, string? Reason) Parse(string? setting, bool hasTokens = false)
    {
        if (!Uri.TryCreate(setting, UriKind.Absolute, out var uri) || uri.Scheme != "smtp" || uri.IdnHost.Length == 0)
            return (null, $"must be {Form}; percent-encode special characters in user and password");
        if (uri.Port <= 0)
            return (null, $"must name a port: {Form}");
        if (uri.AbsolutePath.Trim('/').Length > 0 || uri.Fragment.Length > 0)
            return (null, $"must not have a path or fragment: {Form}");
        if (ParseSecurity(uri.Query) is not { } security)
            return (null, "must have tls=none, tls=starttls or tls=implicit, and no other parameter");
        var (credentials, reason) = SmtpCredentials.Parse(uri.UserInfo, hasTokens);
        if (reason is not null)
            return (null, reason);
        if (credentials is not null && security == TransportSecurity.None && !IsLoopbackName(uri.IdnHost))
            return (null, "must not send a password without TLS to another machine");
        var host = uri.IdnHost.Trim('[', ']');
        return (
            new()
            {
                Host = host,
                Port = uri.Port,
                Security = security,
                Credentials = credentials,
            },
            null
        );
    }

    /// <summary>The setting without its password, fit for a log.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("smtp://");
        if (Credentials is not null)
            text.Append(Uri.EscapeDataString(Credentials.User)).Append(":***@");
        text.Append(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
        return text.Append("?tls=").Append(Security.ToString().ToLowerInvariant()).ToString();
    }

    private static TransportSecurity? ParseSecurity(string query) =>
        query switch
        {
            "" or "?" or "?tls=starttls" => TransportSecurity.StartTls,
            "?tls=none" => TransportSecurity.None,
            "?tls=implicit" => TransportSecurity.Implicit,
            _ => null,
        };

    private static bool IsLoopbackName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Who we are to the server. A class and no record, so that no text of it shows the password.</summary>
internal sealed class SmtpCredentials : IEquatable<SmtpCredentials>
{
    private readonly string _password;

    public SmtpCredentials(string user, string password)
    {
        User = user;
        _password = password;
    }

    public string User { get; }

    /// <summary>There is no password, but a token for each login.</summary>
    public bool IsToken => _password.Length == 0;

    /// <summary>For the AUTH command alone.</summary>
    public string Reveal() => _password;

    public bool Equals(SmtpCredentials? other) =>
        other is not null && other.User == User && other._password == _password;

    public override bool Equals(object? obj) => Equals(obj as SmtpCredentials);

    public override int GetHashCode() => HashCode.Combine(User, _password);

    public override string ToString() => $"{User}:***";

    internal static (SmtpCredentials? Credentials, string? Reason) Parse(string userInfo, bool hasTokens)
    {
        if (userInfo.Length == 0)
            return (null, null);
        if (hasTokens && !userInfo.Contains(':'))
            return (new(Uri.UnescapeDataString(userInfo), ""), null);
        var colon = userInfo.IndexOf(':');
        if (colon <= 0 || colon == userInfo.Length - 1)
            return (null, "must have both a user and a password, or neither");
        var user = Uri.UnescapeDataString(userInfo[..colon]);
        var password = Uri.UnescapeDataString(userInfo[(colon + 1)..]);
        // RFC 4616: NUL separates the parts of AUTH PLAIN, so neither can hold one.
        return user.Contains('\0') || password.Contains('\0')
            ? (null, "must not have a NUL in user or password")
            : (new(user, password), null);
    }
}
