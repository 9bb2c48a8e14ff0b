using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Mail;

namespace Budstikke.Tests.Mail;

/// <summary>A server on loopback that talks as a test tells it, once for each connection.</summary>
internal sealed class FakeSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<FakeSession, Task> _talk;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private FakeSmtpServer(Func<FakeSession, Task> talk)
    {
        _talk = talk;
        _listener.Start();
        _serving = Serve();
    }

    public List<FakeSession> Sessions { get; } = [];

    /// <summary>A whole polite server, save for what the test answers itself.</summary>
    public static FakeSmtpServer Polite(Func<FakeSession, string, string?>? answer = null, string extensions = "") =>
        new(session =>
            session.BePolite((talking, command) => Task.FromResult(answer?.Invoke(talking, command)), extensions)
        );

    /// <summary>As <see cref="Polite"/>, for a test that takes its time to answer.</summary>
    public static FakeSmtpServer PoliteInItsTime(Func<FakeSession, string, Task<string?>> answer) =>
        new(session => session.BePolite(answer, ""));

    /// <summary>A server that does just this and hangs up.</summary>
    public static FakeSmtpServer Doing(Func<FakeSession, Task> talk) => new(talk);

    public MailServer Address(
        TransportSecurity security = TransportSecurity.None,
        SmtpCredentials? credentials = null
    ) =>
        new()
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            Security = security,
            Credentials = credentials,
        };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        foreach (var session in Sessions)
            session.HangUp();
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var session = new FakeSession(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token);
                Sessions.Add(session);
                _ = Talk(session);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task Talk(FakeSession session)
    {
        try
        {
            await _talk(session);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client hung up, or the test is over.
        }
        session.HangUp();
    }
}

/// <summary>One connection to the fake server.</summary>
internal sealed class FakeSession(TcpClient client, CancellationToken stop)
{
    private readonly byte[] _pending = new byte[64 * 1024];
    private int _start;
    private int _end;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream _stream = client.GetStream();

    /// <summary>All lines the client said outside of messages.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>The messages, dots unstuffed.</summary>
    public List<byte[]> Messages { get; } = [];

    /// <summary>How much came in one packet: the commands that were there at once.</summary>
    public List<string> Packets { get; } = [];

    public bool IsEncrypted => _stream is SslStream;

    public async Task Say(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);

    /// <summary>The next line without its end.</summary>
    public async Task<string> Hear()
    {
        var line = await HearBytes();
        var text = Encoding.UTF8.GetString(line);
        Commands.Add(text);
        return text;
    }

    public async Task HearMessage()
    {
        var message = new MemoryStream();
        while (await HearBytes() is var line && line is not [(byte)'.'])
        {
            message.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            message.Write("\r\n"u8);
        }
        Messages.Add(message.ToArray());
    }

    public async Task Encrypt(X509Certificate2 certificate)
    {
        _start = _end = 0;
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate },
            stop
        );
        _stream = tls;
    }

    /// <summary>Lets real time pass between two pieces of an answer.</summary>
    public Task Rest(TimeSpan time) => Task.Delay(time, stop);

    /// <summary>Completes when the session is over.</summary>
    public Task Ended => _ended.Task;

    public void HangUp()
    {
        client.Dispose();
        _ended.TrySetResult();
    }

    /// <summary>Breaks the connection so that the client sees a reset.</summary>
    public void Reset()
    {
        client.LingerState = new(true, 0);
        client.Close();
    }

    public async Task BePolite(Func<FakeSession, string, Task<string?>> answer, string extensions)
    {
        await Say(await answer(this, "") ?? "220 fake ESMTP\r\n");
        while (true)
        {
            var command = await Hear();
            var reply = await answer(this, command) ?? Reply(command.Split(' ', ':')[0].ToUpperInvariant(), extensions);
            await Say(reply);
            if (command == "QUIT")
                return;
            if (command != "DATA" || !reply.StartsWith("354", StringComparison.Ordinal))
                continue;
            await HearMessage();
            await Say(await answer(this, ".") ?? $"250 2.0.0 queued as {Messages.Count}\r\n");
        }
    }

    private static string Reply(string verb, string extensions) =>
        verb switch
        {
            "EHLO" => string.Concat(
                new[] { "fake" }
                    .Concat(extensions.Split('|', StringSplitOptions.RemoveEmptyEntries))
                    .Select(e => $"250-{e}\r\n")
            ) + "250 HELP\r\n",
            "DATA" => "354 go on\r\n",
            "AUTH" => "235 2.7.0 welcome\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 2.1.0 ok\r\n",
        };

    private async Task<byte[]> HearBytes()
    {
        var line = new MemoryStream();
        while (true)
        {
            var some = _pending.AsSpan(_start, _end - _start);
            var length = some.IndexOf((byte)'\n') + 1;
            line.Write(length > 0 ? some[..length] : some);
            _start += length > 0 ? length : some.Length;
            if (length > 0)
                return line.ToArray() is [.., (byte)'\r', _] whole
                    ? whole[..^2]
                    : throw new IOException("A line without CR.");
            (_start, _end) = (0, await _stream.ReadAsync(_pending, stop));
            if (_end == 0)
                throw new IOException("The client hung up.");
            Packets.Add(Encoding.UTF8.GetString(_pending, 0, _end));
        }
    }
}
