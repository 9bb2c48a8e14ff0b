using System.Text.RegularExpressions;
using Budstikke.Documents.Schematron;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Schematron;

/// <summary>Whether our check says of a document what the official engine says.</summary>
internal static partial class Comparison
{
    /// <summary>What the two say differently; null where the schema refuses the document already.</summary>
    public static async Task<IReadOnlyList<string>?> Differences(Validator validator, byte[] document)
    {
        var ours = validator.Check(document);
        if (ours.Findings is [{ RuleSet: "XSD" or "XML" }, ..])
            return null;
        var theirs = await PeppolRules.CheckRules(document);
        if (theirs is [{ Id: "ENGINE" }])
            return ours.Findings.Any(IsError) ? [] : [$"the engine gave up: {theirs[0].Text}"];
        var expected = theirs
            .Select(rule => $"{rule.Set} {rule.Id} {FlagOf(rule)} {Plain(rule.Location)}".ToLowerInvariant())
            .ToList();
        var found = ours.Findings.Select(one =>
            $"{one.RuleSet} {one.RuleId} {FlagOf(one)} {Plain(one.Location)}".ToLowerInvariant()
        );
        var only = new List<string>();
        foreach (var finding in found)
            if (!expected.Remove(finding))
                only.Add("ours alone: " + finding);
        return [.. only, .. expected.Select(finding => "theirs alone: " + finding)];
    }

    public static bool IsError(Finding finding) =>
        finding.Text.Contains("(It could not be evaluated: ", StringComparison.Ordinal);

    private static string FlagOf(Finding finding) => IsError(finding) ? "error" : $"{finding.Severity}";

    private static string FlagOf(FiredRule rule) => rule.IsFatal ? "fatal" : "warning";

    /// <summary>A path without namespaces and prefixes, as both write it.</summary>
    private static string Plain(string location) =>
        Prefix().Replace(Namespace().Replace(location, ""), "/").ToLowerInvariant();

    [GeneratedRegex(@"\[namespace-uri\(\)='[^']*'\]", RegexOptions.None, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"/(\*|[A-Za-z0-9_-]+):", RegexOptions.None, 1000)]
    private static partial Regex Prefix();
}
