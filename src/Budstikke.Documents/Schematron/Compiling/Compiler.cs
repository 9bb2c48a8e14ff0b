using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>
/// Makes delegates of expressions. What it does not know ends in an <see cref="ExpressionException"/>.
/// </summary>
internal static partial class Compiler
{
    private static readonly Tree s_noTree = new([new Row { Name = -1 }], 1, []);

    public static Code Compile(Expression expression, Scope scope) =>
        expression switch
        {
            Literal literal => Code.OfConstant([literal.Value]),
            Variable variable => scope.Find(variable.Name) ?? throw Unknown($"the variable ${variable.Name}"),
            ContextItem => OfContext(scope),
            Root or Step or Slash or Filter or Union => OfPath(expression, scope),
            Call call => OfCall(call, scope),
            Compare compare => OfComparison(compare, scope),
            Arithmetic arithmetic => Folded(OfArithmetic(arithmetic, scope), arithmetic.Left, arithmetic.Right),
            Negative negative => OfNegative(negative, scope),
            Logic logic => OfLogic(logic, scope),
            Sequence sequence => OfSequence(sequence, scope),
            Through through => OfRange(through, scope),
            Choice choice => OfChoice(
                Compile(choice.Test, scope),
                Compile(choice.Then, scope),
                Compile(choice.Else, scope)
            ),
            Each each => OfEach(each, scope),
            Castable castable => OfCastable(castable, scope),
            _ => throw Unknown(expression.GetType().Name),
        };

    public static ExpressionException Unknown(string what) => new($"{what} is not known", 0);

    /// <summary>One of two, by a test.</summary>
    public static Code OfChoice(Code test, Code then, Code @else)
    {
        var kind = then.Kind == @else.Kind ? then.Kind : ItemKind.Any;
        if (then.Nodes is { } thenNodes && @else.Nodes is { } elseNodes)
            return Code.OfNodes(
                then.IsSingle && @else.IsSingle,
                (context, into) => (test.Truth(context) ? thenNodes : elseNodes)(context, into)
            );
        if (then.Kind == ItemKind.Boolean && @else.Kind == ItemKind.Boolean)
            return Code.OfTruth(context => (test.Truth(context) ? then : @else).Truth(context));
        // A node beside a number: each is looked at as what it is.
        if (then.IsSingle && @else.IsSingle && then.Nodes is null && @else.Nodes is null)
            return Code.OfOne(kind, context => (test.Truth(context) ? then : @else).Atom(context));
        return Code.OfMany(kind, (context, into) => (test.Truth(context) ? then : @else).Items(context, into));
    }

    public static Code OfItems(IReadOnlyList<Code> items)
    {
        if (items.Count == 1)
            return items[0];
        if (items.All(item => item.Constant is not null))
            return Code.OfConstant([.. items.SelectMany(item => item.Constant!)]);
        var kind = items.All(item => item.Kind == items[0].Kind) ? items[0].Kind : ItemKind.Any;
        return Code.OfMany(
            kind,
            (context, into) =>
            {
                foreach (var item in items)
                    item.Items(context, into);
            }
        );
    }

    private static Code OfSequence(Sequence sequence, Scope scope) =>
        OfItems([.. sequence.Items.Select(item => Compile(item, scope))]);

    private static Code OfContext(Scope scope)
    {
        if (!scope.HasContext)
            throw Unknown("a context in a function");
        return Code.OfNodesOrValue();
    }

    private static Code OfRange(Through through, Scope scope)
    {
        var (from, to) = (Compile(through.From, scope), Compile(through.To, scope));
        return Code.OfMany(
            ItemKind.Integer,
            (context, into) =>
            {
                var (first, last) = (from.Atom(context), to.Atom(context));
                if (first.IsNone || last.IsNone)
                    return;
                var (start, end) = (s_integer.Convert(first).AsDecimal, s_integer.Convert(last).AsDecimal);
                if (end - start > MaxRange)
                    throw new EvaluationException("XPDY0130", $"more than {MaxRange} numbers are not counted");
                for (var number = start; number <= end; number++)
                    into.Add(Item.Integer(number));
            }
        );
    }

    private const int MaxRange = 1_000_000;

    private static readonly SequenceType s_integer = new(ItemKind.Integer, IsOptional: false);

    private static Code OfEach(Each each, Scope scope)
    {
        if (
            each is { Kind: EachKind.Some, Body: Compare { Relation: Relation.Equal } compare }
            && AsEquality(each, compare) is { } equality
        )
            return Compile(equality, scope);
        var items = Compile(each.Items, scope);
        var inner = scope.Inner();
        var slot = inner.NewSlot();
        inner.Declare(each.Name, OfSlot(items.Kind, slot));
        var body = Compile(each.Body, inner);
        if (each.Kind != EachKind.Return)
            return Code.OfTruth(context => Holds(context, items, slot, body, isEvery: each.Kind == EachKind.Every));
        return Code.OfMany(
            body.Kind,
            (context, into) =>
            {
                var all = context.RentItems();
                items.Items(context, all);
                for (var at = 0; at < all.Count; at++)
                {
                    context.Spend(1);
                    context.Frame[slot].One = all[at];
                    body.Items(context, into);
                }
                context.Return(all);
            }
        );
    }

    /// <summary>
    /// "some $code in $list satisfies @x = $code" asks the same as "@x = $list", which is looked up at once.
    /// </summary>
    private static Compare? AsEquality(Each each, Compare compare)
    {
        if (compare.Right is Variable right && right.Name == each.Name && !Speaks(compare.Left, each.Name))
            return compare with { IsOfValues = false, Right = each.Items };
        if (compare.Left is Variable left && left.Name == each.Name && !Speaks(compare.Right, each.Name))
            return compare with { IsOfValues = false, Left = compare.Right, Right = each.Items };
        return null;
    }

    private static bool Speaks(Expression expression, string name) =>
        expression.Text.Contains('$' + name, StringComparison.Ordinal);

    private static bool Holds(Context context, Code items, int slot, Code body, bool isEvery)
    {
        var all = context.RentItems();
        items.Items(context, all);
        var found = false;
        for (var at = 0; at < all.Count && !found; at++)
        {
            context.Spend(1);
            context.Frame[slot].One = all[at];
            found = body.Truth(context) != isEvery;
        }
        context.Return(all);
        return found != isEvery;
    }

    private static Code OfCastable(Castable castable, Scope scope)
    {
        var operand = Compile(castable.Operand, scope);
        var type = SequenceType.Parse(castable.Type);
        return Code.OfTruth(context =>
        {
            var items = context.RentItems();
            operand.Atoms(context, items);
            var can = items.Count == 0 ? type.IsOptional : items.Count == 1 && !Casts.TryTo(type.Kind, items[0]).IsNone;
            context.Return(items);
            return can;
        });
    }

    /// <summary>An expression of constants is one itself, unless it fails.</summary>
    private static Code Folded(Code code, params IReadOnlyList<Expression> parts) =>
        parts.All(part => part is Literal) ? Evaluated(code) : code;

    private static Code Evaluated(Code code)
    {
        try
        {
            var items = new ItemList();
            code.Items(new Context(s_noTree, 0, 0, CancellationToken.None), items);
            return Code.OfConstant(items.Span.ToArray());
        }
        catch (EvaluationException)
        {
            return code;
        }
    }
}
