using Budstikke.Documents.Schematron.Compiling;
using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.Rules;

/// <summary>One assert or report.</summary>
internal sealed record Assertion(
    int Number,
    string Id,
    string Flag,
    string Text,
    bool IsReport,
    Func<Context, bool> Truth,
    LookedAt LooksAt
);

/// <summary>A rule: what it is about, and what must hold there.</summary>
internal sealed record CompiledRule(
    int Pattern,
    int Number,
    ContextPattern[] Contexts,
    Assertion[] Assertions,
    int FrameSize
);

/// <summary>An assertion that failed at a node; with an error where it could not be evaluated.</summary>
internal readonly record struct Failure(CompiledRule Rule, Assertion Assertion, int Node, string? Error, string? Value);

/// <summary>
/// A compiled rule file. Each node goes to the rules that speak of its name; in each pattern the first that matches is
/// applied, and no other.
/// </summary>
internal sealed class CompiledRules
{
    private readonly Shared _shared;
    private readonly int _frameSize;
    private Candidate[][] _byName = [];
    private Candidate[] _ofAny = [];

    public CompiledRules(string name, string? version, CompiledRule[] rules, Shared shared)
    {
        Name = name;
        Version = version;
        Rules = rules;
        _shared = shared;
        _frameSize = rules.Select(rule => rule.FrameSize).DefaultIfEmpty().Max();
    }

    public string Name { get; }
    public string? Version { get; }
    public CompiledRule[] Rules { get; }

    /// <summary>Once all files of a set are compiled and all names known: which rules a name's nodes go to.</summary>
    public void Dispatch(int names)
    {
        var candidates = Rules
            .SelectMany(rule => rule.Contexts.Select(context => new Candidate(rule, context)))
            .OrderBy(candidate => candidate.Rule.Number)
            .ToArray();
        _ofAny = [.. candidates.Where(candidate => candidate.Context.Name == PathStep.AnyName)];
        _byName =
        [
            .. Enumerable
                .Range(0, names)
                .Select(name =>
                    candidates.Where(one => one.Context.Name == name || one.Context.Name == PathStep.AnyName).ToArray()
                ),
        ];
    }

    public List<Failure> Check(Tree tree, CancellationToken stopping)
    {
        var context = new Context(tree, _shared.GlobalCount, _shared.MemoCount, stopping);
        var frame = _frameSize == 0 ? [] : new Slot[_frameSize];
        var failures = new List<Failure>();
        for (var node = 1; node < tree.Count; node++)
        {
            var name = tree[node].Name;
            if (name < 0)
                continue;
            var pattern = -1;
            foreach (var candidate in name < _byName.Length ? _byName[name] : _ofAny)
            {
                if (candidate.Rule.Pattern == pattern)
                    continue;
                context.Frame = frame;
                if (!Matches(context, candidate.Context, node))
                    continue;
                pattern = candidate.Rule.Pattern;
                Apply(context, candidate.Rule, node, failures);
            }
        }
        return failures;
    }

    /// <summary>An error in a rule's context means that it does not match (XSLT 2.0 § 5.5.4).</summary>
    private static bool Matches(Context context, ContextPattern pattern, int node)
    {
        try
        {
            return pattern.Matches(context, node);
        }
        catch (EvaluationException)
        {
            return false;
        }
    }

    private static void Apply(Context context, CompiledRule rule, int node, List<Failure> failures)
    {
        context.RuleNode = node;
        Array.Clear(context.Frame);
        context.Spend(rule.Assertions.Length);
        foreach (var assertion in rule.Assertions)
        {
            context.At(node);
            try
            {
                if (assertion.Truth(context) == assertion.IsReport)
                    failures.Add(new(rule, assertion, node, null, assertion.LooksAt.In(context, node)));
            }
            catch (EvaluationException e)
            {
                failures.Add(new(rule, assertion, node, e.Message, assertion.LooksAt.In(context, node)));
            }
        }
    }

    private sealed record Candidate(CompiledRule Rule, ContextPattern Context);
}
