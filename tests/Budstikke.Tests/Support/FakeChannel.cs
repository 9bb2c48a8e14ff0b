using System.Collections.Concurrent;
using Budstikke.Distribution;
using Budstikke.Jobs;

namespace Budstikke.Tests.Support;

/// <summary>A channel that answers what the test wants; for the faults that a real other side won't give on
/// demand.</summary>
internal sealed class FakeChannel(Channel channel) : IChannel
{
    private readonly ConcurrentQueue<Dispatch> _sent = new();

    public Channel Channel => channel;

    public Outcome Answer { get; set; } = new Accepted("taken");

    /// <summary>Called while something is being sent.</summary>
    public Action<Dispatch>? While { get; set; }

    public IReadOnlyList<Dispatch> Sent => [.. _sent];

    public Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        _sent.Enqueue(dispatch);
        While?.Invoke(dispatch);
        return Task.FromResult(Answer);
    }
}
