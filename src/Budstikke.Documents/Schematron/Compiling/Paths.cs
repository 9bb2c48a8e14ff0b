using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

internal static partial class Compiler
{
    private static Code OfPath(Expression expression, Scope scope)
    {
        var code = expression switch
        {
            Root => Code.OfNodes(isSingle: true, (_, into) => into.Add(0)),
            Step step => OfSteps(null, [OfStep(step, scope)], scope),
            Slash slash => OfSlash(slash, scope),
            Filter filter => OfFilter(filter, scope),
            _ => OfUnion((Union)expression, scope),
        };
        var isWorthKeeping = expression.Text.Contains('[', StringComparison.Ordinal) || expression is Union or Slash;
        return code.Nodes is { } nodes && isWorthKeeping && expression is not Root && !Depends(expression, scope)
            ? Kept(expression.Text, nodes, scope)
            : code;
    }

    /// <summary>A path from the document has the same nodes wherever it is asked: once in each document.</summary>
    private static Code Kept(string text, FillNodes nodes, Scope scope)
    {
        var memo = scope.Shared.MemoOf(text);
        int[] Of(Context context)
        {
            if (context.Memos[memo] is { } known)
                return known;
            var list = context.RentNodes();
            var focus = context.Save();
            nodes(context, list);
            context.Restore(focus);
            var found = list.Count == 0 ? [] : list.Span.ToArray();
            context.Return(list);
            return context.Memos[memo] = found;
        }
        return Code.OfNodes(false, (context, into) => into.Add(Of(context)), context => Of(context).Length > 0);
    }

    /// <summary>
    /// Whether an expression's value depends on where it is asked: on the context or on a local variable.
    /// </summary>
    private static bool Depends(Expression expression, Scope scope) =>
        expression switch
        {
            Literal or Root => false,
            Variable variable => scope.IsLocal(variable.Name),
            Slash slash => Depends(slash.Left, scope) || SpeaksOfLocals(slash.Right, scope),
            Filter filter => Depends(filter.Operand, scope) || SpeaksOfLocals(filter.Predicate, scope),
            Union union => Depends(union.Left, scope) || Depends(union.Right, scope),
            _ => true,
        };

    /// <summary>
    /// By the text: a variable that is not the document's. One that the part itself binds counts too, which only
    /// costs.
    /// </summary>
    private static bool SpeaksOfLocals(Expression expression, Scope scope)
    {
        for (var at = expression.Text.IndexOf('$', StringComparison.Ordinal); at >= 0; )
        {
            var end = at + 1;
            while (
                end < expression.Text.Length
                && (char.IsLetterOrDigit(expression.Text[end]) || expression.Text[end] is '-' or '_' or '.')
            )
                end++;
            var name = expression.Text[(at + 1)..end];
            if (scope.IsLocal(name) || !scope.Shared.Globals.ContainsKey(name))
                return true;
            at = expression.Text.IndexOf('$', end);
        }
        return false;
    }

    private static Code OfUnion(Union union, Scope scope)
    {
        var (left, right) = (NodesOf(union.Left, scope), NodesOf(union.Right, scope));
        return Code.OfNodes(
            isSingle: false,
            (context, into) =>
            {
                var from = into.Count;
                left(context, into);
                right(context, into);
                into.Order(from);
            }
        );
    }

    private static FillNodes NodesOf(Expression expression, Scope scope) =>
        Compile(expression, scope).Nodes ?? throw Unknown($"a value where nodes belong ({expression.Text})");

    private static Code OfFilter(Filter filter, Scope scope)
    {
        var operand = Compile(filter.Operand, scope);
        var predicate = Predicate.Compile(filter.Predicate, scope);
        if (operand.Nodes is { } nodes)
            return Code.OfNodes(
                operand.IsSingle || predicate.IsPlace,
                (context, into) =>
                {
                    var from = into.Count;
                    nodes(context, into);
                    predicate.Keep(context, into, from);
                }
            );
        return Code.OfMany(
            operand.Kind,
            (context, into) =>
            {
                var items = context.RentItems();
                operand.Items(context, items);
                predicate.Keep(context, items);
                foreach (var item in items.Span)
                    into.Add(item);
                context.Return(items);
            }
        );
    }

