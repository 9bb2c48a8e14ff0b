using Budstikke.Connect.Reading;
using Budstikke.Tests.Connect.Cases;

namespace Budstikke.Tests.Connect;

public sealed class FieldCasesTests
{
    private static readonly (string Name, string Table)[] s_tables =
    [
        ("the list of products", Products.List),
        ("texts of a product", Products.Texts),
        ("numbers of a product", Products.Numbers),
        ("each sum", Sums.Fields),
        ("sums together", Sums.Together),
        ("a whole customer", Customers.Whole),
        ("how to reach a customer", Customers.Contact),
        ("who a customer is", Customers.Identity),
        ("where a customer lives", Customers.Address),
        ("the date", WholeOrders.Date),
        ("settings", WholeOrders.Settings),
        ("references", WholeOrders.References),
        ("the callback", WholeOrders.Callback),
        ("what is ignored", WholeOrders.Ignored),
        ("the order of the texts", WholeOrders.Order),
    ];

    public static TheoryData<string> Tables => [.. s_tables.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_body_gives_exactly_these_texts(string name)
    {
        var cases = FieldCase.All(s_tables.Single(table => table.Name == name).Table);
        cases.ShouldNotBeEmpty();
        string[] wrong =
        [
            .. from one in cases
            let texts = one.Read().Errors
            where !texts.SequenceEqual(one.Texts)
            select $"{Short(one.ToString())}\n  gave {Shown(texts)}\n  not  {Shown(one.Texts)}",
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void There_are_several_hundred_cases() =>
        s_tables.Sum(table => FieldCase.All(table.Table).Count).ShouldBeGreaterThan(700);

    [Fact]
    public void Every_field_of_the_table_has_cases()
    {
        var tried = s_tables.SelectMany(table => FieldCase.All(table.Table)).SelectMany(one => one.Changes);
        FieldTable
            .Invoice.Fields.Concat(FieldTable.Invoice.LineFields)
            .Select(field => field.Path.Replace('*', '0'))
            .Except(tried.Select(change => change.Path))
            .ShouldBeEmpty();
    }

    private static string Short(string text) => text.Length > 150 ? text[..150] + "…" : text;

    private static string Shown(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "none" : string.Join(" · ", texts.Take(8));
}
