using System.Text;
using Budstikke.Documents.Schematron;

namespace Budstikke.Documents.Tests.Schematron;

/// <summary>Rule files of our own: what is known of the language, and that nothing else is passed over.</summary>
public sealed class RuleFileTests
{
    [Fact]
    public void The_first_matching_rule_of_a_pattern_is_applied_and_no_other()
    {
        var verdict = Check(
            """
            <pattern>
              <rule context="a[@x = '1']"><assert id="first" flag="fatal" test="false()">1</assert></rule>
              <rule context="a"><assert id="second" flag="warning" test="false()">2</assert></rule>
            </pattern>
            <pattern>
              <rule context="//a"><report id="third" flag="warning" test="@x">3</report></rule>
            </pattern>
            """,
            "<r>\n <a x='1'/><a/></r>"
        );

        verdict
            .Findings.Select(one => $"{one.RuleId} {one.Severity} {one.Location} {one.Line}:{one.Column}")
            .ShouldBe(["first Fatal /r[1]/a[1] 2:3", "second Warning /r[1]/a[2] 2:13", "third Warning /r[1]/a[1] 2:3"]);
        verdict.Outcome.ShouldBe(Outcome.Invalid);
    }

    [Fact]
    public void The_value_that_was_looked_at_is_shown()
    {
        var finding = Check(Asserting("xs:decimal(b) = 1 or @x"), "<r><a><b>2</b></a></r>")
            .Findings.ShouldHaveSingleItem();

        finding.Value.ShouldBe("b = \"2\"");
    }

    [Fact]
    public void An_error_in_a_context_is_no_match_and_one_in_a_test_is_invalid()
    {
        Check(Rule("a[xs:decimal(b) = 1]", "false()"), "<r><a><b>x</b></a></r>").Outcome.ShouldBe(Outcome.Valid);

        var error = Check(Asserting("xs:decimal(b) = 1", "warning"), "<r><a><b>x</b></a></r>");
        error.Outcome.ShouldBe(Outcome.Invalid);
        error.Findings.ShouldHaveSingleItem().Text.ShouldContain("\"x\" is no decimal number");
    }

    [Fact]
    public void A_variable_is_evaluated_when_it_is_asked_for_and_only_then()
    {
        const string let = "<let name='n' value='xs:integer(/r/a/b)'/>";

        Check(let + Asserting("not(b = 'x') or true() or $n = 1"), "<r><a><b>x</b></a></r>")
            .Outcome.ShouldBe(Outcome.Valid);
        Check(let + Asserting("$n = 1"), "<r><a><b>x</b></a></r>").Outcome.ShouldBe(Outcome.Invalid);
        Check(let + Asserting("$n = 7"), "<r><a><b>7</b></a></r>").Outcome.ShouldBe(Outcome.Valid);
    }

    [Theory]
    [InlineData("frobnicate(b)", "the function frobnicate with 1 arguments is not known")]
    [InlineData("following::b", "the axis following is not known")]
    [InlineData("$nothing = 1", "the variable $nothing is not known")]
    [InlineData("q:b", "the prefix q is not declared")]
    [InlineData("b treat as x", "'treat' is not known here")]
    [InlineData("b = ", "the expression ends too early")]
    [InlineData("matches(b, c)", "a pattern that depends on the document is not known")]
    [InlineData("matches(b, '(?=x)')", "(? is not known in the pattern")]
    [InlineData("matches(b, '\\p{L}')", "\\p is not known in a pattern")]
    [InlineData("b[node()]", "the function node with 0 arguments is not known")]
    [InlineData("b castable as xs:time", "the type xs:time is not known")]
    public void What_the_compiler_does_not_know_is_refused_with_file_and_line(string test, string reason)
    {
        var refused = Should.Throw<RuleFilesException>(() => Compile(Asserting(test)));

        refused.Message.ShouldContain(reason);
        (refused.File, refused.Line).ShouldBe(("sch/own.sch", 4));
    }

    [Theory]
    [InlineData("<pattern><rule context='a'><extends rule='x'/></rule></pattern>")]
    [InlineData(
        "<pattern><rule context='a'><assert id='x' test='b'>It is <value-of select='b'/>.</assert></rule></pattern>"
    )]
    [InlineData("<include href='other.sch'/>")]
    [InlineData("<pattern abstract='true'/>")]
    [InlineData("<pattern><rule context='a[1]'><assert id='x' test='b'>x</assert></rule></pattern>")]
    [InlineData("<pattern><rule context='a//b'><assert id='x' test='b'>x</assert></rule></pattern>")]
    [InlineData("<pattern><rule context='a'><assert id='x' flag='odd' test='b'>x</assert></rule></pattern>")]
    public void Elements_that_are_not_known_are_refused_too(string content) =>
        Should.Throw<RuleFilesException>(() => Compile(content)).Line.ShouldBeGreaterThan(0);

    [Fact]
    public void A_folder_without_a_rule_file_is_refused() =>
        Should.Throw<RuleFilesException>(() => Validator.Compile(new Dictionary<string, byte[]>()));

    [Fact]
    public void A_function_that_calls_itself_too_deep_ends_the_check()
    {
        const string down = """
            <function xmlns="http://www.w3.org/1999/XSL/Transform" name="u:down" as="xs:integer">
              <param name="n" as="xs:integer"/>
              <sequence select="if ($n = 0) then 0 else u:down($n - 1)"/>
            </function>
            """;

        Check(down + Asserting("u:down(xs:integer(b)) = 0"), "<r><a><b>900</b></a></r>")
            .Outcome.ShouldBe(Outcome.Valid);
        var deep = Check(down + Asserting("u:down(xs:integer(b)) = 0"), "<r><a><b>1100</b></a></r>");
        deep.Outcome.ShouldBe(Outcome.CouldNotCheck);
        deep.Reason.ShouldBe("the function u:down calls itself deeper than 1000");
    }

    [Fact]
    public void All_threads_may_check_at_once()
    {
        var validator = Compile(Asserting("sum(b/xs:decimal(.)) = count(b)"));

        Parallel.For(
            0,
            200,
            number =>
            {
                var ones = string.Concat(Enumerable.Repeat("<b>1</b>", number));
                validator.Check(Bytes($"<r><a>{ones}</a></r>")).Outcome.ShouldBe(Outcome.Valid);
                validator.Check(Bytes($"<r><a>{ones}<b>2</b></a></r>")).Outcome.ShouldBe(Outcome.Invalid);
            }
        );
    }

    internal static Verdict Check(string content, string document) => Compile(content).Check(Bytes(document));

    internal static Validator Compile(string content)
    {
        var file = $"""
            <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
            <ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/><ns prefix="u" uri="utils"/>
            {content}
            </schema>
            """;
        return Validator.Compile(new Dictionary<string, byte[]> { ["sch/own.sch"] = Bytes(file) });
    }

    internal static string Asserting(string test, string flag = "fatal") => Rule("a", test, flag);

    private static string Rule(string context, string test, string flag = "fatal") =>
        $"""
            <pattern>
            <rule context="{context}"><assert id="x" flag="{flag}" test="{test}">It should be.</assert></rule>
            </pattern>
            """;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
