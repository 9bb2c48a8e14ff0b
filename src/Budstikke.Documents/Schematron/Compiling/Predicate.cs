using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>What stands in [ ]: a test of each item, or the place of one.</summary>
internal sealed class Predicate
{
    private readonly Func<Context, bool>? _truth;
    private readonly Code? _number;
    private readonly int _place;

    private Predicate(Func<Context, bool>? truth, Code? number, int place)
    {
        _truth = truth;
        _number = number;
        _place = place;
    }

    public bool IsPlace => _place > 0;

    public bool IsTruth => _truth is not null;

    public static Predicate Compile(Expression expression, Scope scope)
    {
        var code = Compiler.Compile(expression, scope);
        if (code.Constant is [{ Kind: ItemKind.Integer } place])
            return new(null, null, (int)Math.Clamp(place.AsDecimal, 1, int.MaxValue));
        if (code.IsNumeric)
            return new(null, code, 0);
        return code.Kind == ItemKind.Any
            ? throw Compiler.Unknown($"a predicate that may be a place or a test ({expression.Text})")
            : new(code.Truth, null, 0);
    }

    public bool Holds(Context context)
    {
        if (_truth is not null)
            return _truth(context);
        if (_number is null)
            return context.Position == _place;
        var number = _number.Atom(context);
        return !number.IsNone && Numbers.ToDouble(number) == context.Position;
    }

    /// <summary>Leaves those nodes, from a place in the list on, for which it holds.</summary>
    public void Keep(Context context, NodeList nodes, int from)
    {
        var size = nodes.Count - from;
        if (size == 0)
            return;
        context.Spend(size);
        var focus = context.Save();
        var kept = from;
        for (var at = 0; at < size; at++)
        {
            var node = nodes[from + at];
            (context.Node, context.IsValue, context.Position, context.Size) = (node, false, at + 1, size);
            if (Holds(context))
                nodes.Put(kept++, node);
        }
        context.Restore(focus);
        nodes.CutTo(kept);
    }

    public void Keep(Context context, ItemList items)
    {
        var focus = context.Save();
        var (size, kept) = (items.Count, 0);
        context.Spend(size);
        for (var at = 0; at < size; at++)
        {
            var item = items[at];
            context.IsValue = item.Kind != ItemKind.Node;
            (context.Node, context.Value, context.Position, context.Size) = (item.AsNode, item, at + 1, size);
            if (Holds(context))
                items.Put(kept++, item);
        }
        context.Restore(focus);
        items.CutTo(kept);
    }
}
