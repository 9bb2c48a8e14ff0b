using System.Reflection;
using System.Text.RegularExpressions;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Tests.Wording;

public sealed partial class TermTests
{
    private static readonly Language[] s_languages = Enum.GetValues<Language>();

    public static TheoryData<string> Names => [.. All().Select(term => term.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_term_stands_in_five_languages_with_the_same_places_in_each(string name)
    {
        var term = All().Single(one => one.Name == name).Term;

        s_languages.Length.ShouldBe(5);
        foreach (var language in s_languages)
        {
            var text = term.In(language);
            text.ShouldNotBeNullOrWhiteSpace(language.ToString());
            text.ShouldBe(text.Trim(), language.ToString());
            InvoicePdf.CanPrint(text).ShouldBeTrue(language.ToString());
            Places(text).ShouldBe(Places(term.In(Language.En)), language.ToString());
        }
    }

    [Fact]
    public void On_paper_German_stands_beside_Norwegian_and_every_other_language_alone()
    {
        foreach (var (_, term) in All())
        foreach (var language in s_languages)
        {
            var beside = language == Language.De && term.In(Language.De) != term.In(Language.No);
            term.PrintedIn(language)
                .ShouldBe(beside ? $"{term.In(Language.De)} / {term.In(Language.No)}" : term.In(language));
        }
        Terms.Invoice.PrintedIn(Language.De).ShouldBe("Rechnung / Faktura");
        Terms.Seller.PrintedIn(Language.Da).ShouldBe("Sælger");
    }

    [Fact]
    public void A_language_is_found_by_its_code_and_no_other_is()
    {
        Languages.Codes.ShouldBe(["en", "no", "sv", "da", "de"]);
        Languages.Codes.Select(Languages.Of).ShouldBe(s_languages.Cast<Language?>());
        Languages.Of("fi").ShouldBeNull();
        Languages.Of("EN").ShouldBeNull();
        s_languages.Select(Languages.TagOf).ShouldBe(["en", "nb", "sv", "da", "de"]);
    }

    private static IEnumerable<(string Name, Term Term)> All() =>
        from type in typeof(Terms).Assembly.GetExportedTypes()
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        where field.FieldType == typeof(Term)
        select ($"{type.Name}.{field.Name}", (Term)field.GetValue(null)!);

    private static string[] Places(string text) =>
        [.. Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
