using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Identifiers;

public sealed class KidTests
{
    [NeedsVectors]
    public void Every_vector_that_MOD10_allows_is_one() =>
        NorwegianVectors.Disagreeing("kid10", "valid", v => IsMod10(v)).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_vector_that_MOD10_refuses_is_none() =>
        NorwegianVectors.Disagreeing("kid10", "invalid", v => !IsMod10(v)).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_vector_that_MOD11_allows_is_one() =>
        NorwegianVectors.Disagreeing("kid11", "valid", v => IsMod11(v)).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_vector_that_MOD11_refuses_is_none() =>
        NorwegianVectors.Disagreeing("kid11", "invalid", v => !IsMod11(v)).ShouldBeEmpty();

    [Theory]
    [InlineData("123456782", true, false)]
    [InlineData("123456785", false, true)]
    [InlineData("2345676", true, true)]
    [InlineData("602243", true, false)]
    [InlineData("01290865", true, false)]
    [InlineData("1000005-", false, true)]
    [InlineData("1000090", true, false)]
    [InlineData("1000020", false, true)]
    [InlineData("1234567890123456789012340", true, false)]
    [InlineData("1234567890123456789012341", false, true)]
    public void A_KID_of_either_modulus_is_accepted_and_says_which(string text, bool isMod10, bool isMod11)
    {
        var kid = Kid.Parse(text).Value;

        kid.ToString().ShouldBe(text);
        kid.IsMod10.ShouldBe(isMod10);
        kid.IsMod11.ShouldBe(isMod11);
    }

    [Theory]
    [InlineData("2345674", "has a wrong check digit")]
    [InlineData("100030", "has a wrong check digit")]
    [InlineData("0003434323213231", "has a wrong check digit")]
    [InlineData("12345678-2", "must be digits; only the last may be '-'")]
    [InlineData("1234 567", "must be digits; only the last may be '-'")]
    [InlineData("12345678２", "must be digits; only the last may be '-'")]
    [InlineData("12345678901234567890123456", "must be 2 to 25 characters")]
    [InlineData("1", "must be 2 to 25 characters")]
    [InlineData(null, "must be 2 to 25 characters")]
    public void A_text_that_is_no_KID_says_why(string? text, string reason) => Kid.Parse(text).Reason.ShouldBe(reason);

    [Theory]
    [InlineData("12345678", "123456782")]
    [InlineData("100009", "1000090")]
    [InlineData("0129086", "01290865")]
    [InlineData("1", "18")]
    [InlineData("123456789012345678901234", "1234567890123456789012340")]
    public void We_issue_with_MOD10_and_keep_leading_zeros(string body, string kid) =>
        Kid.WithMod10(body).ToString().ShouldBe(kid);

    [Theory]
    [InlineData("")]
    [InlineData("1234567890123456789012345")]
    [InlineData("12a4")]
    public void A_body_that_no_KID_can_have_is_a_defect_of_the_caller(string body) =>
        Should.Throw<ArgumentException>(() => Kid.WithMod10(body));

    private static bool IsMod10(string text) => Kid.Parse(text).ValueOrNull is { IsMod10: true };

    private static bool IsMod11(string text) => Kid.Parse(text).ValueOrNull is { IsMod11: true };
}
