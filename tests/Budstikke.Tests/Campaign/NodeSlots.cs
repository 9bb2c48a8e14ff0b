using System.Diagnostics;
using Budstikke.Tests.Nodes;

namespace Budstikke.Tests.Campaign;

/// <summary>Places for nodes: whoever is killed is replaced.</summary>
internal sealed class NodeSlots(Dictionary<string, string?> settings, int count) : IDisposable
{
    private readonly NodeClocks _clocks = new();
    private readonly HashSet<int> _isOff = [];
    private readonly NodeProcess[] _nodes = new NodeProcess[count];

    /// <summary>Their logs are bounded, and asked for when a campaign has gone wrong.</summary>
    private readonly List<NodeProcess> _gone = [];

    private const int LastLines = 20;

    public int Kills { get; private set; }

    /// <summary>How long the newest node took until it served.</summary>
    public TimeSpan LastStart { get; private set; }

    /// <summary>What the logs say of a trace, those of killed nodes too.</summary>
    public IEnumerable<string> LogOf(string trace) => _gone.Concat(_nodes).SelectMany(node => node.LogOf(trace));

    /// <summary>The last complaints of the nodes that run.</summary>
    public IEnumerable<string> LastOfLogs() => _nodes.SelectMany(node => node.Complaints.TakeLast(LastLines));

    public async Task StartAll()
    {
        foreach (var slot in Enumerable.Range(0, count))
            await Start(slot);
    }

    /// <summary>Where the node of a place listens, or did before it was killed.</summary>
    public Uri AddressOf(int slot) => Volatile.Read(ref _nodes[slot % count]).Address;

    /// <summary>All at once, then others one by one.</summary>
    /// <param name="killed">Called between the two.</param>
    public async Task Replace(IEnumerable<int> slots, Action killed)
    {
        int[] victims = [.. slots];
        foreach (var slot in victims)
            Kill(slot);
        Kills += victims.Length;
        killed();
        foreach (var slot in victims)
            await Start(slot);
    }

    public IEnumerable<int> All => Enumerable.Range(0, count);

    /// <summary>All but one leave their places, which are not counted as kills; they come back at the end of
    /// <paramref name="meanwhile"/>.</summary>
    public async Task Without(int remaining, Func<Task> meanwhile)
    {
        int[] others = [.. All.Where(slot => slot != remaining)];
        foreach (var slot in others)
            Kill(slot);
        await meanwhile();
        foreach (var slot in others)
            await Start(slot);
    }

    /// <summary>Not counted as a kill.</summary>
    public Task Exchange(int slot)
    {
        Kill(slot);
        return Start(slot);
    }

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
        _clocks.Dispose();
    }

    /// <summary>Another node takes the place, whose clock is wrong, then jumps and is as wrong the other way, and then
    /// is right.</summary>
    public async Task JumpClock(int slot, TimeSpan off, Func<Task> untilItJumps)
    {
        Kill(slot);
        _clocks.Set(slot, off);
        await Start(slot, isOff: true);
        await untilItJumps();
        _clocks.Set(slot, -off);
        await untilItJumps();
        _clocks.Set(slot, TimeSpan.Zero);
    }

    /// <summary>A program with a clock of its own cannot be stopped in order.</summary>
    public async Task ReplaceThoseWithWrongClocks()
    {
        foreach (var slot in _isOff.ToArray())
            await Exchange(slot);
    }

    private void Kill(int slot)
    {
        ShouldRun(slot);
        _nodes[slot].Kill();
        _nodes[slot].Dispose();
        _gone.Add(_nodes[slot]);
    }

    private async Task Start(int slot, bool isOff = false)
    {
        if (isOff)
            _isOff.Add(slot);
        else
            _isOff.Remove(slot);
        var begun = Stopwatch.StartNew();
        Volatile.Write(
            ref _nodes[slot],
            await NodeProcess.Serve(
                isOff
                    ? settings
                        .Concat(_clocks.SettingsOf(slot))
                        .ToDictionary(setting => setting.Key, setting => setting.Value)
                    : settings
            )
        );
        LastStart = begun.Elapsed;
    }

    private void ShouldRun(int slot) => _nodes[slot].IsRunning.ShouldBeTrue($"Node {slot} ended by itself.");
}
