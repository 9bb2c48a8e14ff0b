namespace Budstikke.Tests.Connect;

/// <summary>The tables of cases, each held to its exact list of texts.</summary>
public sealed class SendInvoiceCasesTests
{
    private const string Nothing = "ok";

    public static TheoryData<string, string> Missing => Rows(MissingCases.Table);

    public static TheoryData<string, string> Wrong => Rows(WrongCases.Table);

    public static TheoryData<string, string> Lenient => Rows(LenientCases.Table);

    [Theory]
    [MemberData(nameof(Missing))]
    public void What_is_missing_is_named(string edits, string texts) => Judge(edits, texts);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Every_broken_rule_gives_its_text(string edits, string texts) => Judge(edits, texts);

    [Theory]
    [MemberData(nameof(Lenient))]
    public void What_clients_have_always_sent_is_taken_and_sums_decide_last(string edits, string texts) =>
        Judge(edits, texts);

    [Fact]
    public void There_are_at_least_two_hundred_cases() =>
        (Missing.Count + Wrong.Count + Lenient.Count).ShouldBeGreaterThan(200);

    private static void Judge(string edits, string texts)
    {
        var request = Bodies.Read(Bodies.Edited(edits));
        string.Join(" | ", request.Errors.DefaultIfEmpty(Nothing)).ShouldBe(texts);
        (request.Order is null).ShouldBe(texts != Nothing);
    }

    private static TheoryData<string, string> Rows(string table)
    {
        var rows = new TheoryData<string, string>();
        foreach (var line in CaseLines.Of(table))
        {
            var parts = line.Split(" => ");
            rows.Add(parts[0], parts[1]);
        }
        return rows;
    }
}
