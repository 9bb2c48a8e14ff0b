using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>Nodes while an expression is evaluated; rented of the context and given back.</summary>
internal sealed class NodeList
{
    private int[] _nodes = new int[16];

    public int Count { get; private set; }

    public int this[int at] => _nodes[at];

    public ReadOnlySpan<int> Span => _nodes.AsSpan(0, Count);

    public void Add(int node)
    {
        if (Count == _nodes.Length)
            Array.Resize(ref _nodes, Count * 2);
        _nodes[Count++] = node;
    }

    public void Add(ReadOnlySpan<int> nodes)
    {
        if (Count + nodes.Length > _nodes.Length)
            Array.Resize(ref _nodes, Math.Max(Count + nodes.Length, _nodes.Length * 2));
        nodes.CopyTo(_nodes.AsSpan(Count));
        Count += nodes.Length;
    }

    public void Put(int at, int node) => _nodes[at] = node;

    public void CutTo(int count) => Count = count;

    public void Clear() => Count = 0;

    /// <summary>Document order without twins; most lists are so already.</summary>
    public void Order(int from)
    {
        var nodes = _nodes.AsSpan(from, Count - from);
        for (var at = 1; at < nodes.Length; at++)
            if (nodes[at] <= nodes[at - 1])
            {
                nodes.Sort();
                var kept = 1;
                for (var next = 1; next < nodes.Length; next++)
                    if (nodes[next] != nodes[kept - 1])
                        nodes[kept++] = nodes[next];
                Count = from + kept;
                return;
            }
    }
}

/// <summary>Items while an expression is evaluated; rented of the context and given back.</summary>
internal sealed class ItemList
{
    private Item[] _items = new Item[8];

    public int Count { get; private set; }

    public ref readonly Item this[int at] => ref _items[at];

    public ReadOnlySpan<Item> Span => _items.AsSpan(0, Count);

    public void Add(in Item item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    public void Put(int at, in Item item) => _items[at] = item;

    public void CutTo(int count) => Count = count;

    public void Reverse() => _items.AsSpan(0, Count).Reverse();

    public void Clear()
    {
        _items.AsSpan(0, Count).Clear();
        Count = 0;
    }
}
