using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>A variable's value: one item, or several, or the error that evaluating it ended in.</summary>
internal struct Slot
{
    public Item One;
    public Item[]? Many;
    public EvaluationException? Error;
    public SlotState State;
}

internal enum SlotState : byte
{
    Unknown,
    Evaluating,
    Known,
    Failed,
}

/// <summary>All that one check of one document holds; nothing of it is left for the next document.</summary>
internal sealed class Context(Tree tree, int globals, int memos, CancellationToken stopping)
{
    public const int MaxDepth = 1_000;

    /// <summary>Steps between two looks at whether the check is still wanted.</summary>
    private const int StepsPerLook = 100_000;

    private readonly Stack<NodeList> _nodeLists = new();
    private readonly Stack<ItemList> _itemLists = new();
    private int _steps = StepsPerLook;

    public Tree Tree => tree;
    public Slot[] Globals { get; } = new Slot[globals];
    public int[]?[] Memos { get; } = new int[memos][];

    /// <summary>Variables of the rule or function that is evaluated.</summary>
    public Slot[] Frame { get; set; } = [];

    /// <summary>The node that the rule is about, for its variables.</summary>
    public int RuleNode { get; set; }
    public int Depth { get; set; }

    // The context item, its position and how many there are.
    public int Node;
    public Item Value;
    public bool IsValue;
    public int Position;
    public int Size;

    public NodeList RentNodes() => _nodeLists.TryPop(out var list) ? list : new NodeList();

    public void Return(NodeList list)
    {
        list.Clear();
        _nodeLists.Push(list);
    }

    public ItemList RentItems() => _itemLists.TryPop(out var list) ? list : new ItemList();

    public void Return(ItemList list)
    {
        list.Clear();
        _itemLists.Push(list);
    }

    public void At(int node)
    {
        Node = node;
        IsValue = false;
        Position = Size = 1;
    }

    public int ContextNode =>
        IsValue ? throw new EvaluationException("XPTY0020", "the context is a value and no node") : Node;

    public Item ContextItem => IsValue ? Value : Item.Node(Node);

    public Focus Save() => new(Node, Value, IsValue, Position, Size);

    public void Restore(in Focus focus) =>
        (Node, Value, IsValue, Position, Size) = (focus.Node, focus.Value, focus.IsValue, focus.Position, focus.Size);

    public void Spend(int steps)
    {
        _steps -= steps + 1;
        if (_steps > 0)
            return;
        _steps = StepsPerLook;
        stopping.ThrowIfCancellationRequested();
    }
}

internal readonly record struct Focus(int Node, Item Value, bool IsValue, int Position, int Size);
