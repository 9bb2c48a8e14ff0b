using Budstikke.Documents.Schematron.Compiling;
using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Rules;

/// <summary>
/// One way in which a node can be what a rule is about, read from the node upwards: its name and predicates, then those
/// of its parents.
/// </summary>
internal sealed class ContextPattern
{
    private readonly Part[] _parts;
    private readonly bool _isAnchored;

    private ContextPattern(Part[] parts, bool isAnchored)
    {
        _parts = parts;
        _isAnchored = isAnchored;
    }

    /// <summary>The name that a node must have; −1 for any element.</summary>
    public int Name => _parts[0].Name;

    /// <summary>A rule's context is one pattern, or several with | between them.</summary>
    public static IEnumerable<ContextPattern> Compile(Expression expression, Scope scope) =>
        expression switch
        {
            Union union => Compile(union.Left, scope).Concat(Compile(union.Right, scope)),
            Filter filter => Compile(filter.Operand, scope)
                .Select(pattern => pattern.With(Predicate.Compile(filter.Predicate, scope))),
            _ => [OfPath(expression, scope)],
        };

    public bool Matches(Context context, int node)
    {
        var tree = context.Tree;
        for (var at = 0; ; )
        {
            if (!Holds(context, node, at))
                return false;
            if (at == _parts.Length - 1)
                return !_isAnchored || tree[node].Parent == 0;
            at++;
            node = tree[node].Parent;
            if (node == 0)
                return false;
        }
    }

    private bool Holds(Context context, int node, int at)
    {
        ref readonly var part = ref _parts[at];
        if (
            part.Name == PathStep.AnyName
                ? context.Tree[node].Kind != NodeKind.Element
                : context.Tree[node].Name != part.Name
        )
            return false;
        foreach (var predicate in part.Predicates)
        {
            context.At(node);
            if (!predicate.Holds(context))
                return false;
        }
        return true;
    }

    private ContextPattern With(Predicate predicate) =>
        predicate.IsTruth
            ? new([_parts[0] with { Predicates = [.. _parts[0].Predicates, predicate] }, .. _parts[1..]], _isAnchored)
            : throw Compiler.Unknown("a place in a rule's context");

    private static ContextPattern OfPath(Expression expression, Scope scope)
    {
        var parts = new List<Part>();
        var at = expression;
        while (at is Slash slash)
        {
            parts.Add(OfStep(slash.Right, scope));
            at = slash.Left;
            // "//x" is any x; "/x" the root element. Both end the path.
            if (at is Root or Slash { Left: Root, Right: Step { Axis: Axis.DescendantOrSelf } })
                return new([.. parts], isAnchored: at is Root);
        }
        parts.Add(OfStep(at, scope));
        return new([.. parts], isAnchored: false);
    }

    private static Part OfStep(Expression expression, Scope scope)
    {
        if (expression is not Step { Axis: Axis.Child or Axis.Attribute } step)
            throw Compiler.Unknown($"the step {expression.Text} in a rule's context");
        var name = step.Name is null
            ? PathStep.AnyName
            : scope.Shared.Names.Add(step.Name.Local, step.Name.Uri, step.Axis == Axis.Attribute);
        var predicates = step.Predicates.Select(predicate => Predicate.Compile(predicate, scope)).ToArray();
        return predicates.All(predicate => predicate.IsTruth)
            ? new(name, predicates)
            : throw Compiler.Unknown("a place in a rule's context");
    }

    private readonly record struct Part(int Name, Predicate[] Predicates);
}