    private static Code OfSlash(Slash slash, Scope scope)
    {
        var parts = new List<Expression>();
        Flatten(slash, parts);
        var start = parts[0] is Step or ContextItem ? null : Compile(parts[0], scope);
        if (start is not null && start.Nodes is null)
            throw Unknown($"a step from a value ({slash.Text})");
        var steps = new List<PathStep>();
        for (var at = parts[0] is Step ? 0 : 1; at < parts.Count; at++)
        {
            if (parts[at] is Step { Axis: Axis.DescendantOrSelf })
            {
                steps.Add(OfDeep(parts[++at], scope));
                continue;
            }
            if (parts[at] is Step step)
            {
                steps.Add(OfStep(step, scope));
                continue;
            }
            var value = Compile(parts[at], scope);
            if (value.Nodes is { } nodes)
                steps.Add(PathStep.Of(nodes));
            else if (at == parts.Count - 1)
                return OfValueStep(OfSteps(start, steps, scope).Nodes!, value);
            else
                throw Unknown($"a value within a path ({slash.Text})");
        }
        return OfSteps(start, steps, scope);
    }

    private static PathStep OfDeep(Expression expression, Scope scope) =>
        expression is Union { Left: Step left, Right: Step right }
            ? PathStep.Of(NodesOf(new Union(Deep(left), Deep(right)), scope))
            : OfStep(Deep(expression), scope);

    /// <summary>//x is any x below: one step by the index, unless its place is asked.</summary>
    private static Step Deep(Expression expression) =>
        expression is Step { Axis: Axis.Child or Axis.Attribute } step
        && step.Predicates.All(predicate => predicate is not Literal && !predicate.Text.Contains("last()"))
            ? step with
            {
                Axis = step.Axis == Axis.Attribute ? Axis.DescendantOrSelf : Axis.Descendant,
            }
            : throw Unknown($"//{expression.Text}");

    private static void Flatten(Expression expression, List<Expression> into)
    {
        if (expression is Slash slash)
        {
            Flatten(slash.Left, into);
            into.Add(slash.Right);
        }
        else
            into.Add(expression);
    }

    /// <summary>The last step is a value of each node: its values, in the nodes' order.</summary>
    private static Code OfValueStep(FillNodes nodesOf, Code value) =>
        Code.OfMany(
            value.Kind,
            (context, into) =>
            {
                var nodes = context.RentNodes();
                nodesOf(context, nodes);
                if (nodes.Count > 0)
                {
                    var focus = context.Save();
                    for (var at = 0; at < nodes.Count; at++)
                    {
                        context.At(nodes[at]);
                        value.Items(context, into);
                    }
                    context.Restore(focus);
                }
                context.Return(nodes);
            }
        );

    private static Code OfSteps(Code? start, IReadOnlyList<PathStep> steps, Scope scope)
    {
        if (start is null && !scope.HasContext)
            throw Unknown("a path in a function that has no context");
        var path = new CompiledPath(start?.Nodes, [.. steps]);
        var isSingle = (start is null || start.IsSingle) && steps.All(step => step.IsSingle);
        return path.IsPlain ? Code.OfNodes(isSingle, path.Fill, path.Exists) : Code.OfNodes(isSingle, path.Fill);
    }

    private static PathStep OfStep(Step step, Scope scope)
    {
        var isAttribute = step.Axis is Axis.Attribute or Axis.DescendantOrSelf;
        var name = step.Name is null
            ? PathStep.AnyName
            : scope.Shared.Names.Add(step.Name.Local, step.Name.Uri, isAttribute);
        var predicates = step.Predicates.Select(predicate => Predicate.Compile(predicate, scope)).ToArray();
        if (
            step.Axis is Axis.Ancestor or Axis.Preceding or Axis.PrecedingSibling
            && predicates.Any(one => !one.IsTruth)
        )
            throw Unknown($"a place on a backward axis ({step.Text})");
        return PathStep.Of(step.Axis, name, predicates);
    }
}
