using System.Threading.Channels;

namespace Budstikke.Jobs;

/// <summary>
/// Tells idle pumps that work of their kind was enqueued; polling is the guarantee, this only makes it soon. By kind,
/// since each settling enqueues some: if it called all, most of what the pumps ask the database for would be work that
/// is not there.
/// </summary>
internal sealed class Wake
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forOthers = new(StringComparer.Ordinal);
    private readonly Channel<bool> _othersHaveSome = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>After a commit that enqueued work of <paramref name="kinds"/>: for the pumps of this node, and of the
    /// others.</summary>
    public void Call(IEnumerable<string> kinds)
    {
        HashSet<string> called = new(kinds, StringComparer.Ordinal);
        if (called.Count == 0)
            return;
        Hear(called);
        lock (_lock)
            _forOthers.UnionWith(called);
        _othersHaveSome.Writer.TryWrite(true);
    }

    /// <summary>Work of <paramref name="kinds"/> may be there: for the pumps of this node alone.</summary>
    public void Hear(IEnumerable<string> kinds)
    {
        foreach (var kind in kinds)
            Take(kind)?.TrySetResult();
    }

    /// <summary>Work of any kind may be there.</summary>
    public void HearAll()
    {
        string[] kinds;
        lock (_lock)
            kinds = [.. _next.Keys];
        Hear(kinds);
    }

    /// <summary>
    /// Completes at the next call of any of the kinds, which are always named together. Taken before looking for work,
    /// so that a call in between is not missed.
    /// </summary>
    public Task Next(params IEnumerable<string> kinds)
    {
        lock (_lock)
        {
            TaskCompletionSource? next = null;
            foreach (var kind in kinds)
                if (_next.TryGetValue(kind, out var waited) && !waited.Task.IsCompleted)
                    next ??= waited;
            next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (var kind in kinds)
                _next[kind] = next;
            return next.Task;
        }
    }

    /// <summary>Completes when there were calls that the other nodes have not been told of; the kinds of all of
    /// them.</summary>
    public async Task<IReadOnlyCollection<string>> NextForOthers(CancellationToken cancel)
    {
        while (true)
        {
            await _othersHaveSome.Reader.ReadAsync(cancel);
            string[] kinds;
            lock (_lock)
            {
                kinds = [.. _forOthers];
                _forOthers.Clear();
            }
            // No kinds are left where an earlier signal already took them.
            if (kinds.Length > 0)
                return kinds;
        }
    }

    private TaskCompletionSource? Take(string kind)
    {
        lock (_lock)
            return _next.Remove(kind, out var next) ? next : null;
    }
}
