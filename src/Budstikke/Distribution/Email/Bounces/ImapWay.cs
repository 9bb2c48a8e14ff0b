using Budstikke.Jobs;
using Budstikke.Storage;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Reads the bounces in a mailbox by IMAP, and waits there for more (IDLE, RFC 2177). A mail is marked as seen once it
/// is kept, and stays in the mailbox.
/// </summary>
internal sealed class ImapWay(
    BounceSettings settings,
    TakeBounce take,
    NodeClock clock,
    Outages outages,
    ILogger<ImapWay> log
) : BackgroundService
{
    private const string Way = "imap";
    private const string Name = "The mailbox of bounces";
    private const int MaxMailsARound = 200;

    /// <summary>Servers end a connection that is silent for 30 minutes, and routers in between sooner.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Imap is not { } mailbox)
            return;
        using var timer = clock.Every(s_pause);
        try
        {
            do await TryFollow(mailbox, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task TryFollow(ImapMailbox mailbox, CancellationToken cancel)
    {
        try
        {
            await Follow(mailbox, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            // The words of a server may hold what it was sent; the kind of the error says enough.
            outages.Failed(Name, $"{mailbox}: {error.GetType().Name}");
            log.LogDebug(error, "The mailbox of bounces cannot be read");
        }
    }

    /// <summary>Until the connection breaks, or a server without IDLE has been asked once.</summary>
    private async Task Follow(ImapMailbox mailbox, CancellationToken cancel)
    {
        using var client = new ImapClient { Timeout = (int)s_answer.TotalMilliseconds };
        await client.ConnectAsync(mailbox.Host, mailbox.Port, mailbox.Security, cancel);
        await client.AuthenticateAsync(mailbox.User, mailbox.Reveal(), cancel);
        var folder = mailbox.Folder is { } name ? await client.GetFolderAsync(name, cancel) : client.Inbox;
        await folder.OpenAsync(FolderAccess.ReadWrite, cancel);
        // Once a connection, so that a mail that cannot be read, or does not stay seen, holds up no other.
        var passed = new HashSet<UniqueId>();
        while (true)
        {
            while (await Round(folder, passed, cancel) == MaxMailsARound) { }
            outages.Worked(Name);
            if (!client.Capabilities.HasFlag(ImapCapabilities.Idle))
                break;
            await Idle(client, folder, cancel);
        }
        await client.DisconnectAsync(quit: true, cancel);
    }

    /// <summary>How many mails there were.</summary>
    private async Task<int> Round(IMailFolder folder, HashSet<UniqueId> passed, CancellationToken cancel)
    {
        var unread = (await folder.SearchAsync(SearchQuery.NotSeen, cancel))
            .Where(id => !passed.Contains(id))
            .Take(MaxMailsARound)
            .ToList();
        foreach (var id in unread)
        {
            passed.Add(id);
            await TryTake(folder, id, cancel);
        }
        return unread.Count;
    }

    private async Task TryTake(IMailFolder folder, UniqueId id, CancellationToken cancel)
    {
        try
        {
            await using var stream = await folder.GetStreamAsync(id, 0, BounceReader.MaxReadBytes, cancel);
            using var mail = new MemoryStream();
            await stream.CopyToAsync(mail, cancel);
            await take(new(mail.ToArray(), [], Way), cancel);
            await folder.AddFlagsAsync(id, MessageFlags.Seen, silent: true, cancel);
        }
        catch (Exception error) when (error is ImapCommandException or MessageNotFoundException)
        {
            log.LogError("The mail {Id} in the mailbox of bounces cannot be read: {Kind}", id, error.GetType().Name);
        }
    }

    private static async Task Idle(ImapClient client, IMailFolder folder, CancellationToken cancel)
    {
        using var done = new CancellationTokenSource(s_idle);
        folder.CountChanged += Changed;
        try
        {
            await client.IdleAsync(done.Token, cancel);
        }
        finally
        {
            folder.CountChanged -= Changed;
        }

        void Changed(object? sender, EventArgs change) => done.Cancel();
    }
}

/// <summary>The mailbox of the setting <c>Bounces__Imap</c>. A class and no record, so that no text of it shows the
/// password.</summary>
internal sealed class ImapMailbox
{
    private const string Form = "imaps://user:password@host[:993][/folder] or imap://…?tls=none|starttls";
    private const int TlsPort = 993;
    private const int PlainPort = 143;
    private readonly string _password;

    private ImapMailbox(Uri uri, string user, string password, SecureSocketOptions security)
    {
        (User, _password, Security) = (user, password, security);
        Host = uri.IdnHost.Trim('[', ']');
        Port =
            uri.Port > 0 ? uri.Port
            : security == SecureSocketOptions.SslOnConnect ? TlsPort
            : PlainPort;
        Folder = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')) is { Length: > 0 } folder ? folder : null;
    }

    public string Host { get; }

    public int Port { get; }

    public string User { get; }

    public SecureSocketOptions Security { get; }

    /// <summary>Null: the inbox.</summary>
    public string? Folder { get; }

    public string Reveal() => _password;

    public override string ToString() => $"{User} at {Host}:{Port}";

    /// <summary>The mailbox, or why there is none; a reason never repeats the text, which holds a password.</summary>
    public static (ImapMailbox? Mailbox, string? Reason) Parse(string setting)
    {
        if (
            !Uri.TryCreate(setting, UriKind.Absolute, out var uri)
            || uri.IdnHost.Length == 0
            || SecurityOf(uri) is not { } security
            || uri.UserInfo.Split(':') is not [{ Length: > 0 } user, { Length: > 0 } password]
        )
            return (null, $"must be {Form}; percent-encode special characters");
        return security == SecureSocketOptions.None && !uri.IsLoopback
            ? (null, "must not send a password without TLS to another machine")
            : (new(uri, Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), security), null);
    }

    private static SecureSocketOptions? SecurityOf(Uri uri) =>
        (uri.Scheme, uri.Query) switch
        {
            ("imaps", "") => SecureSocketOptions.SslOnConnect,
            ("imap", "" or "?tls=starttls") => SecureSocketOptions.StartTls,
            ("imap", "?tls=none") => SecureSocketOptions.None,
            _ => null,
        };
}
