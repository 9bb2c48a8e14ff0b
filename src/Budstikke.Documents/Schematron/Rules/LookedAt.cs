using Budstikke.Documents.Schematron.Compiling;
using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Rules;

/// <summary>The fields that a test reads, so that a person can be shown what stood in them.</summary>
internal sealed class LookedAt
{
    private const int MaxPaths = 6;
    private const int MaxValues = 4;
    private const int MaxLength = 60;

    private readonly FillNodes[] _paths;

    private LookedAt(FillNodes[] paths) => _paths = paths;

    public static LookedAt Of(Expression test, Scope scope)
    {
        var paths = new Dictionary<string, Expression>(StringComparer.Ordinal);
        Gather(test, paths);
        return new([
            .. paths.Values.Select(path => Compiler.Compile(path, scope).Nodes).OfType<FillNodes>().Take(MaxPaths),
        ]);
    }

    /// <summary>
    /// Name and value of the first fields; of the node itself where the test names none that is there.
    /// </summary>
    public string? In(Context context, int node)
    {
        var seen = new List<int>();
        foreach (var path in _paths)
            Add(context, node, path, seen);
        if (seen.Count == 0 && IsLeaf(context.Tree, node))
            seen.Add(node);
        return seen.Count == 0 ? null : string.Join(", ", seen.Select(at => Shown(context.Tree, at)).Distinct());
    }

    private static void Add(Context context, int node, FillNodes path, List<int> seen)
    {
        var nodes = context.RentNodes();
        context.At(node);
        try
        {
            path(context, nodes);
        }
        catch (EvaluationException)
        {
            // What could not be read is not shown; that it could not is the finding itself.
        }
        foreach (var at in nodes.Span)
            if (seen.Count < MaxValues && context.Tree[at].Name >= 0 && IsLeaf(context.Tree, at) && !seen.Contains(at))
                seen.Add(at);
    }

    private static string Shown(Tree tree, int node)
    {
        var text = Texts.Cut(Texts.Normalized(tree.StringValue(node)), MaxLength);
        return $"{tree.NameOf(node).Qualified} = \"{text}\"";
    }

    private static bool IsLeaf(Tree tree, int node) =>
        tree[node].Kind == NodeKind.Attribute
        || tree[node].FirstChild == 0
        || tree[tree[node].FirstChild] is { Kind: NodeKind.Text, Next: 0 };

    private static void Gather(Expression expression, Dictionary<string, Expression> into)
    {
        switch (expression)
        {
            case Step or Slash or Filter:
                if (AsNodes(expression) is { } nodes)
                    into.TryAdd(nodes.Text, nodes);
                break;
            case Call call:
                Gather(call.Arguments, into);
                break;
            case Compare compare:
                Gather([compare.Left, compare.Right], into);
                break;
            case Arithmetic arithmetic:
                Gather([arithmetic.Left, arithmetic.Right], into);
                break;
            case Logic logic:
                Gather([logic.Left, logic.Right], into);
                break;
            case Choice choice:
                Gather([choice.Test, choice.Then, choice.Else], into);
                break;
            case Castable castable:
                Gather(castable.Operand, into);
                break;
            case Sequence sequence:
                Gather(sequence.Items, into);
                break;
            default:
                break;
        }
    }

    private static void Gather(IEnumerable<Expression> expressions, Dictionary<string, Expression> into)
    {
        foreach (var expression in expressions)
            Gather(expression, into);
    }

    /// <summary>
    /// A path without the function at its end, without loops' variables: what is there to be looked at.
    /// </summary>
    private static Expression? AsNodes(Expression expression) =>
        expression.Text.Contains('$', StringComparison.Ordinal) ? null
        : expression is Slash { Right: Call { Arguments: [Step step] }, Left: var left }
            ? new Slash(left, step) { Text = $"{left.Text}/{step.Text}" }
        : expression is Slash { Right: not Step } or Filter ? null
        : expression;
}
