using System.Threading.Channels;

namespace Budstikke.Jobs;

/// <summary>Tells idle pumps that work was enqueued; polling is the guarantee, this only makes it soon.</summary>
internal sealed class Wake
{
    private readonly Channel<bool> _forOthers = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>After a commit that enqueued work: for the pumps of this node, and of the others.</summary>
    public void Call()
    {
        Hear();
        _forOthers.Writer.TryWrite(true);
    }

    /// <summary>Work may be there: for the pumps of this node alone.</summary>
    public void Hear() =>
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Completes at the next call. Taken before looking for work, so that a call in between is not missed.</summary>
    public Task Next => _next.Task;

    /// <summary>Completes when there was a call that the other nodes have not been told of; any number of calls is one.</summary>
    public ValueTask<bool> NextForOthers(CancellationToken cancel) => _forOthers.Reader.ReadAsync(cancel);
}
