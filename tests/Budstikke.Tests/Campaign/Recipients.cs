using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Mail;

namespace Budstikke.Tests.Campaign;

/// <summary>Who hears of the nodes' work: the clients' server, a mail server and a print folder. Nothing is done to
/// them.</summary>
internal sealed partial class Recipients : IAsyncDisposable
{
    /// <summary>A customer whom the mail server does not know.</summary>
    public const string NoMailbox = "nobody@customer.example";

    private readonly Receiver _callbacks;
    private readonly FakeSmtpServer _mail;
    private readonly ConcurrentQueue<string> _mailed;
    private readonly string _letters;

    private Recipients(Receiver callbacks, FakeSmtpServer mail, ConcurrentQueue<string> mailed, string letters) =>
        (_callbacks, _mail, _mailed, _letters) = (callbacks, mail, mailed, letters);

    public string CallbackUrl => _callbacks.Url("/campaign?shop=1");

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<string> Callbacks => _callbacks.Urls;

    /// <summary>The key of each mail and letter, as often as it came.</summary>
    public IEnumerable<string> Deliveries =>
        _mailed.Concat(
            Directory.EnumerateFiles(_letters, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>()
        );

    public static async Task<Recipients> Start(string folder)
    {
        var mailed = new ConcurrentQueue<string>();
        var mail = FakeSmtpServer.Polite((session, command) => Hear(session, command, mailed));
        return new(await Receiver.Start(), mail, mailed, Path.Combine(folder, "letters"));
    }

    /// <summary>What a node must know to reach them.</summary>
    public Dictionary<string, string?> Settings =>
        new()
        {
            ["Callbacks:AllowPrivateAddresses"] = "true",
            ["Callbacks:Ports"] = "*",
            ["Email:Smtp"] = $"smtp://127.0.0.1:{_mail.Address().Port}?tls=none",
            ["Email:From"] = "invoice@budstikke.example",
            ["Post:Folder"] = _letters,
        };

    public async ValueTask DisposeAsync()
    {
        await _mail.DisposeAsync();
        await _callbacks.DisposeAsync();
    }

    /// <summary>Keeps the key of a mail that it takes, and not the mail: there are thousands.</summary>
    private static string? Hear(FakeSession session, string command, ConcurrentQueue<string> mailed)
    {
        session.Packets.Clear();
        if (command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) && command.Contains(NoMailbox))
            return "550 5.1.1 no such mailbox\r\n";
        if (command != ".")
            return null;
        mailed.Enqueue(MessageId().Match(Encoding.UTF8.GetString(session.Messages[^1])).Groups[1].Value);
        session.Messages.Clear();
        session.Commands.Clear();
        return "250 2.0.0 queued\r\n";
    }

    [GeneratedRegex(@"^Message-ID:\s*<([^@]+)@", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex MessageId();
}
