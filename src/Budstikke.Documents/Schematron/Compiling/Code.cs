using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.Compiling;

internal delegate void Fill(Context context, ItemList into);

internal delegate void FillNodes(Context context, NodeList into);

/// <summary>
/// A compiled expression: what is known of its items, and a delegate for each use that is made of it, so that a test
/// for truth makes no list and a text no item.
/// </summary>
internal sealed class Code
{
    private Code(ItemKind kind, bool isSingle)
    {
        Kind = kind;
        IsSingle = isSingle;
    }

    /// <summary>What each of its items is.</summary>
    public ItemKind Kind { get; }

    /// <summary>At most one item, whatever the document.</summary>
    public bool IsSingle { get; }

    /// <summary>Its items where they are the same for every document, else null.</summary>
    public Item[]? Constant { get; private init; }

    /// <summary>The effective boolean value.</summary>
    public required Func<Context, bool> Truth { get; init; }

    /// <summary>The value of its only item, or none; more than one is an error.</summary>
    public required Func<Context, Item> Atom { get; init; }

    /// <summary>The values of its items.</summary>
    public required Fill Atoms { get; init; }

    /// <summary>Its items as they are.</summary>
    public required Fill Items { get; init; }

    /// <summary>Its nodes, in document order; null where it gives values.</summary>
    public FillNodes? Nodes { get; private init; }

    /// <summary>Its only item as a text, "" for none, as functions of texts take it.</summary>
    public required Func<Context, string> Text { get; init; }

    public bool IsNumeric => Kind is ItemKind.Integer or ItemKind.Decimal or ItemKind.Double;

    public static Code OfConstant(Item[] items)
    {
        var kind = items.Length == 0 ? ItemKind.Text : items[0].Kind;
        var one = items.Length == 1 ? items[0] : Item.None;
        var isTrue = items.Length == 1 && Casts.IsTrue(one);
        return new Code(items.All(item => item.Kind == kind) ? kind : ItemKind.Any, items.Length <= 1)
        {
            Constant = items,
            Truth = _ => items.Length > 1 ? throw EvaluationException.Truth() : isTrue,
            Atom = _ => items.Length > 1 ? throw TooMany() : one,
            Atoms = (_, into) => AddAll(items, into),
            Items = (_, into) => AddAll(items, into),
            Text = _ => items.Length > 1 ? throw TooMany() : TextOf(one),
        };
    }

    public static Code OfTruth(Func<Context, bool> truth) =>
        new(ItemKind.Boolean, isSingle: true)
        {
            Truth = truth,
            Atom = context => Item.Of(truth(context)),
            Atoms = (context, into) => into.Add(Item.Of(truth(context))),
            Items = (context, into) => into.Add(Item.Of(truth(context))),
            Text = _ => throw EvaluationException.Type("true and false are no text"),
        };

    public static Code OfText(Func<Context, string> text) =>
        new(ItemKind.Text, isSingle: true)
        {
            Truth = context => text(context).Length > 0,
            Atom = context => Item.Of(text(context)),
            Atoms = (context, into) => into.Add(Item.Of(text(context))),
            Items = (context, into) => into.Add(Item.Of(text(context))),
            Text = text,
        };

    /// <summary>One value or none.</summary>
    public static Code OfOne(ItemKind kind, Func<Context, Item> one)
    {
        void Fill(Context context, ItemList into)
        {
            var item = one(context);
            if (!item.IsNone)
                into.Add(item);
        }
        return new(kind, isSingle: true)
        {
            Truth = context => Casts.IsTrue(one(context)),
            Atom = one,
            Atoms = Fill,
            Items = Fill,
            Text = context => TextOf(one(context)),
        };
    }

    public static Code OfNodes(bool isSingle, FillNodes fill, Func<Context, bool>? truth = null)
    {
        bool Any(Context context)
        {
            var nodes = context.RentNodes();
            fill(context, nodes);
            var any = nodes.Count > 0;
            context.Return(nodes);
            return any;
        }
        string? Only(Context context)
        {
            var nodes = context.RentNodes();
            fill(context, nodes);
            if (nodes.Count > 1)
                throw TooMany();
            var text = nodes.Count == 0 ? null : context.Tree.StringValue(nodes[0]);
            context.Return(nodes);
            return text;
        }
        void Each(Context context, ItemList into, bool asValues)
        {
            var nodes = context.RentNodes();
            fill(context, nodes);
            foreach (var node in nodes.Span)
                into.Add(asValues ? Item.Untyped(context.Tree.StringValue(node)) : Item.Node(node));
            context.Return(nodes);
        }
        return new(ItemKind.Node, isSingle)
        {
            Truth = truth ?? Any,
            Atom = context => Only(context) is { } text ? Item.Untyped(text) : Item.None,
            Atoms = (context, into) => Each(context, into, asValues: true),
            Items = (context, into) => Each(context, into, asValues: false),
            Nodes = fill,
            Text = context => Only(context) ?? "",
        };
    }

    /// <summary>The context item, which is a node everywhere but in a predicate over values.</summary>
    public static Code OfNodesOrValue() =>
        new(ItemKind.Node, isSingle: true)
        {
            Truth = context => !context.IsValue || Casts.IsTrue(context.Value),
            Atom = context => Atomized(context, context.ContextItem),
            Atoms = (context, into) => into.Add(Atomized(context, context.ContextItem)),
            Items = (context, into) => into.Add(context.ContextItem),
            Nodes = (context, into) => into.Add(context.ContextNode),
            Text = context => context.IsValue ? TextOf(context.Value) : context.Tree.StringValue(context.Node),
        };

    /// <summary>Any number of items.</summary>
    public static Code OfMany(ItemKind kind, Fill fill)
    {
        Item Only(Context context)
        {
            var items = context.RentItems();
            fill(context, items);
            if (items.Count > 1)
                throw TooMany();
            var one = items.Count == 0 ? Item.None : Atomized(context, items[0]);
            context.Return(items);
            return one;
        }
        return new(kind, isSingle: false)
        {
            Truth = context =>
            {
                var items = context.RentItems();
                fill(context, items);
                var isTrue = IsTrue(items.Span);
                context.Return(items);
                return isTrue;
            },
            Atom = Only,
            Atoms = (context, into) =>
            {
                var from = into.Count;
                fill(context, into);
                for (var at = from; at < into.Count; at++)
                    if (into[at].Kind == ItemKind.Node)
                        into.Put(at, Atomized(context, into[at]));
            },
            Items = fill,
            Text = context => TextOf(Only(context)),
        };
    }

    public static Item Atomized(Context context, Item item) =>
        item.Kind == ItemKind.Node ? Item.Untyped(context.Tree.StringValue(item.AsNode)) : item;

    public static bool IsTrue(ReadOnlySpan<Item> items)
    {
        if (items.Length == 0)
            return false;
        if (items[0].Kind == ItemKind.Node)
            return true;
        return items.Length == 1 ? Casts.IsTrue(items[0]) : throw EvaluationException.Truth();
    }

    public static EvaluationException TooMany() => EvaluationException.Type("there are several where one is allowed");

    private static string TextOf(Item item) =>
        item.IsNone ? ""
        : item.IsText ? item.AsText
        : throw EvaluationException.Type($"{Casts.ToText(item)} is no text");

    private static void AddAll(Item[] items, ItemList into)
    {
        foreach (var item in items)
            into.Add(item);
    }
}
