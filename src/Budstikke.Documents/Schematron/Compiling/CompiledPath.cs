using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

/// <summary>A path's steps from its start. A document without one of the path's names is done with at once.</summary>
internal sealed class CompiledPath(FillNodes? start, PathStep[] steps)
{
    private readonly int[] _needed = [.. steps.Select(step => step.Name).Where(name => name >= 0).Distinct().Reverse()];

    /// <summary>From the context, by children, attributes and parents alone.</summary>
    public bool IsPlain => start is null && steps.All(step => step.IsPlain);

    public void Fill(Context context, NodeList into)
    {
        if (!HasAll(context.Tree))
            return;
        var from = into.Count;
        if (start is null && steps.Length == 1)
        {
            steps[0].Fill(context, context.ContextNode, into);
            into.Order(from);
            return;
        }
        var nodes = context.RentNodes();
        if (start is null)
            nodes.Add(context.ContextNode);
        else
            start(context, nodes);
        for (var at = 0; at < steps.Length && nodes.Count > 0; at++)
        {
            var isLast = at == steps.Length - 1;
            var next = isLast ? into : context.RentNodes();
            var begin = next.Count;
            for (var node = 0; node < nodes.Count; node++)
                steps[at].Fill(context, nodes[node], next);
            next.Order(begin);
            context.Return(nodes);
            nodes = next;
            if (isLast)
                return;
        }
        context.Return(nodes);
    }

    /// <summary>Whether there is any; for plain paths, without a list.</summary>
    public bool Exists(Context context) => HasAll(context.Tree) && Exists(context.Tree, context.ContextNode, 0);

    private bool Exists(Tree tree, int node, int step)
    {
        if (step == steps.Length)
            return true;
        switch (steps[step].Axis)
        {
            case Axis.Parent:
                return node != 0
                    && (steps[step].Name < 0 || tree[tree[node].Parent].Name == steps[step].Name)
                    && Exists(tree, tree[node].Parent, step + 1);
            case Axis.Attribute:
                if (tree[node].Kind == NodeKind.Element)
                    for (var at = node + 1; at < tree.Count && tree[at].Kind == NodeKind.Attribute; at++)
                        if (tree[at].Name == steps[step].Name)
                            return Exists(tree, at, step + 1);
                return false;
            default:
                for (var at = tree[node].FirstChild; at != 0; at = tree[at].Next)
                    if (IsNamed(tree, at, steps[step].Name) && Exists(tree, at, step + 1))
                        return true;
                return false;
        }
    }

    private static bool IsNamed(Tree tree, int node, int name) =>
        name < 0 ? tree[node].Kind == NodeKind.Element : tree[node].Name == name;

    private bool HasAll(Tree tree)
    {
        foreach (var name in _needed)
            if (!tree.Has(name))
                return false;
        return true;
    }
}
