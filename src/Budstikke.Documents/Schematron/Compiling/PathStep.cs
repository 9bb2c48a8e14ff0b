using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>One step of a compiled path: from a node to those that an axis and a name say.</summary>
internal sealed class PathStep
{
    public const int AnyName = -1;

    private readonly Action<Context, int, NodeList> _fill;
    private readonly Predicate[] _predicates;

    private PathStep(Axis? axis, int name, Action<Context, int, NodeList> fill, Predicate[] predicates)
    {
        Axis = axis;
        Name = name;
        _fill = fill;
        _predicates = predicates;
    }

    /// <summary>Null where the step is an expression of its own.</summary>
    public Axis? Axis { get; }

    /// <summary>The name that must be in the document for the step to find anything.</summary>
    public int Name { get; }

    public bool IsPlain =>
        Axis is XPath.Axis.Child or XPath.Axis.Attribute or XPath.Axis.Parent && _predicates.Length == 0;

    public bool IsSingle => Axis is XPath.Axis.Parent or XPath.Axis.Attribute or XPath.Axis.Self;

    public static PathStep Of(FillNodes nodes) =>
        new(
            null,
            AnyName,
            (context, node, into) =>
            {
                var focus = context.Save();
                context.At(node);
                nodes(context, into);
                context.Restore(focus);
            },
            []
        );

    public static PathStep Of(Axis axis, int name, Predicate[] predicates) =>
        new(
            axis,
            name,
            axis switch
            {
                XPath.Axis.Child => (context, node, into) => Children(context.Tree, node, name, into),
                XPath.Axis.Attribute => (context, node, into) => Attribute(context.Tree, node, name, into),
                XPath.Axis.Text => (context, node, into) => Texts(context.Tree, node, into),
                XPath.Axis.Self => (context, node, into) => Self(context.Tree, node, name, into),
                XPath.Axis.Parent => (context, node, into) => Parent(context.Tree, node, name, into),
                XPath.Axis.Ancestor => (context, node, into) => Ancestors(context.Tree, node, name, into),
                XPath.Axis.Descendant when name == AnyName => (context, node, into) =>
                    Descendants(context.Tree, node, into),
                XPath.Axis.Descendant or XPath.Axis.DescendantOrSelf when name != AnyName => (context, node, into) =>
                    Below(context.Tree, node, name, into),
                XPath.Axis.Preceding when name != AnyName => (context, node, into) =>
                    Preceding(context, node, name, into),
                XPath.Axis.PrecedingSibling => (context, node, into) =>
                    PrecedingSiblings(context.Tree, node, name, into),
                XPath.Axis.FollowingSibling => (context, node, into) =>
                    FollowingSiblings(context.Tree, node, name, into),
                _ => throw Compiler.Unknown($"the axis {axis} without a name"),
            },
            predicates
        );

    public void Fill(Context context, int node, NodeList into)
    {
        var from = into.Count;
        _fill(context, node, into);
        context.Spend(into.Count - from);
        foreach (var predicate in _predicates)
            predicate.Keep(context, into, from);
    }

    private static bool Is(Tree tree, int node, int name) =>
        name == AnyName ? tree[node].Kind == NodeKind.Element : tree[node].Name == name;

    private static void Children(Tree tree, int node, int name, NodeList into)
    {
        for (var at = tree[node].FirstChild; at != 0; at = tree[at].Next)
            if (Is(tree, at, name))
                into.Add(at);
    }

    private static void Texts(Tree tree, int node, NodeList into)
    {
        for (var at = tree[node].FirstChild; at != 0; at = tree[at].Next)
            if (tree[at].Kind == NodeKind.Text)
                into.Add(at);
    }

    private static void Attribute(Tree tree, int node, int name, NodeList into)
    {
        if (tree[node].Kind != NodeKind.Element)
            return;
        for (var at = node + 1; at < tree.Count && tree[at].Kind == NodeKind.Attribute; at++)
            if (tree[at].Name == name)
                into.Add(at);
    }

    private static void Self(Tree tree, int node, int name, NodeList into)
    {
        if (Is(tree, node, name))
            into.Add(node);
    }

    private static void Parent(Tree tree, int node, int name, NodeList into)
    {
        if (node != 0 && (name == AnyName || tree[tree[node].Parent].Name == name))
            into.Add(tree[node].Parent);
    }

    private static void Ancestors(Tree tree, int node, int name, NodeList into)
    {
        for (var at = node; at != 0; )
        {
            at = tree[at].Parent;
            if (Is(tree, at, name))
                into.Add(at);
        }
    }

    private static void Descendants(Tree tree, int node, NodeList into)
    {
        for (var at = node + 1; at < tree[node].End; at++)
            if (tree[at].Kind == NodeKind.Element)
                into.Add(at);
    }

    private static void Below(Tree tree, int node, int name, NodeList into)
    {
        var named = tree.Named(name);
        if (node == 0)
        {
            into.Add(named);
            return;
        }
        var first = named.BinarySearch(node + 1);
        first = first < 0 ? ~first : first;
        for (var at = first; at < named.Length && named[at] < tree[node].End; at++)
            into.Add(named[at]);
    }

    private static void Preceding(Context context, int node, int name, NodeList into)
    {
        foreach (var at in context.Tree.Named(name))
        {
            if (at >= node)
                break;
            if (context.Tree[at].End <= node)
                into.Add(at);
        }
    }

    private static void PrecedingSiblings(Tree tree, int node, int name, NodeList into)
    {
        if (node == 0 || tree[node].Kind == NodeKind.Attribute)
            return;
        for (var at = tree[tree[node].Parent].FirstChild; at != node; at = tree[at].Next)
            if (Is(tree, at, name))
                into.Add(at);
    }

    private static void FollowingSiblings(Tree tree, int node, int name, NodeList into)
    {
        if (tree[node].Kind == NodeKind.Attribute)
            return;
        for (var at = tree[node].Next; at != 0; at = tree[at].Next)
            if (Is(tree, at, name))
                into.Add(at);
    }
}
