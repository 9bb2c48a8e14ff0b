using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Tests.Wording;

public sealed class CountriesTests
{
    /// <summary>The figure that ISO and its users give for the codes in use.</summary>
    [Fact]
    public void There_are_249_countries_each_with_a_name_in_capitals()
    {
        string[] codes = [.. Pairs().Where(Countries.Has)];

        codes.Length.ShouldBe(249);
        foreach (var code in codes)
        {
            Countries.Name(code).Length.ShouldBeGreaterThan(2, code);
            Countries.Name(code).ShouldBe(Countries.Name(code).ToUpperInvariant());
        }
        codes.Select(Countries.Name).ShouldBeUnique();
    }

    [Fact]
    public void What_is_no_code_is_no_country()
    {
        foreach (var none in new[] { "", "N", "no", "XX", "ZZ", "EU", "UK", "NOR", "ÅA", "A ", "A1" })
            Countries.Has(none).ShouldBeFalse(none);
        Countries.Name("ZZ").ShouldBe("ZZ");
    }

    [Fact]
    public void Kosovo_has_a_name_for_the_post_and_no_code_for_a_document()
    {
        Countries.Name("XK").ShouldBe("KOSOVO");
        Countries.Has("XK").ShouldBeFalse();
    }

    private static IEnumerable<string> Pairs() =>
        from first in Enumerable.Range('A', 26)
        from second in Enumerable.Range('A', 26)
        select $"{(char)first}{(char)second}";
}
