using System.Net.Sockets;
using System.Text;

namespace Budstikke.Tests.Support;

/// <summary>A connection on which anything can be said, lawful HTTP or not.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawConnection> To(Uri address)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>A character a byte.</summary>
    public async Task Send(string text)
    {
        try
        {
            await _socket.SendAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (SocketException)
        {
            // The server has closed it before it heard all; what it said can still be read.
        }
    }

    /// <summary>The first line that the server says, and the empty one after it.</summary>
    public async Task<string> ReadLine()
    {
        using var limit = new CancellationTokenSource(s_longest);
        var (said, next) = ("", new byte[1]);
        while (!said.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _socket.ReceiveAsync(next, limit.Token) == 0)
                break;
            said += (char)next[0];
        }
        return said.Trim();
    }

    /// <summary>All that the server says until it closes.</summary>
    public async Task<string> ReadToEnd()
    {
        using var limit = new CancellationTokenSource(s_longest);
        var (said, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        try
        {
            while (await _socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count)
                said.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Closed with a reset.
        }
        return said.ToString();
    }

    /// <summary>The status and the whole answer; the request must ask for the connection to be closed, or be one that
    /// closes it.</summary>
    public async Task<(int Status, string Answer)> Ask(string request)
    {
        await Send(request);
        var answer = await ReadToEnd();
        return (answer.Length > 12 ? int.Parse(answer.AsSpan(9, 3)) : 0, answer);
    }

    public void Dispose() => _socket.Dispose();
}
