using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Identifiers;

public sealed class PersonalNumberTests
{
    /// <summary>Synthetic (month + 80), with a first rest of 0, 1, 2 and 3; the last two are D-numbers too.</summary>
    private static readonly string[] s_synthetic =
    [
        "15838532192",
        "15838531811",
        "15838532109",
        "15838532117",
        "41816012374",
        "41816012382",
    ];

    [NeedsVectors]
    public void Every_number_that_is_valid_today_is_accepted() =>
        NorwegianVectors.Disagreeing("fnr", "valid", v => PersonalNumber.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_number_that_only_the_rule_of_2032_allows_is_accepted_beside_them() =>
        NorwegianVectors.Disagreeing("fnr", "valid_only_2032", v => PersonalNumber.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_number_that_no_rule_allows_is_refused() =>
        NorwegianVectors.Disagreeing("fnr", "invalid", v => !PersonalNumber.Parse(v).IsValid).ShouldBeEmpty();

    [Fact]
    public void Synthetic_numbers_of_both_rules_are_accepted() =>
        s_synthetic.Index().Where(n => !PersonalNumber.Parse(n.Item).IsValid).Select(n => n.Index).ShouldBeEmpty();

    [Fact]
    public void One_changed_digit_is_noticed()
    {
        // The rule of 2032 leaves four rests open in the first sum, but the second weighs every digit too.
        foreach (var (number, place) in s_synthetic.SelectMany(n => Enumerable.Range(0, 11).Select(i => (n, i))))
            PersonalNumber.Parse(WithNextDigit(number, place)).IsValid.ShouldBeFalse();
    }

    [Theory]
    [InlineData("00000000000", "has no possible date")]
    [InlineData("32838532192", "has no possible date")]
    [InlineData("1583853219", "must be 11 digits")]
    [InlineData("15838532192\n", "must be 11 digits")]
    [InlineData("158385 32192", "must be 11 digits")]
    [InlineData("١٥٨٣٨٥٣٢١٩٢", "must be 11 digits")]
    [InlineData("１５８３８５３２１９２", "must be 11 digits")]
    [InlineData("", "must be 11 digits")]
    [InlineData(null, "must be 11 digits")]
    [InlineData("12345678901", "has no possible date")]
    public void A_text_that_is_no_personal_number_says_why(string? text, string reason) =>
        PersonalNumber.Parse(text).Reason.ShouldBe(reason);

    [Fact]
    public void A_day_that_only_a_leap_year_has_is_accepted_in_years_that_were_one_in_some_century()
    {
        // 29 February of year 00 (2000) and of 01 (never); the check digits are wrong, which is the later reason.
        PersonalNumber.Parse("29820012345").Reason.ShouldBe("has a wrong check digit");
        PersonalNumber.Parse("29820112345").Reason.ShouldBe("has no possible date");
    }

    [Fact]
    public void It_shows_its_last_two_digits_and_reveals_the_rest_only_when_asked()
    {
        var number = PersonalNumber.Parse("15838532192").Value;

        number.ToString().ShouldBe("*********92");
        $"{number}".ShouldNotContain("1583853");
        number.Reveal().ShouldBe("15838532192");
    }

    private static string WithNextDigit(string number, int place) =>
        $"{number[..place]}{(char)('0' + ((number[place] - '0' + 1) % 10))}{number[(place + 1)..]}";
}
