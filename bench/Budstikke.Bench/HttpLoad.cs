using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Budstikke.Bench;

/// <summary>Requests over kept-open connections, one at a time on each: written for little work of its own, since it
/// shares the cores.</summary>
internal static class HttpLoad
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>How many requests were answered with 20x, or refused by an order's state with 400, a second, and how
    /// long each waited.</summary>
    /// <param name="addresses">The connections take turns at them.</param>
    /// <param name="requestsOf">Given a connection's index: what makes its requests, one after another.</param>
    /// <exception cref="InvalidOperationException">An answer had another status.</exception>
    public static async Task<IReadOnlyList<Reading>> Run(
        IReadOnlyList<Uri> addresses,
        Func<int, Func<ReadOnlyMemory<byte>>> requestsOf,
        int connections,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        var clock = Stopwatch.StartNew();
        var waits = await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(i =>
                    Task.Run(
                        () => Repeat(addresses[i % addresses.Count], requestsOf(i), () => clock.Elapsed < time, cancel),
                        cancel
                    )
                )
        );
        var taken = clock.Elapsed;
        double[] all = [.. waits.SelectMany(each => each).Order()];
        return
        [
            new("", "requests/s", all.Length / taken.TotalSeconds),
            new("p50", "ms", all[all.Length / 2]),
            new("p99", "ms", all[(int)(all.Length * 0.99)]),
        ];
    }

    /// <summary>On a connection of its own.</summary>
    public static async Task Once(Uri address, ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        using var socket = await Connect(address, cancel);
        await socket.SendAsync(request, cancel);
        await Answer(socket, new byte[BufferBytes], cancel);
    }

    public static async Task<Socket> Connect(Uri address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancel);
        return socket;
    }

    private static async Task<List<double>> Repeat(
        Uri address,
        Func<ReadOnlyMemory<byte>> next,
        Func<bool> goesOn,
        CancellationToken cancel
    )
    {
        using var socket = await Connect(address, cancel);
        var buffer = new byte[BufferBytes];
        var waits = new List<double>();
        while (goesOn())
        {
            var begun = Stopwatch.GetTimestamp();
            await socket.SendAsync(next(), cancel);
            await Answer(socket, buffer, cancel);
            waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return waits;
    }

    private static async Task Answer(Socket socket, byte[] buffer, CancellationToken cancel)
    {
        var count = 0;
        int end;
        do
        {
            var some = await socket.ReceiveAsync(buffer.AsMemory(count), cancel);
            if (some == 0)
                throw new InvalidOperationException("The connection was closed in an answer.");
            count += some;
            end = End(buffer.AsSpan(0, count));
        } while (end < 0 || count < end);
        if (!buffer.AsSpan().StartsWith("HTTP/1.1 20"u8) && !buffer.AsSpan().StartsWith("HTTP/1.1 400"u8))
            throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, count));
    }

    /// <summary>Where the answer ends; -1 while its headers are not all there.</summary>
    private static int End(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
            return -1;
        var name = "\r\nContent-Length: "u8;
        var at = answer.IndexOf(name);
        if (at < 0 || at > headers)
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        var digits = answer[(at + name.Length)..];
        return headers + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')]);
    }
}
