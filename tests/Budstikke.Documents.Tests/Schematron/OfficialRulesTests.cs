using System.Text;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Schematron;
using Budstikke.Documents.Tests.Rules;
using Budstikke.Documents.Tests.Ubl;
using Budstikke.Documents.Ubl;
using Budstikke.Support;
using Xunit.Abstractions;

namespace Budstikke.Documents.Tests.Schematron;

/// <summary>A part of what `rules` of the bench compares at length.</summary>
public sealed class OfficialRulesTests(ITestOutputHelper console)
{
    private const int SomeMutants = 100;
    private const int OwnMutants = 1000;
    private const int LeastAgreed = 20;

    [NeedsPeppolRules]
    public async Task Every_example_fires_what_the_official_engine_says()
    {
        foreach (var example in RuleFolder.Examples())
            (await Comparison.Differences(RuleFolder.Validator, example)).ShouldBeEmpty();
    }

    [NeedsPeppolRules]
    public async Task Mutants_fire_what_the_official_engine_says()
    {
        var seed = Random.Shared.Next();
        console.WriteLine($"seed {seed}");
        var random = new Random(seed);
        byte[][] documents = [.. RuleFolder.Examples(), .. Samples.All.Values.Select(sample => sample.Written)];
        for (var compared = 0; compared < SomeMutants; )
        {
            var mutant = Mutants.Of(
                documents[random.Next(documents.Length)],
                documents[random.Next(documents.Length)],
                random
            );
            var differences = await Comparison.Differences(RuleFolder.Validator, mutant);
            differences?.ShouldBeEmpty(Encoding.UTF8.GetString(mutant));
            compared += differences is null ? 0 : 1;
        }
    }

    /// <summary>Where the official rule may fire and ours of the same id keep silent, and why.</summary>
    private static readonly Dictionary<string, string> s_silent = new()
    {
        ["BR-CL-14"] = "Ours asks for two capital letters, of the place of delivery alone: the list changes each year.",
        ["BR-CO-13"] = "Ours reckons with the parts; where the stated sums differ from these, BR-CO-10 to 12 say so.",
        ["BR-CO-15"] = "Two VAT totals in one currency; ours has one, and the other only in another currency.",
        ["BR-S-01"] = "A breakdown with no taxable amount, which our model does not tell from one that is absent.",
        ["NO-R-001"] = "An organisation number that the reader cannot parse stands as that of a seller abroad.",
    };

    [NeedsPeppolRules]
    public void Where_an_official_rule_fires_that_our_own_rules_have_ours_fires_too()
    {
        var random = new Random(1);
        var shared = RuleCases.All.Values.Where(one => one.NotOfficial is null).Select(one => one.Id).ToHashSet();
        shared.ExceptWith(s_silent.Keys);
        byte[][] documents =
        [
            .. Samples.All.Values.Select(sample => sample.Written),
            .. RuleCases.All.Values.Select(one => UblWriter.ToArray(one.Broken)),
        ];
        var agreed = new HashSet<string>();
        for (var at = 0; at < OwnMutants; at++)
        {
            var document = documents[at % documents.Length];
            var other = documents[random.Next(documents.Length)];
            if (Reread(at < documents.Length ? document : Mutants.Of(document, other, random)) is not { } own)
                continue;
            var written = UblWriter.ToArray(own);
            var fired = RuleFolder.Validator.Check(written, own.Buyer.Endpoint is not null).Findings;
            if (fired.Any(Comparison.IsError))
                continue;
            var expected = fired.Select(finding => finding.RuleId).Where(shared.Contains).ToHashSet();
            expected
                .Except(InvoiceRules.Check(own).Select(one => one.RuleId))
                .ShouldBeEmpty(Encoding.UTF8.GetString(written));
            agreed.UnionWith(expected);
        }
        agreed.Count.ShouldBeGreaterThan(LeastAgreed);
    }

    [NeedsPeppolRules]
    public void A_document_that_never_travels_over_Peppol_is_asked_by_the_set_of_CEN_alone()
    {
        var document = Samples.All["private"].Written;

        RuleFolder.Validator.Check(document, travelsOverPeppol: false).Outcome.ShouldBe(Outcome.Valid);
        RuleFolder.Validator.Check(document).Findings.ShouldContain(finding => finding.RuleId == "PEPPOL-EN16931-R010");
    }

    [NeedsPeppolRules]
    public void A_break_of_the_schema_ends_the_check_with_its_line()
    {
        var text = Encoding.UTF8.GetString(Samples.All["simple"].Written).Replace("2026-11-22", "in November");

        var verdict = RuleFolder.Validator.Check(Encoding.UTF8.GetBytes(text));

        verdict.Outcome.ShouldBe(Outcome.Invalid);
        verdict.Findings.ShouldAllBe(finding => finding.RuleSet == "XSD" && finding.Line > 1);
    }

    [NeedsPeppolRules]
    public void The_versions_of_the_rule_files_are_read() =>
        RuleFolder.Validator.RuleSets.ShouldAllBe(set => set.Version != null && set.Sha256.Length == 64);

    /// <summary>As the model has it; null where the reader cannot make anything of it.</summary>
    private static Invoices.Invoice? Reread(byte[] document)
    {
        try
        {
            return UblReader.Read(document);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }
}
