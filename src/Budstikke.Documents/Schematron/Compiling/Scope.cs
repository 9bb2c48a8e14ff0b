using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>What a name in an expression means where the expression stands.</summary>
internal sealed class Scope(Shared shared, bool hasContext, Scope? outer = null)
{
    private readonly Dictionary<string, Code> _variables = [];
    private readonly Frame _frame = outer is null ? new Frame() : outer._frame;

    public Shared Shared => shared;

    /// <summary>A function's body has no context item.</summary>
    public bool HasContext => hasContext;

    public int FrameSize => _frame.Size;

    public Scope Inner() => new(shared, hasContext, this);

    public Code? Find(string name) =>
        _variables.TryGetValue(name, out var code) ? code
        : outer is not null ? outer.Find(name)
        : shared.Globals.TryGetValue(name, out var global) ? global.Value
        : null;

    public bool IsLocal(string name) => _variables.ContainsKey(name) || outer?.IsLocal(name) == true;

    public int NewSlot() => _frame.Size++;

    public void Declare(string name, Code code) => _variables[name] = code;

    /// <summary>Counts the slots that a rule's or function's variables take.</summary>
    private sealed class Frame
    {
        public int Size { get; set; }
    }
}

/// <summary>What all expressions of a rule set share.</summary>
internal sealed class Shared(Trees.Names names)
{
    private readonly Dictionary<string, int> _memos = [];

    public Trees.Names Names => names;
    public Dictionary<string, Lazy<Code>> Globals { get; } = [];
    public Dictionary<string, Function> Functions { get; } = [];

    /// <summary>Making a pattern costs more than anything else in a rule file, and the files repeat them.</summary>
    public Dictionary<string, Lazy<System.Text.RegularExpressions.Regex>> Patterns { get; } = [];
    public int GlobalCount { get; set; }
    public int MemoCount => _memos.Count;

    /// <summary>Where the nodes of a path that starts at the document are kept once they were looked up.</summary>
    public int MemoOf(string text)
    {
        if (!_memos.TryGetValue(text, out var memo))
            _memos[text] = memo = _memos.Count;
        return memo;
    }
}

/// <summary>
/// A function that the rule files bring. Its body is set after all heads are known, since they may call each other.
/// </summary>
internal sealed class Function(string name, IReadOnlyList<Parameter> parameters, SequenceType? type)
{
    public string Name => name;
    public IReadOnlyList<Parameter> Parameters => parameters;
    public SequenceType? Type => type;
    public Code? Body { get; set; }
    public int FrameSize { get; set; }
}

internal sealed record Parameter(string Name, SequenceType? Type);

/// <summary>A declared type: xs:string, or xs:string? where nothing is allowed too.</summary>
internal sealed record SequenceType(ItemKind Kind, bool IsOptional)
{
    public static SequenceType Parse(string text)
    {
        var isOptional = text.EndsWith('?');
        return KindOf(isOptional ? text[..^1] : text) is { } kind
            ? new(kind, isOptional)
            : throw new ExpressionException($"the type {text} is not known", 0);
    }

    public static ItemKind? KindOf(string name) =>
        name switch
        {
            "xs:string" => ItemKind.Text,
            "xs:boolean" => ItemKind.Boolean,
            "xs:integer" => ItemKind.Integer,
            "xs:decimal" => ItemKind.Decimal,
            "xs:double" => ItemKind.Double,
            "xs:date" => ItemKind.Date,
            _ => null,
        };

    /// <summary>
    /// What is given for what is asked: an untyped value is cast, a number widened, anything else refused.
    /// </summary>
    public Item Convert(Item given)
    {
        if (given.IsNone)
            return IsOptional ? given : throw EvaluationException.Type($"a {Casts.Name(Kind)} is missing");
        if (given.Kind == Kind)
            return given;
        if (given.Kind == ItemKind.Untyped)
            return Casts.To(Kind, given);
        var widens =
            given.IsNumber && (Kind == ItemKind.Double || Kind == ItemKind.Decimal && given.Kind == ItemKind.Integer);
        return widens
            ? Casts.To(Kind, given)
            : throw EvaluationException.Type($"{Casts.ToText(given)} is no {Casts.Name(Kind)}");
    }
}
