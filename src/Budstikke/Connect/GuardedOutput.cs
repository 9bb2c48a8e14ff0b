using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Budstikke.Connect;

/// <summary>
/// What a connection sends, whichever code writes it. Whoever does not take it for as long as an answer may lie loses
/// the connection. And it can be given a last word: after that the server believes that it goes on writing, and nobody
/// hears it.
/// </summary>
internal sealed class GuardedOutput(PipeWriter inner, TimeSpan? longest, Action abort) : PipeWriter
{
    private bool _isFlushing;
    private bool _isSilent;
    private byte[] _unheard = [];

    /// <param name="longest">How long a caller may take nothing of what is written; null for ever.</param>
    public static Func<ConnectionDelegate, ConnectionDelegate> Around(TimeSpan? longest) =>
        next =>
            connection =>
            {
                var output = new GuardedOutput(connection.Transport.Output, longest, connection.Abort);
                connection.Transport = new Duplex(connection.Transport.Input, output);
                connection.Features.Set(output);
                return next(connection);
            };

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Sends these bytes as the last ones. False where an answer before it is still on its way: it must not be
    /// overtaken.</summary>
    public bool TrySay(ReadOnlySpan<byte> lastWord)
    {
        if (_isFlushing || _isSilent)
            return false;
        inner.Write(lastWord);
        _isSilent = true;
        // The server closes the connection next, which waits for what is in the pipe.
        _ = Flush(inner.FlushAsync()).AsTask();
        return true;
    }

    public override void Advance(int bytes)
    {
        if (!_isSilent)
            inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) =>
        _isSilent ? Unheard(sizeHint) : inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) =>
        _isSilent ? Unheard(sizeHint).Span : inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_isSilent)
            return new(default(FlushResult));
        var flush = inner.FlushAsync(cancellationToken);
        return flush.IsCompleted ? flush : Flush(flush);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    /// <summary>The caller does not take it as fast as it is written.</summary>
    private async ValueTask<FlushResult> Flush(ValueTask<FlushResult> flush)
    {
        _isFlushing = true;
        var taken = flush.AsTask();
        try
        {
            return await taken.WaitAsync(longest ?? Timeout.InfiniteTimeSpan);
        }
        catch (TimeoutException)
        {
            abort();
            return await taken;
        }
        finally
        {
            _isFlushing = false;
        }
    }

    private Memory<byte> Unheard(int sizeHint)
    {
        const int Least = 4096;
        if (_unheard.Length < sizeHint || _unheard.Length == 0)
            _unheard = new byte[Math.Max(sizeHint, Least)];
        return _unheard;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
