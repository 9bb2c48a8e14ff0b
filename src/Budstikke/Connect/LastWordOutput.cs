using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Budstikke.Connect;

/// <summary>
/// What a connection sends: as it is, until somebody has the last word. After that the server believes that it goes on writing, and
/// nobody hears it.
/// </summary>
internal sealed class LastWordOutput(PipeWriter inner) : PipeWriter
{
    private bool _isFlushing;
    private bool _isSilent;
    private byte[] _unheard = [];

    public static ConnectionDelegate Around(ConnectionDelegate next) =>
        connection =>
        {
            var output = new LastWordOutput(connection.Transport.Output);
            connection.Transport = new Duplex(connection.Transport.Input, output);
            connection.Features.Set(output);
            return next(connection);
        };

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Sends these bytes as the last ones. False where an answer before it is still on its way: it must not be overtaken.</summary>
    public bool TrySay(ReadOnlySpan<byte> lastWord)
    {
        if (_isFlushing || _isSilent)
            return false;
        inner.Write(lastWord);
        _isSilent = true;
        // The server closes the connection next, which waits for what is in the pipe.
        _ = Flush(inner.FlushAsync());
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

    private async ValueTask<FlushResult> Flush(ValueTask<FlushResult> flush)
    {
        _isFlushing = true;
        try
        {
            return await flush;
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
