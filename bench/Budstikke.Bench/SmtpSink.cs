using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Budstikke.Bench;

/// <summary>A mail server on loopback that takes every message and keeps none: written for little work of its own,
/// since it shares the cores.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;
    private static readonly byte[] s_ok = "250 2.0.0 ok\r\n"u8.ToArray();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _messages;
    private int _connections;

    private SmtpSink()
    {
        _listener.Start(512);
        _serving = Serve();
    }

    public static SmtpSink Start() => new();

    public int Messages => Volatile.Read(ref _messages);

    public int Connections => Volatile.Read(ref _connections);

    public string Setting => $"smtp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}?tls=none";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                _ = Talk(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The measurement is over.
        }
    }

    private async Task Talk(Socket socket)
    {
        using var _ = socket;
        Interlocked.Increment(ref _connections);
        // Three replies to three commands in one packet: held back, each would wait for the client's delayed
        // acknowledgement.
        socket.NoDelay = true;
        var buffer = new byte[BufferBytes];
        var count = 0;
        try
        {
            await socket.SendAsync("220 sink ESMTP\r\n"u8.ToArray(), _stop.Token);
            while (true)
            {
                var end = buffer.AsSpan(0, count).IndexOf("\r\n"u8);
                if (end < 0)
                {
                    count += await Receive(socket, buffer, count);
                    continue;
                }
                var command = Encoding.ASCII.GetString(buffer, 0, Math.Min(end, 4)).ToUpperInvariant();
                count = Drop(buffer, end + 2, count);
                if (command == "DATA")
                {
                    await socket.SendAsync("354 go on\r\n"u8.ToArray(), _stop.Token);
                    count = await Swallow(socket, buffer, count);
                    Interlocked.Increment(ref _messages);
                }
                await socket.SendAsync(
                    command == "EHLO" ? "250-sink\r\n250 PIPELINING\r\n"u8.ToArray() : s_ok,
                    _stop.Token
                );
                if (command == "QUIT")
                    return;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException)
        {
            // The client hung up, or the measurement is over.
        }
    }

    /// <summary>Up to the line with a dot alone; what came behind it is left in the buffer.</summary>
    private async Task<int> Swallow(Socket socket, byte[] buffer, int count)
    {
        while (true)
        {
            var end = buffer.AsSpan(0, count).IndexOf("\r\n.\r\n"u8);
            if (end >= 0)
                return Drop(buffer, end + 5, count);
            count = Drop(buffer, Math.Max(0, count - 4), count);
            count += await Receive(socket, buffer, count);
        }
    }

    private async Task<int> Receive(Socket socket, byte[] buffer, int count)
    {
        var some = await socket.ReceiveAsync(buffer.AsMemory(count), _stop.Token);
        return some > 0 ? some : throw new IOException("The client hung up.");
    }

    private static int Drop(byte[] buffer, int some, int count)
    {
        buffer.AsSpan(some, count - some).CopyTo(buffer);
        return count - some;
    }
}
