using Budstikke.Documents.Schematron;
using Budstikke.Documents.Tests.Ubl;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Schematron;

public sealed class ReadmeSampleTests
{
    [NeedsPeppolRules]
    public void The_sample_of_the_package_finds_what_a_document_breaks()
    {
        var wrong = Parts.Simple with { Totals = Parts.Simple.Totals with { AmountDue = 1 } };

        var verdict = Sample(PeppolFolder.PathOf(), Budstikke.Documents.Ubl.UblWriter.ToArray(wrong));

        verdict.Findings.ShouldContain(finding => finding.RuleId == "BR-CO-16" && finding.Value!.Contains("1.00"));
    }

    [Fact]
    public void The_README_shows_the_sample_as_it_is_run()
    {
        var source = File.ReadAllText(
            RepositoryFolder.PathOf("tests", "Budstikke.Documents.Tests", "Schematron", "ReadmeSampleTests.cs")
        );
        var readme = File.ReadAllText(RepositoryFolder.PathOf("src", "Budstikke.Documents", "README.md"));
        var page = readme[readme.IndexOf("## The official rules", StringComparison.Ordinal)..];

        Between(page, "```csharp\n", "```\n")
            .ShouldBe(Between(source, "// csharpier-ignore-start\n", "// csharpier-ignore-end\n"));
    }

    private static Verdict Sample(string folder, byte[] ehf)
    {
        // csharpier-ignore-start
        var files = Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".sch" or ".xsd")
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes);
        var validator = Validator.Compile(files); // Once. What it does not know is an exception with file and line.
        var verdict = validator.Check(ehf);       // The schema first, then every rule.
        foreach (var finding in verdict.Findings)
            Console.WriteLine($"{finding.RuleId} ({finding.Severity}), line {finding.Line}: {finding.Text}"
                + $" It has {finding.Value}, at {finding.Location}.");
        // csharpier-ignore-end
        return verdict;
    }

    /// <summary>Line by line, however far it is indented.</summary>
    private static string[] Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return
        [
            .. text[from..text.IndexOf(end, from, StringComparison.Ordinal)].Split('\n').Select(line => line.Trim()),
        ];
    }
}
