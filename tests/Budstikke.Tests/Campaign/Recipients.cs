using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Distribution.Email.Bounces;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Budstikke.Tests.Campaign;

/// <summary>How somebody takes what is sent to him.</summary>
internal enum Temper
{
    AtOnce,

    /// <summary>Later than a worker takes for usual.</summary>
    Slow,

    /// <summary>Never, until the campaign's last fault is over.</summary>
    Dead,

    /// <summary>A mail at once, and it comes back.</summary>
    Returning,
}

/// <summary>Who hears of the nodes' work: the clients' servers, a mail server, a print folder and the companies' access
/// point. Some of the servers and of the mail domains are slow or dead, and some mail comes back.</summary>
internal sealed partial class Recipients : IAsyncDisposable
{
    /// <summary>A customer whom the mail server does not know.</summary>
    public const string NoMailbox = "nobody@customer.example";

    /// <summary>Above <see cref="Budstikke.Jobs.Slots.SlowAfter"/>.</summary>
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Temper, Receiver> _receivers = [];
    private readonly ConcurrentQueue<string> _called = new();
    private readonly ConcurrentQueue<string> _mailed = new();
    private readonly TaskCompletionSource _revived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeSmtpServer _mail;
    private readonly string _letters;
    private AccessPointRecipient? _accessPoint;
    private readonly string _bounces;
    private readonly ConcurrentQueue<string> _returned = new();
    private int _unanswered;
    private int _bounced;

    private Recipients(string letters, string bounces)
    {
        (_letters, _bounces) = (letters, bounces);
        foreach (var name in new[] { "new", "cur", "tmp" })
            Directory.CreateDirectory(Path.Combine(_bounces, name));
        _mail = FakeSmtpServer.PoliteInItsTime(Hear);
    }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyCollection<string> Callbacks => _called;

    /// <summary>The key of each mail and letter, as often as it came.</summary>
    public IEnumerable<string> Deliveries =>
        _mailed.Concat(
            Directory.EnumerateFiles(_letters, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>()
        );

    /// <summary>The key of each mail that came back, as often as it did.</summary>
    public IEnumerable<string> Returned => _returned;

    /// <summary>Bounces that no node has read.</summary>
    public int Unread => Directory.GetFiles(Path.Combine(_bounces, "new")).Length;

    /// <summary>Calls and mails that met somebody who was dead.</summary>
    public int Unanswered => _unanswered;

    /// <summary>The id of each message to the companies' access point, as often as it came.</summary>
    public IEnumerable<string> MessageIds => _accessPoint?.MessageIds ?? [];

    public static async Task<Recipients> Start(string folder, bool hasAccessPoint)
    {
        var recipients = new Recipients(Path.Combine(folder, "letters"), Path.Combine(folder, "bounces"));
        foreach (var temper in Enum.GetValues<Temper>())
        {
            var receiver = await Receiver.Start();
            receiver.Answer = context => recipients.Hear(context, temper);
            recipients._receivers[temper] = receiver;
        }
        if (hasAccessPoint)
            recipients._accessPoint = await AccessPointRecipient.Start(folder, losesAnswers: true);
        return recipients;
    }

    public string CallbackUrl(Temper temper) => _receivers[temper].Url("/campaign?shop=1");

    /// <summary>The domain of customers whose mail is taken so.</summary>
    public static string DomainOf(Temper temper) =>
        temper switch
        {
            Temper.Slow => "slow.example",
            Temper.Dead => "dead.example",
            Temper.Returning => "returning.example",
            _ => "customer.example",
        };

    /// <summary>The dead answer from now on.</summary>
    public void Revive() => _revived.TrySetResult();

    /// <summary>What a node must know to reach them.</summary>
    public Dictionary<string, string?> Settings =>
        new(_accessPoint?.Settings ?? [])
        {
            ["Callbacks:AllowPrivateAddresses"] = "true",
            ["Callbacks:Ports"] = "*",
            ["Email:Smtp"] = $"smtp://127.0.0.1:{_mail.Address().Port}?tls=none",
            ["Email:From"] = "invoice@budstikke.example",
            ["Bounces:Maildir"] = _bounces,
            ["Post:Folder"] = _letters,
        };

    public async ValueTask DisposeAsync()
    {
        Revive();
        await _mail.DisposeAsync();
        if (_accessPoint is not null)
            await _accessPoint.DisposeAsync();
        foreach (var receiver in _receivers.Values)
            await receiver.DisposeAsync();
    }

    private async Task Hear(HttpContext context, Temper temper)
    {
        if (temper == Temper.Dead)
            await UntilRevived(context.RequestAborted);
        _called.Enqueue(context.Request.GetEncodedUrl());
        if (temper == Temper.Slow)
            await RealTime.Pass(s_slow, context.RequestAborted);
    }

    private async Task UntilRevived(CancellationToken aborted)
    {
        if (!_revived.Task.IsCompleted)
            Interlocked.Increment(ref _unanswered);
        await _revived.Task.WaitAsync(aborted);
    }

    /// <summary>Keeps the key of a mail that it takes, and not the mail: there are thousands.</summary>
    private async Task<string?> Hear(FakeSession session, string command)
    {
        session.Packets.Clear();
        if (command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))
        {
            if (command.Contains(NoMailbox))
                return "550 5.1.1 no such mailbox\r\n";
            if (command.Contains(DomainOf(Temper.Dead)))
                await UntilRevived(CancellationToken.None);
            if (command.Contains(DomainOf(Temper.Slow)))
                await session.Rest(s_slow);
        }
        if (command != ".")
            return null;
        var key = MessageId().Match(Encoding.UTF8.GetString(session.Messages[^1])).Groups[1].Value;
        _mailed.Enqueue(key);
        var recipient = AddressIn()
            .Match(session.Commands.FindLast(said => IsCommand(said, "RCPT")) ?? "")
            .Groups[1]
            .Value;
        if (recipient.EndsWith($"@{DomainOf(Temper.Returning)}", StringComparison.Ordinal))
            Return(
                key,
                AddressIn().Match(session.Commands.FindLast(said => IsCommand(said, "MAIL"))!).Groups[1].Value,
                recipient
            );
        session.Messages.Clear();
        session.Commands.Clear();
        return "250 2.0.0 queued\r\n";
    }

    private static bool IsCommand(string said, string command) =>
        said.StartsWith(command, StringComparison.OrdinalIgnoreCase);

    /// <summary>As a mail server delivers a bounce: written whole, and then put where it is read.</summary>
    private void Return(string key, string sender, string recipient)
    {
        var name = $"{Interlocked.Increment(ref _bounced)}.campaign";
        var written = Path.Combine(_bounces, "tmp", name);
        File.WriteAllBytes(written, Bounced.Report(sender, recipient));
        File.Move(written, Path.Combine(_bounces, "new", name));
        _returned.Enqueue(key);
    }

    [GeneratedRegex("<([^>]+)>")]
    private static partial Regex AddressIn();

    [GeneratedRegex(@"^Message-ID:\s*<([^@]+)@", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex MessageId();
}
