using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Budstikke.Mail;

/// <summary>Lines to and from a server, each step under its time-out; whatever breaks becomes a
/// <see cref="SmtpFault"/>.</summary>
internal sealed class SmtpWire : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _received = new byte[4_096];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpWire(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public bool IsEncrypted => _stream is SslStream;

    public bool IsLoopback => IPAddress.IsLoopback(Unmapped((IPEndPoint)_socket.RemoteEndPoint!));

    /// <summary>Our end of the connection, for an EHLO without a name.</summary>
    public IPAddress LocalAddress => Unmapped((IPEndPoint)_socket.LocalEndPoint!);

    /// <summary>False when the server has hung up or said something unasked (a 421) on an idle connection.</summary>
    public bool IsQuiet => _start == _end && !_socket.Poll(0, SelectMode.SelectRead);

    public static async Task<SmtpWire> Connect(MailServer server, SmtpClock clock)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await clock.Step(clock.Limits.Connect, t => socket.ConnectAsync(server.Host, server.Port, t), "connecting");
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes over to TLS; plain text that came after the STARTTLS reply is thrown away, it may be
    /// anybody's.</summary>
    public async Task Encrypt(string host, X509Certificate2? trustedRoot, SmtpClock clock)
    {
        _start = _end = 0;
        var tls = new SslStream(_stream);
        _stream = tls;
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (trustedRoot is not null)
            options.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { trustedRoot },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        await clock.Step(
            clock.Limits.Command,
            t => new(tls.AuthenticateAsClientAsync(options, t)),
            "the TLS handshake"
        );
    }

    public Task Send(string commands, SmtpClock clock, string doing) =>
        clock.Step(clock.Limits.Command, t => _stream.WriteAsync(Encoding.UTF8.GetBytes(commands), t), doing);

    public Task SendBlock(ReadOnlyMemory<byte> block, SmtpClock clock) =>
        clock.Step(clock.Limits.DataBlock, t => _stream.WriteAsync(block, t), "sending the message");

    public async Task<SmtpReply> ReadReply(SmtpClock clock, TimeSpan timeout, string doing)
    {
        var lines = new List<string>();
        while (true)
        {
            // One time-out for each line; the whole conversation has its own.
            var line = await ReadLine(clock, timeout, doing);
            if (SmtpReply.ParseLine(line) is not { } parsed)
                throw new SmtpFault(
                    $"The server's answer to {doing} is not SMTP: {line}",
                    away: $"The server's answer to {doing} is not SMTP."
                );
            lines.Add(line);
            if (parsed.IsLast)
                return new(parsed.Code, lines);
            if (lines.Count == SmtpLimits.MaxReplyLines)
                throw new SmtpFault(
                    $"The server's answer to {doing} has more than {SmtpLimits.MaxReplyLines} lines: {lines[0]}",
                    away: $"The server's answer to {doing} has more than {SmtpLimits.MaxReplyLines} lines."
                );
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string> ReadLine(SmtpClock clock, TimeSpan timeout, string doing)
    {
        while (true)
        {
            var length = _received.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length > SmtpLimits.MaxReplyLineBytes || (length < 0 && _end - _start > SmtpLimits.MaxReplyLineBytes))
                throw new SmtpFault(
                    $"The server's answer to {doing} has a line of more than {SmtpLimits.MaxReplyLineBytes} bytes."
                );
            if (length >= 0)
            {
                var line = SmtpReply.Printable(_received.AsSpan(_start, length).TrimEnd((byte)'\r'));
                _start += length + 1;
                return line;
            }
            await Fill(clock, timeout, doing);
        }
    }

    private async Task Fill(SmtpClock clock, TimeSpan timeout, string doing)
    {
        _received.AsSpan(_start, _end - _start).CopyTo(_received);
        (_start, _end) = (0, _end - _start);
        var count = 0;
        await clock.Step(
            timeout,
            async t => count = await _stream.ReadAsync(_received.AsMemory(_end), t),
            $"waiting for the answer to {doing}"
        );
        if (count == 0)
            throw new SmtpFault($"The server hung up while we were waiting for the answer to {doing}.");
        _end += count;
    }

    private static IPAddress Unmapped(IPEndPoint end) =>
        end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
}
