using System.Net;
using Budstikke.Mail;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>Where bounces come to, and which ways lead them here; each is off where it is not set.</summary>
internal sealed record BounceSettings
{
    /// <summary>Of the addresses that bounces go to; null: that of <c>Email__From</c>.</summary>
    public string? Domain { get; init; }

    /// <summary>The same, with that of <c>Email__From</c> in its place; null where neither says it.</summary>
    public string? BounceDomain { get; init; }

    public IPEndPoint? Listen { get; init; }

    public string? Maildir { get; init; }

    public ImapMailbox? Imap { get; init; }

    /// <summary>Somebody listens, so that silence means something. Who has named the domain hands them in by the
    /// API.</summary>
    public bool AreHeard => (Domain ?? Maildir) is not null || Listen is not null || Imap is not null;

    /// <summary>The settings, or what is wrong with them, as sentences that name the setting.</summary>
    public static (BounceSettings Settings, IReadOnlyList<string> Reasons) Parse(IConfiguration settings)
    {
        List<string> reasons = [];
        var domain = DomainOf(settings["Bounces:Domain"], reasons);
        var bounceDomain = domain ?? EmailAddress.Parse(settings["Email:From"]?.Trim()).Address?.Domain;
        var listen = ListenOf(settings["Bounces:Listen"], reasons);
        if (listen is not null && bounceDomain is null)
            reasons.Add("Bounces__Listen needs Bounces__Domain: it takes mail to that domain alone.");
        return (
            new()
            {
                Domain = domain,
                BounceDomain = bounceDomain,
                Listen = listen,
                Maildir = MaildirOf(settings["Bounces:Maildir"], reasons),
                Imap = ImapOf(settings["Bounces:Imap"], reasons),
            },
            reasons
        );
    }

    private static string? DomainOf(string? text, List<string> reasons)
    {
        if (text is not { Length: > 0 })
            return null;
        var domain = EmailAddress.Parse($"bounce@{text.Trim()}").Address?.Domain;
        if (domain is null || domain.Length > EmailSettings.MaxDomainCharacters)
            reasons.Add($"Bounces__Domain must be a domain: {text}.");
        return domain;
    }

    private static IPEndPoint? ListenOf(string? text, List<string> reasons)
    {
        if (text is not { Length: > 0 })
            return null;
        if (IPEndPoint.TryParse(text, out var address) && text.EndsWith($":{address.Port}", StringComparison.Ordinal))
            return address;
        reasons.Add($"Bounces__Listen must be an address with its port, like 127.0.0.1:2525: {text}.");
        return null;
    }

    private static string? MaildirOf(string? folder, List<string> reasons)
    {
        if (folder is not { Length: > 0 })
            return null;
        if (!Directory.Exists(Path.Combine(folder, "new")) || !Directory.Exists(Path.Combine(folder, "cur")))
            reasons.Add($"Bounces__Maildir must be a folder with new and cur in it: {folder}.");
        return folder;
    }

    private static ImapMailbox? ImapOf(string? text, List<string> reasons)
    {
        if (text is not { Length: > 0 })
            return null;
        var (mailbox, reason) = ImapMailbox.Parse(text);
        if (reason is not null)
            reasons.Add($"Bounces__Imap {reason}.");
        return mailbox;
    }
}
