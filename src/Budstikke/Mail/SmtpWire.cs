using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Budstikke.Mail;

/// <summary>
/// The socket under MailKit: each step ends within its time and all together within theirs, and the many small pieces
/// that MailKit writes go out together.
/// </summary>
internal sealed class SmtpWire(SmtpLimits limits, SmtpTranscript transcript) : Stream
{
    private const int GatheredBytes = 64 * 1024;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _gathered = new byte[GatheredBytes];
    private int _count;
    private long _begun = Stopwatch.GetTimestamp();

    /// <summary>What broke; kept here, since TLS wraps what is thrown through it.</summary>
    public SmtpFault? Fault { get; private set; }

    public bool IsLoopback => IPAddress.IsLoopback(Unmapped(_socket.RemoteEndPoint));

    /// <summary>Our end of the connection, for an EHLO without a name.</summary>
    public IPAddress LocalAddress => Unmapped(_socket.LocalEndPoint);

    /// <summary>False when the server has hung up or said something unasked (a 421) on an idle connection.</summary>
    public bool IsQuiet => !_socket.Poll(0, SelectMode.SelectRead);

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on the time of the whole counts.</summary>
    public void Begin() => _begun = Stopwatch.GetTimestamp();

    public async Task Connect(MailServer server, CancellationToken cancel) =>
        await Within(
            limits.Connect,
            "connecting",
            async stop =>
            {
                await _socket.ConnectAsync(server.Host, server.Port, stop);
                return 0;
            },
            cancel
        );

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        await FlushAsync(cancel);
        var step = transcript.Step;
        transcript.IsAllSent = step == SmtpStep.Content;
        var count = await Within(
            step == SmtpStep.Content ? limits.FinalReply : limits.Command,
            $"waiting for the answer to {step.Name()}",
            stop => _socket.ReceiveAsync(buffer, stop),
            cancel
        );
        // TLS asks for nothing at first, to wait for something without a buffer.
        return count > 0 || buffer.Length == 0
            ? count
            : throw Broken($"The server hung up while we were waiting for the answer to {step.Name()}.");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancel = default)
    {
        while (buffer.Length > 0)
        {
            var some = Math.Min(buffer.Length, GatheredBytes - _count);
            buffer[..some].CopyTo(_gathered.AsMemory(_count));
            _count += some;
            buffer = buffer[some..];
            if (_count == GatheredBytes)
                await FlushAsync(cancel);
        }
    }

    public override async Task FlushAsync(CancellationToken cancel)
    {
        var (sent, doing) = (0, transcript.Step == SmtpStep.Content ? "sending the message" : "sending a command");
        while (sent < _count)
            sent += await Within(
                transcript.Step == SmtpStep.Content ? limits.DataBlock : limits.Command,
                doing,
                stop => _socket.SendAsync(_gathered.AsMemory(sent, _count - sent), stop),
                cancel
            );
        _count = 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        ReadAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        WriteAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    // Only the way that waits without a thread is gone; TLS says good-bye by the other while it is closed.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) { }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _socket.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> Within(
        TimeSpan limit,
        string doing,
        Func<CancellationToken, ValueTask<int>> step,
        CancellationToken cancel
    )
    {
        var left = limits.Whole - Stopwatch.GetElapsedTime(_begun);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(
            TimeSpan.FromMilliseconds(Math.Max(1, Math.Min(limit.TotalMilliseconds, left.TotalMilliseconds)))
        );
        try
        {
            return await step(stop.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var waited = left < limit ? limits.Whole : limit;
            throw Broken($"Timed out while {doing}, after {waited.TotalSeconds:0.###} s.");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Broken($"The connection failed while {doing}: {e.Message}");
        }
    }

    private SmtpFault Broken(string reason) => Fault = new(reason);

    private static IPAddress Unmapped(EndPoint? end) =>
        end is IPEndPoint { Address: var address } && address.IsIPv4MappedToIPv6
            ? address.MapToIPv4()
            : (end as IPEndPoint)?.Address ?? IPAddress.None;
}
