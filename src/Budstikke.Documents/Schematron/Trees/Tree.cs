using System.Text;

namespace Budstikke.Documents.Schematron.Trees;

internal enum NodeKind : byte
{
    Document,
    Element,
    Attribute,
    Text,
}

/// <summary>One node as the tree keeps it: a row of integers and, for attributes and text, its value.</summary>
internal struct Row
{
    /// <summary>An element's or attribute's name; −1 for the document and text.</summary>
    public int Name;
    public int Parent;

    /// <summary>The next child of the same parent; 0 for none.</summary>
    public int Next;

    /// <summary>The first child that is no attribute; 0 for none.</summary>
    public int FirstChild;

    /// <summary>The first node behind this one and all that is in it.</summary>
    public int End;
    public int Line;
    public int Column;
    public NodeKind Kind;

    /// <summary>The value of an attribute or a text; of an element its string value, once it was asked for.</summary>
    public string? Value;
}

/// <summary>
/// A document as rows in document order, an attribute behind its element, with an index by name. A node is its row's
/// number; the document is 0. Comments and processing instructions are not kept, since no rule speaks of them.
/// </summary>
internal sealed class Tree(Row[] rows, int count, IReadOnlyList<ElementName> names)
{
    private int[] _starts = [];
    private int[] _byName = [];

    public int Count => count;

    public ref readonly Row this[int node] => ref rows[node];

    public ElementName NameOf(int node) => names[rows[node].Name];

    /// <summary>All nodes of a name, in document order.</summary>
    public ReadOnlySpan<int> Named(int name) => _byName.AsSpan(_starts[name], _starts[name + 1] - _starts[name]);

    public bool Has(int name) => _starts[name + 1] > _starts[name];

    /// <summary>Counts the names, then files each node under its own: two passes, no comparisons.</summary>
    public void Index()
    {
        _starts = new int[names.Count + 1];
        for (var node = 0; node < count; node++)
            if (rows[node].Name >= 0)
                _starts[rows[node].Name + 1]++;
        for (var name = 1; name < _starts.Length; name++)
            _starts[name] += _starts[name - 1];
        _byName = new int[_starts[^1]];
        var at = _starts.AsSpan(0, names.Count).ToArray();
        for (var node = 0; node < count; node++)
            if (rows[node].Name >= 0)
                _byName[at[rows[node].Name]++] = node;
    }

    public string StringValue(int node) => rows[node].Value ?? Gathered(node);

    /// <summary>Where a node stands: its names from the root, each with its number among the like-named.</summary>
    public string Path(int node)
    {
        var steps = new Stack<string>();
        for (var at = node; at > 0; at = rows[at].Parent)
            steps.Push(Step(at));
        return steps.Count == 0 ? "/" : "/" + string.Join('/', steps);
    }

    private string Step(int node)
    {
        if (rows[node].Kind == NodeKind.Attribute)
            return "@" + NameOf(node).Qualified;
        if (rows[node].Kind == NodeKind.Text)
            return "text()";
        var place = 1;
        for (var at = rows[rows[node].Parent].FirstChild; at != node; at = rows[at].Next)
            if (rows[at].Name == rows[node].Name)
                place++;
        return $"{NameOf(node).Qualified}[{place}]";
    }

    /// <summary>An element's texts in one; kept, since rules ask for the same again and again.</summary>
    private string Gathered(int node)
    {
        var first = rows[node].FirstChild;
        string value;
        if (first == 0)
            value = "";
        else if (rows[first].Kind == NodeKind.Text && rows[first].Next == 0)
            value = rows[first].Value!;
        else
        {
            var text = new StringBuilder();
            for (var at = node + 1; at < rows[node].End; at++)
                if (rows[at].Kind == NodeKind.Text)
                    text.Append(rows[at].Value);
            value = text.ToString();
        }
        return rows[node].Value = value;
    }
}

/// <summary>A name as a document writes it, and as it is meant.</summary>
internal sealed record ElementName(string Local, string Uri, string Qualified);
