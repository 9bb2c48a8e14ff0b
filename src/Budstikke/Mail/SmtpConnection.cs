using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Budstikke.Mail;

/// <summary>A conversation with a server that is ready for messages: greeted, encrypted where asked, logged in (RFC
/// 5321, 3207, 4954).</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private static readonly TimeSpan MaxQuitTime = TimeSpan.FromSeconds(2);

    private readonly MailServer _server;
    private HashSet<string> _extensions = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string> _mechanisms = new(StringComparer.OrdinalIgnoreCase);

    private SmtpConnection(MailServer server, SmtpWire wire)
    {
        _server = server;
        Wire = wire;
    }

    public SmtpWire Wire { get; }

    /// <summary>RFC 1870: the largest message the server takes; null when it does not say.</summary>
    public long? MaxMessageBytes { get; private set; }

    /// <summary>Messages that went over this connection.</summary>
    public int MessagesSent { get; set; }

    /// <summary>A message was begun and not ended: RSET comes first.</summary>
    public bool NeedsReset { get; set; }

    /// <summary>The server has answered since the connection was opened or taken up again, so it is not a dead
    /// one.</summary>
    public bool IsFresh { get; set; }

    public bool Offers(string extension) => _extensions.Contains(extension);

    /// <exception cref="SmtpFault">The server cannot be reached or does not let us in; never the recipient's
    /// fault.</exception>
    public static async Task<SmtpConnection> Open(MailServer server, X509Certificate2? trustedRoot, SmtpClock clock)
    {
        var connection = new SmtpConnection(server, await SmtpWire.Connect(server, clock));
        try
        {
            await connection.MakeReady(trustedRoot, clock);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says one command and takes a positive answer, or stops the conversation.</summary>
    public async Task<SmtpReply> Ask(string command, SmtpStep step, SmtpClock clock)
    {
        await Wire.Send(command + "\r\n", clock, SmtpVerdict.Name(step));
        return Expect(await Read(step, clock), step, 200);
    }

    /// <summary>Reads the next answer. A 421 is the server hanging up, whatever was asked (RFC 5321 § 3.8).</summary>
    public async Task<SmtpReply> Read(SmtpStep step, SmtpClock clock)
    {
        var timeout = step == SmtpStep.Content ? clock.Limits.FinalReply : clock.Limits.Command;
        var reply = await Wire.ReadReply(clock, timeout, SmtpVerdict.Name(step));
        if (reply.Code == 421)
            throw new SmtpFault(step, reply);
        IsFresh = true;
        return reply;
    }

    /// <summary>Takes leave without waiting for the answer.</summary>
    public async Task Quit()
    {
        using var clock = new SmtpClock(SmtpLimits.Default with { Whole = MaxQuitTime }, CancellationToken.None);
        try
        {
            await Wire.Send("QUIT\r\n", clock, "QUIT");
        }
        catch (SmtpFault)
        {
            // It is closed either way.
        }
        await DisposeAsync();
    }

    public ValueTask DisposeAsync() => Wire.DisposeAsync();

    private async Task MakeReady(X509Certificate2? trustedRoot, SmtpClock clock)
    {
        if (_server.Security == TransportSecurity.Implicit)
            await Wire.Encrypt(_server.Host, trustedRoot, clock);
        Expect(await Read(SmtpStep.Greeting, clock), SmtpStep.Greeting, 200);
        await Hello(clock);
        if (_server.Security == TransportSecurity.StartTls)
        {
            if (!Offers("STARTTLS"))
                throw new SmtpFault(
                    $"{_server} does not offer STARTTLS; nothing was sent. (tls=none allows plain text.)"
                );
            await Ask("STARTTLS", SmtpStep.StartTls, clock);
            await Wire.Encrypt(_server.Host, trustedRoot, clock);
            // RFC 3207 § 4.2: what was said before is forgotten.
            await Hello(clock);
        }
        if (_server.Credentials is { } credentials)
            await LogIn(credentials, clock);
    }

    private async Task Hello(SmtpClock clock)
    {
        await Wire.Send($"EHLO {OurName()}\r\n", clock, "EHLO");
        var reply = await Read(SmtpStep.Hello, clock);
        // RFC 5321 § 3.2: a server that does not know EHLO is asked with HELO, and then offers nothing.
        if (reply.Code is 500 or 501 or 502 or 504 or 550)
            reply = new(250, [(await Ask($"HELO {OurName()}", SmtpStep.Hello, clock)).Lines[0]]);
        Expect(reply, SmtpStep.Hello, 200);
        ReadExtensions(reply.Texts.Skip(1));
    }

    private void ReadExtensions(IEnumerable<string> lines)
    {
        _extensions = new(StringComparer.OrdinalIgnoreCase);
        _mechanisms = new(StringComparer.OrdinalIgnoreCase);
        MaxMessageBytes = null;
        foreach (var line in lines)
        {
            var words = line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            _extensions.Add(words[0]);
            if (string.Equals(words[0], "AUTH", StringComparison.OrdinalIgnoreCase))
                _mechanisms.UnionWith(words[1..]);
            // RFC 1870 § 4: 0 says that there is no fixed limit.
            if (string.Equals(words[0], "SIZE", StringComparison.OrdinalIgnoreCase) && words.Length > 1)
                MaxMessageBytes = long.TryParse(words[1], out var size) && size > 0 ? size : null;
        }
    }

    private async Task LogIn(SmtpCredentials credentials, SmtpClock clock)
    {
        if (!Wire.IsEncrypted && !Wire.IsLoopback)
            throw new SmtpFault($"{_server} is another machine and not encrypted; the password was not sent.");
        if (_mechanisms.Contains("PLAIN"))
        {
            await Ask(
                $"AUTH PLAIN {Base64($"\0{credentials.User}\0{credentials.Reveal()}")}",
                SmtpStep.Authentication,
                clock
            );
            return;
        }
        if (!_mechanisms.Contains("LOGIN"))
            throw new SmtpFault($"{_server} offers neither AUTH PLAIN nor AUTH LOGIN: {string.Join(' ', _mechanisms)}");
        await AskForMore("AUTH LOGIN", clock);
        await AskForMore(Base64(credentials.User), clock);
        await Ask(Base64(credentials.Reveal()), SmtpStep.Authentication, clock);
    }

    private async Task AskForMore(string command, SmtpClock clock)
    {
        await Wire.Send(command + "\r\n", clock, "AUTH");
        Expect(await Read(SmtpStep.Authentication, clock), SmtpStep.Authentication, 300);
    }

    private static SmtpReply Expect(SmtpReply reply, SmtpStep step, int kind) =>
        reply.Code / 100 * 100 == kind ? reply : throw new SmtpFault(step, reply);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>RFC 5321 § 4.1.4: our full name, or where the machine has none, its address.</summary>
    private string OurName()
    {
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        var name = $"{properties.HostName}.{properties.DomainName}".TrimEnd('.');
        if (name.Contains('.') && Uri.CheckHostName(name) == UriHostNameType.Dns && Ascii.IsValid(name))
            return name;
        var address = Wire.LocalAddress;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
    }
}
