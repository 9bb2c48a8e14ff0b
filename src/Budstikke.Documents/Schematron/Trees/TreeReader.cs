using System.Xml;

namespace Budstikke.Documents.Schematron.Trees;

/// <summary>The document is larger, deeper or fuller than what is looked at.</summary>
internal sealed class TooMuchException(string text) : Exception(text);

/// <summary>Reads a document into a <see cref="Tree"/>, within limits.</summary>
internal sealed class TreeReader(XmlReader reader, Names known)
{
    public const int MaxDepth = 200;
    public const int MaxNodes = 2_000_000;

    private readonly IXmlLineInfo? _lines = reader as IXmlLineInfo;
    private readonly List<ElementName> _names = new(known.Count + 64);
    private readonly Dictionary<NameKey, int> _ids = new(128);
    private readonly int[] _lastChild = new int[MaxDepth + 2];
    private Row[] _rows = new Row[512];
    private int _count;
    private int _parent;
    private int _depth;
    private bool _mayJoin;

    /// <summary>The element that is being read.</summary>
    public int Here => _parent;

    public Tree Read()
    {
        for (var name = 0; name < known.Count; name++)
            _names.Add(s_unseen);
        Add(new Row { Name = -1, Kind = NodeKind.Document });
        _parent = 0;
        while (reader.Read())
            ReadNode();
        _rows[0].End = _count;
        var tree = new Tree(_rows, _count, _names);
        tree.Index();
        return tree;
    }

    private static readonly ElementName s_unseen = new("", "", "");

    private void ReadNode()
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                Open();
                break;
            case XmlNodeType.EndElement:
                Close();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                Text(reader.Value);
                break;
            default:
                // A comment or an instruction divides the text around it into two nodes.
                _mayJoin = false;
                break;
        }
    }

    private void Open()
    {
        if (_depth >= MaxDepth)
            throw new TooMuchException($"elements are nested deeper than {MaxDepth}");
        var isEmpty = reader.IsEmptyElement;
        var element = Child(NodeKind.Element, NameId(isAttribute: false));
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            if (!reader.IsDefault && reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
                Add(
                    Placed(
                        new Row
                        {
                            Kind = NodeKind.Attribute,
                            Name = NameId(true),
                            Parent = element,
                        },
                        reader.Value
                    )
                );
        reader.MoveToElement();
        _mayJoin = false;
        _parent = element;
        _depth++;
        _lastChild[_depth] = 0;
        if (isEmpty)
            Close();
    }

    private void Close()
    {
        _rows[_parent].End = _count;
        _parent = _rows[_parent].Parent;
        _depth--;
        _mayJoin = false;
    }

    private void Text(string value)
    {
        if (_depth == 0 || value.Length == 0)
            return;
        var last = _lastChild[_depth];
        if (_mayJoin && last != 0)
            _rows[last].Value += value;
        else
        {
            var text = Child(NodeKind.Text, -1);
            _rows[text].Value = value;
            _rows[text].End = _count;
        }
        _mayJoin = true;
    }

    private int Child(NodeKind kind, int name)
    {
        var node = Add(
            Placed(
                new Row
                {
                    Kind = kind,
                    Name = name,
                    Parent = _parent,
                },
                null
            )
        );
        if (_lastChild[_depth] == 0)
            _rows[_parent].FirstChild = node;
        else
            _rows[_lastChild[_depth]].Next = node;
        _lastChild[_depth] = node;
        return node;
    }

    private Row Placed(Row row, string? value)
    {
        row.Value = value;
        row.End = _count + 1;
        if (_lines is not null)
            (row.Line, row.Column) = (_lines.LineNumber, _lines.LinePosition);
        return row;
    }

    private int Add(in Row row)
    {
        if (_count == MaxNodes)
            throw new TooMuchException($"it has more than {MaxNodes} elements, attributes and texts");
        if (_count == _rows.Length)
            Array.Resize(ref _rows, _count * 2);
        _rows[_count] = row;
        return _count++;
    }

    /// <summary>The reader hands out one string object for each name, so that the object itself is the key.</summary>
    private int NameId(bool isAttribute)
    {
        var key = new NameKey(reader.LocalName, reader.NamespaceURI, isAttribute);
        if (_ids.TryGetValue(key, out var id))
            return id;
        if (!known.TryFind(key.Local, key.Uri, isAttribute, out id))
        {
            id = _names.Count;
            _names.Add(s_unseen);
        }
        _names[id] = new(key.Local, key.Uri, reader.Name);
        return _ids[key] = id;
    }

    private readonly record struct NameKey(string Local, string Uri, bool IsAttribute)
    {
        public bool Equals(NameKey other) =>
            ReferenceEquals(Local, other.Local) && ReferenceEquals(Uri, other.Uri) && IsAttribute == other.IsAttribute;

        public override int GetHashCode() =>
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Local) * 31
            + System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Uri)
            + (IsAttribute ? 1 : 0);
    }
}
