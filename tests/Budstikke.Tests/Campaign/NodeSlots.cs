using Budstikke.Tests.Nodes;

namespace Budstikke.Tests.Campaign;

/// <summary>Places for nodes: whoever is killed is replaced.</summary>
internal sealed class NodeSlots(Dictionary<string, string?> settings, int count) : IDisposable
{
    private readonly NodeProcess[] _nodes = new NodeProcess[count];

    public int Kills { get; private set; }

    public async Task StartAll()
    {
        foreach (var slot in Enumerable.Range(0, count))
            _nodes[slot] = await NodeProcess.Serve(settings);
    }

    /// <summary>Where the node of a place listens, or did before it was killed.</summary>
    public Uri AddressOf(int slot) => Volatile.Read(ref _nodes[slot % count]).Address;

    /// <summary>All at once, then others one by one.</summary>
    public async Task Replace(params IEnumerable<int> slots)
    {
        int[] victims = [.. slots];
        foreach (var slot in victims)
        {
            ShouldRun(slot);
            _nodes[slot].Kill();
            Kills++;
        }
        foreach (var slot in victims)
        {
            _nodes[slot].Dispose();
            Volatile.Write(ref _nodes[slot], await NodeProcess.Serve(settings));
        }
    }

    public IEnumerable<int> All => Enumerable.Range(0, count);

    public Task Freeze(int slot) => _nodes[slot].Freeze();

    public Task Wake(int slot) => _nodes[slot].Wake();

    /// <summary>In order, with what it has in hand finished or given back.</summary>
    public async Task StopAll()
    {
        foreach (var slot in All)
        {
            ShouldRun(slot);
            (await _nodes[slot].Terminate()).ShouldBe(0);
        }
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node?.Dispose();
    }

    private void ShouldRun(int slot) => _nodes[slot].IsRunning.ShouldBeTrue($"Node {slot} ended by itself.");
}
