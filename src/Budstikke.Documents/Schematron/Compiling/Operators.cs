using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

internal static partial class Compiler
{
    private static Code OfLogic(Logic logic, Scope scope)
    {
        var (left, right) = (Compile(logic.Left, scope).Truth, Compile(logic.Right, scope).Truth);
        return logic.IsAnd
            ? Code.OfTruth(context => left(context) && right(context))
            : Code.OfTruth(context => left(context) || right(context));
    }

    private static Code OfComparison(Compare compare, Scope scope)
    {
        var (left, right) = (Compile(compare.Left, scope), Compile(compare.Right, scope));
        var relation = compare.Relation;
        if (compare.IsOfValues)
            return OfValues(relation, left, right);
        if (left.Constant is not null && right.Constant is null)
            (left, right, relation) = (right, left, Comparison.Turned(relation));
        if (relation == Relation.Equal && right.Constant is { } constants && constants.All(item => item.IsText))
            return OfMembership(left, constants);
        if (left.IsSingle && right.IsSingle && left.Nodes is null && right.Nodes is null)
            return OfSingles(relation, left, right);
        return Code.OfTruth(context => Any(context, relation, left, right));
    }

    /// <summary>eq and its like: nothing where one side is nothing, and an untyped value is a text.</summary>
    private static Code OfValues(Relation relation, Code left, Code right) =>
        Code.OfOne(
            ItemKind.Boolean,
            context =>
            {
                var (one, other) = (left.Atom(context), right.Atom(context));
                if (one.IsNone || other.IsNone)
                    return Item.None;
                if (one.Kind == ItemKind.Untyped)
                    one = Item.Of(one.AsText);
                if (other.Kind == ItemKind.Untyped)
                    other = Item.Of(other.AsText);
                return Item.Of(Comparison.Holds(relation, one, other));
            }
        );

    private static Code OfSingles(Relation relation, Code left, Code right) =>
        Code.OfTruth(context =>
        {
            var one = left.Atom(context);
            if (one.IsNone)
                return false;
            var other = right.Atom(context);
            return !other.IsNone && Comparison.Holds(relation, one, other);
        });

    /// <summary>One of constant texts.</summary>
    private static Code OfMembership(Code left, Item[] constants)
    {
        var texts = constants.Select(item => item.AsText).ToHashSet(StringComparer.Ordinal);
        var only = constants.Length == 1 ? constants[0].AsText : null;
        bool Contains(string text) => only is null ? texts.Contains(text) : text == only;
        if (constants.Length == 0)
            return Code.OfTruth(_ => false);
        if (left.Kind == ItemKind.Text && left.IsSingle)
            return Code.OfTruth(context =>
            {
                var item = left.Atom(context);
                return !item.IsNone && Contains(item.AsText);
            });
        if (left.Nodes is { } nodesOf)
            return Code.OfTruth(context =>
            {
                var nodes = context.RentNodes();
                nodesOf(context, nodes);
                var found = false;
                for (var at = 0; at < nodes.Count && !found; at++)
                    found = Contains(context.Tree.StringValue(nodes[at]));
                context.Return(nodes);
                return found;
            });
        var right = Code.OfConstant(constants);
        return Code.OfTruth(context => Any(context, Relation.Equal, left, right));
    }

    /// <summary>Whether any value of the one side stands so to any of the other.</summary>
    private static bool Any(Context context, Relation relation, Code left, Code right)
    {
        var (ones, others) = (context.RentItems(), context.RentItems());
        left.Atoms(context, ones);
        var found = false;
        if (ones.Count > 0)
        {
            right.Atoms(context, others);
            context.Spend(ones.Count * others.Count);
            for (var one = 0; one < ones.Count && !found; one++)
            for (var other = 0; other < others.Count && !found; other++)
                found = Comparison.Holds(relation, ones[one], others[other]);
        }
        context.Return(ones);
        context.Return(others);
        return found;
    }

    private static Code OfArithmetic(Arithmetic arithmetic, Scope scope)
    {
        var (left, right, operation) = (
            Compile(arithmetic.Left, scope),
            Compile(arithmetic.Right, scope),
            arithmetic.Operation
        );
        return Code.OfOne(
            KindOf(operation, left, right),
            context =>
            {
                var (one, other) = (left.Atom(context), right.Atom(context));
                return one.IsNone || other.IsNone
                    ? Item.None
                    : Numbers.Compute(operation, NumberOf(one), NumberOf(other));
            }
        );
    }

    private static Code OfNegative(Negative negative, Scope scope)
    {
        var operand = Compile(negative.Operand, scope);
        var code = Code.OfOne(
            operand.IsNumeric ? operand.Kind : ItemKind.Double,
            context => operand.Atom(context) is { IsNone: false } item ? Numbers.Negate(NumberOf(item)) : Item.None
        );
        return operand.Constant is null ? code : Evaluated(code);
    }

    private static ItemKind KindOf(Operation operation, Code left, Code right)
    {
        if (operation == Operation.WholeDivide)
            return ItemKind.Integer;
        if (!left.IsNumeric || !right.IsNumeric || left.Kind == ItemKind.Double || right.Kind == ItemKind.Double)
            return ItemKind.Double;
        var isWhole = left.Kind == ItemKind.Integer && right.Kind == ItemKind.Integer && operation != Operation.Divide;
        return isWhole ? ItemKind.Integer : ItemKind.Decimal;
    }

    private static Item NumberOf(Item item) =>
        item.IsNumber ? item
        : item.Kind == ItemKind.Untyped ? Casts.To(ItemKind.Double, item)
        : throw EvaluationException.Type($"{Casts.ToText(item)} is no number");
}
