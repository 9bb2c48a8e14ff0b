namespace Budstikke.Mail;

/// <summary>How long each step may take and how much is kept; a server cannot hold us longer or fill our
/// memory.</summary>
internal sealed record SmtpLimits
{
    public static readonly SmtpLimits Default = new();

    /// <summary>One reply's lines; RFC 5321 § 4.5.3.1.5 gives a line 512 bytes, real servers sometimes write
    /// more.</summary>
    public const int MaxReplyLineBytes = 2_048;

    public const int MaxReplyLines = 100;

    /// <summary>How much of a reply is kept as evidence.</summary>
    public const int MaxEvidenceCharacters = 4_000;

    /// <summary>Name look-up and TCP, all addresses together.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Greeting, TLS handshake and each command.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Each block of the message.</summary>
    public TimeSpan DataBlock { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the final dot to its reply; giving up early is what makes doubles (RFC 5321 § 4.5.3.2.6: 10
    /// minutes).</summary>
    public TimeSpan FinalReply { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>One message from connect to reply.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>To each server at once, in use or kept open; providers close the door on those who open many.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>A relay with DSN (RFC 3461) shall report what arrived too, and not only what did not.</summary>
    public bool AsksForSuccessReports { get; init; }

    /// <summary>Shorter than servers' own patience, so that they seldom hang up first.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Then a connection is closed and a new one made, so that load spreads over a name's machines.</summary>
    public int MessagesPerConnection { get; init; } = 500;
}
