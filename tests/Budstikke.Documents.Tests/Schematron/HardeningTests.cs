using System.Text;
using Budstikke.Documents.Schematron;

namespace Budstikke.Documents.Tests.Schematron;

/// <summary>Documents that are meant to cost: refused within the limits that are named, and never a crash.</summary>
public sealed class HardeningTests
{
    private static readonly Validator s_validator = RuleFileTests.Compile(RuleFileTests.Asserting("not(//*[q = 'x'])"));

    [Theory]
    [InlineData("<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><r>&b;</r>")]
    [InlineData("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>")]
    [InlineData("<r>&unknown;</r>")]
    [InlineData("<r><a></r>")]
    [InlineData("no XML")]
    [InlineData("")]
    public void What_has_a_document_type_or_is_no_XML_is_invalid_with_its_line(string text)
    {
        var verdict = s_validator.Check(Encoding.UTF8.GetBytes(text));

        verdict.Outcome.ShouldBe(Outcome.Invalid);
        verdict.Findings.ShouldHaveSingleItem().RuleSet.ShouldBe("XML");
    }

    [Fact]
    public void Depth_is_limited() =>
        ShouldBeRefused(
            string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000)),
            "deeper than 200"
        );

    [Fact]
    public void The_number_of_nodes_is_limited() =>
        ShouldBeRefused("<r>" + string.Concat(Enumerable.Repeat("<a/>", 2_000_001)) + "</r>", "more than 2000000");

    [Fact]
    public void Size_is_limited() =>
        s_validator.Check(new byte[100 * 1024 * 1024]).Outcome.ShouldBe(Outcome.CouldNotCheck);

    [Fact]
    public void A_million_attributes_are_read_or_refused_and_no_more()
    {
        var text = new StringBuilder("<a");
        for (var at = 0; at < 1_000_000; at++)
            text.Append(" x").Append(at).Append("=''");

        s_validator.Check(Encoding.UTF8.GetBytes(text.Append("/>").ToString())).Outcome.ShouldBe(Outcome.Valid);
    }

    [Fact]
    public void A_check_that_is_stopped_says_so()
    {
        var many = "<r><a>" + string.Concat(Enumerable.Repeat("<b>1</b>", 20_000)) + "</a></r>";
        var slow = RuleFileTests.Compile(RuleFileTests.Asserting("every $x in b satisfies count(//b[. = $x]) &gt; 0"));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        var verdict = slow.Check(Encoding.UTF8.GetBytes(many), stopping: stopped.Token);

        verdict.Outcome.ShouldBe(Outcome.CouldNotCheck);
        verdict.Reason.ShouldBe("it took too long");
    }

    private static void ShouldBeRefused(string text, string reason)
    {
        var verdict = s_validator.Check(Encoding.UTF8.GetBytes(text));

        verdict.Outcome.ShouldBe(Outcome.CouldNotCheck);
        verdict.Reason!.ShouldContain(reason);
    }
}
